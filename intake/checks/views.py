"""The pages of step 2 beside the one of a single document."""

from django.utils.translation import gettext_lazy as _

from ..pages.beside import about_document, stated
from ..pages.done import said_after_waiver
from ..views.base import AboutDocument, RequestVerbView
from .forms import WaiveForm
from .waivers import reason_not_to_waive, waive_document


class RequestDocumentWaiveView(AboutDocument, RequestVerbView):
    """The executive director lets a missing or differing document pass."""

    permission = "intake.waive_document"
    form_class = WaiveForm
    shows_person = True
    template_name = "intake/request_document.html"
    submit_label = _("Waive the document")
    lead = _("The request goes on without it. Recorded again, the document is judged again.")

    @property
    def page_title(self):
        return _("Waive: %(document)s") % {"document": self.document.label}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kept": self.check}

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        check = waive_document(
            self.object, document=self.document, by=self.request.user, seen_version=seen, **form.acts()
        )
        self.done_message = said_after_waiver(check, self.request.user)
        return self.request_url()

    def get_context_data(self, **kwargs):
        closed = reason_not_to_waive(self.check)
        return super().get_context_data(
            gate=[{"open": False, "sentence": closed}] if closed else [],
            remark=self.remark,
            stated=stated(self.case),
            rule=about_document(self.document, self.check),
            **kwargs,
        )
