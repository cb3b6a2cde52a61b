"""Taking over what the person's file holds, and the page that confirms the data, which offers it."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..documents import verify_request
from ..forms import ConfirmForm, ReuseForm
from ..pages.documents import documents
from ..pages.done import said_after_reuse
from ..pages.on_file import offers
from ..reuse import documents_on_file, reuse_documents
from ..steps import State, Step
from .base import RequestVerbView, StepView


class RequestReuseView(RequestVerbView):
    """The documents on file that this request still waits for, to be ticked."""

    permission = "intake.record_documents"
    form_class = ReuseForm
    shows_person = True
    template_name = "intake/request_reuse.html"
    page_title = _("Take over documents on file")
    lead = _("What was seen before and still holds is not asked for again.")
    submit_label = _("Take over what is ticked")

    @cached_property
    def on_file(self):
        return documents_on_file(self.case)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "offered": [row for row in self.on_file if not row.reason]}

    def get_context_data(self, **kwargs):
        refused = [row for row in self.on_file if row.reason]
        gate = []
        if len(refused) == len(self.on_file):
            nothing = _("The person's file holds no document that can be taken over.")
            gate = [{"open": False, "sentence": nothing}]
        return super().get_context_data(refused=refused, gate=gate, **kwargs)

    def act(self, form):
        taken = reuse_documents(self.object, documents=form.acts()["documents"], by=self.request.user)
        self.done_message = said_after_reuse(taken, self.object, self.request.user)
        return self.cancel_url()

    def cancel_url(self):
        if self.object.state == State.RECEIVED:
            return reverse("request_verify", args=[self.object.pk])
        return self.request_url()


class RequestVerifyView(StepView):
    step, form_class, verb = Step.VERIFY, ConfirmForm, staticmethod(verify_request)
    template_name = "intake/request_verify.html"
    lead = _("You confirm that the stated data match the documents.")
    submit_label = _("Confirm that the data match")

    def get_context_data(self, **kwargs):
        shown = {
            "documents": documents(self.case, self.request.user),
            "on_file": offers(self.case, self.request.user),
        }
        return super().get_context_data(**shown, **kwargs)
