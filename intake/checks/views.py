"""The pages of step 2 beside the one of a single document."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..pages.beside import about_document, reachable, stated
from ..pages.done import said_after_asking, said_after_comparing, said_after_waiver
from ..views.base import AboutDocument, RequestVerbView
from .asking import ask_for_documents
from .comparing import proofs_of, record_comparisons
from .facts import hidden_facts, stated_facts
from .forms import AskForm, FactsForm, WaiveForm
from .missing import missing_items, reason_nothing_to_ask_for
from .pages import asked_in_words
from .states import reason_documents_are_closed
from .waivers import reason_not_to_waive, reason_not_to_waive_fact, waive_document, waive_fact


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


class RequestFactsView(RequestVerbView):
    """The stated facts, each compared with the document that proves it."""

    permission = "intake.record_documents"
    form_class = FactsForm
    shows_person = True
    page_title = _("Stated facts and their proof")
    lead = _(
        "Choose a verdict for each fact that was compared with a document. What is left as it is stays as it is; "
        "a fact that differs or lacks its proof keeps the request from being verified."
    )
    submit_label = _("Record the comparison")

    def get_form_kwargs(self):
        hidden = hidden_facts(self.request.user)
        return {
            **super().get_form_kwargs(),
            "stated": [fact for fact in stated_facts(self.case) if fact.fact not in hidden],
            "kept": {check.fact: check for check in self.object.fact_checks.all()},
            "proofs": proofs_of(self.object),
        }

    def act(self, form):
        written = record_comparisons(
            self.object, comparisons=form.comparisons(form.cleaned_data), by=self.request.user
        )
        self.done_message = said_after_comparing(written, self.request.user)
        return self.request_url()

    def get_context_data(self, **kwargs):
        closed = reason_documents_are_closed(self.object)
        gate = [{"open": False, "sentence": closed}] if closed else []
        return super().get_context_data(gate=gate, **kwargs)


class RequestDocumentsAskView(RequestVerbView):
    """What is missing, and the day until which the person was asked to bring it."""

    permission = "intake.record_documents"
    form_class = AskForm
    shows_person = True
    template_name = "intake/request_documents_ask.html"
    page_title = _("Ask for the missing documents")
    lead = _("The person may bring them over any channel of the policy; each one is recorded as it comes in.")
    submit_label = _("Record that the person was asked")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kept": self.asked}

    @cached_property
    def asked(self):
        """The open list, or None."""
        return self.object.documents_asked.filter(closed_on__isnull=True).first()

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        asked = ask_for_documents(self.object, by=self.request.user, seen_version=seen, **form.acts())
        self.done_message = said_after_asking(asked)
        return self.request_url()

    def get_context_data(self, **kwargs):
        closed = reason_nothing_to_ask_for(self.case)
        return super().get_context_data(
            gate=[{"open": False, "sentence": closed}] if closed else [],
            missing=missing_items(self.case),
            asked=asked_in_words(self.asked),
            facts=reachable(self.case),
            **kwargs,
        )


class RequestFactWaiveView(RequestVerbView):
    """The executive director lets a fact pass whose proof nobody can bring."""

    permission = "intake.waive_document"
    form_class = WaiveForm
    submit_label = _("Waive the proof")
    lead = _("The request goes on without this proof. Compared again, the fact is judged again.")

    @cached_property
    def check(self):
        return get_object_or_404(
            self.object.fact_checks.select_related("waived_by"), fact=self.kwargs["fact"]
        )

    @property
    def page_title(self):
        return _("Waive the proof: %(fact)s") % {"fact": self.check.get_fact_display()}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kept": self.check}

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        check = waive_fact(
            self.object, fact=self.check.fact, by=self.request.user, seen_version=seen, **form.acts()
        )
        self.done_message = _("The proof is waived: %(fact)s.") % {"fact": check.get_fact_display()}
        return self.request_url()

    def get_context_data(self, **kwargs):
        closed = reason_documents_are_closed(self.object) or reason_not_to_waive_fact(self.check)
        gate = [{"open": False, "sentence": closed}] if closed else []
        return super().get_context_data(gate=gate, **kwargs)
