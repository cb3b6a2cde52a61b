"""Where an appeal is recorded, beside the decision that it is about."""

from django.utils.translation import gettext_lazy as _

from intake.steps import Step
from intake.views.base import StepView

from .forms import AppealForm
from .pages import appeal_lead, decision_appealed
from .recording import record_appeal


class RecordAppealView(StepView):
    step, form_class, verb = Step.APPEAL, AppealForm, staticmethod(record_appeal)
    shows_person = True
    template_name = "research_committee/appeal_record.html"
    page_title = _("Record an appeal")
    submit_label = _("Record the appeal")

    @property
    def lead(self):
        return appeal_lead(self.case)

    def get_context_data(self, **kwargs):
        return super().get_context_data(facts=decision_appealed(self.case, self.request.user), **kwargs)
