"""The research report: written by the researcher in charge, read by those who may."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.forms import VerbForm
from audit.reading import log_read
from audit.refusals import Refused
from audit.views import SeeOther
from intake.steps import Step
from intake.views.base import StepView

from ..beside_study.pages import beside_study
from ..models import ResearchReport
from ..pages.studies import SHOWN_WITH, studies_of, study_page, submitted_at
from ..pages.study_form import form_page
from ..report_form import ReportForm
from ..research import submit_report
from ..study_rules import gate_of_study
from .study_drafts import AboutStudy, save_study


class SubmitReportView(AboutStudy, StepView):
    """The study of a referred request; its other buttons keep what was typed for later."""

    step, form_class, verb = Step.REPORT, ReportForm, staticmethod(submit_report)
    lead = _("The report goes to the committee as it is sent; it cannot be changed afterwards.")
    template_name = "research_committee/report_form.html"
    submit_label = _("Submit the report")
    shows_person = True

    def get_initial(self):
        return self.desk.beginning()

    def get_form_kwargs(self):
        kwargs = {**super().get_form_kwargs(), "desk": self.desk}
        own = self.desk.drafts.own
        if own is not None and "data" not in kwargs:
            kwargs |= {"data": MultiValueDict(own.typed | self._carriers()), "files": MultiValueDict()}
        return kwargs

    def _carriers(self) -> dict[str, list[str]]:
        """What a page needs that a draft does not keep."""
        blank = VerbForm(actor=self.request.user, about=self.object)
        return {name: [str(blank[name].value())] for name in ("idempotency_key", "seen_version")}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.request.method != "POST" and self.draft is None and form.is_bound:
            form.reopened = self.desk.drafts.own
            form.forget_errors()
        return form

    def post(self, request, *args, **kwargs):
        if "more" in request.POST:
            form = self.get_form()
            form.forget_errors()
            return self.render_to_response(self.get_context_data(form=form))
        if request.POST.keys() & {"later", "because", "keep"}:
            return self._save()
        return super().post(request, *args, **kwargs)

    def _save(self):
        """Keeps what was typed, whatever it is, and goes where the button leads."""
        try:
            save_study(self.request, self.object)
        except Refused as refusal:
            form = self.get_form()
            form.forget_errors()
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.render_to_response(self.get_context_data(form=form), status=409)
        if "because" in self.request.POST:
            return SeeOther(reverse("report_return", args=[self.object.pk]))
        messages.success(
            self.request, _("The study is saved as it stands; you can go on later, on any device.")
        )
        return SeeOther(self.request_url() if "later" in self.request.POST else self.form_url())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        gate = [*context["gate"], *gate_of_study(self.object)]
        page = form_page(context["form"])
        again = {**kwargs, "form": context["form"], "gate": gate}
        return {**super().get_context_data(**again), "study": page, "form_id": "study-form"}


@require_safe
def report_detail(request, pk):
    """One study. SECURITY: never for who is recused from an item of its request."""
    reports = ResearchReport.objects.visible_to(request.user).select_related(
        "support_request__beneficiary", "support_request__service_type", *SHOWN_WITH
    )
    report = get_object_or_404(reports, pk=pk)
    _report, earlier = studies_of(report.support_request, report.study)
    log_read(request, report)
    context = {
        "study": study_page(report, report.support_request, earlier),
        "beside": beside_study(report, report.support_request, request.user),
        "submitted_at": submitted_at(report),
        "support_request": report.support_request,
        "person": report.support_request.beneficiary.full_name,
        "crumbs": [
            {"url": reverse("home"), "label": _text("My work")},
            {
                "url": reverse("request_detail", args=[report.support_request_id]),
                "label": report.support_request.reference,
            },
        ],
    }
    return render(request, "research_committee/report_detail.html", context)
