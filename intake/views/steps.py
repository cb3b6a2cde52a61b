"""The steps after reception and the side paths: one leaf each."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from arabic.calendars import dual, riyadh_today
from audit.views import SeeOther
from correspondence.kinds import LetterKind

from ..assigning.offering import OffersResearchers
from ..clock import earliest_decision_day
from ..data_sheet import DataSheet
from ..delivery import complete_delivery, is_settled, reasons_delivery_is_closed, record_delivery
from ..documents import record_document
from ..forms import (
    AnswerForm,
    ClarifyForm,
    CompleteDeliveryForm,
    DeliveryForm,
    DocumentForm,
    PledgeForm,
    ReferForm,
    RegisterForm,
    ReturnForm,
    WithdrawForm,
)
from ..knowledge.finding import articles_like
from ..knowledge.page import beside_a_question, with_the_way_to_an_article
from ..letters.issuing import reason_not_to_pledge
from ..models.pledges import SignerRole
from ..pages import data_sheet_rows
from ..pages.beside import about_document, decided, granted, reachable, stated, whom_to_tell
from ..pages.done import said_after_delivery, said_after_document
from ..pledge import is_minor, sign_pledge
from ..referral import refer_request
from ..registration import next_number, register_request
from ..rules import pledge_stands
from ..sheet_changes import changes_since
from ..side_paths import answer_clarification, open_clarification, return_request, withdraw_request
from ..steps import State, Step
from .base import AboutDocument, RequestVerbView, StepView, find_request


class RequestDocumentView(AboutDocument, RequestVerbView):
    """One required document, looked at beside what the person stated."""

    permission = "intake.record_documents"
    form_class = DocumentForm
    shows_person = True
    template_name = "intake/request_document.html"
    submit_label = _("Record the document")

    @property
    def page_title(self):
        return self.document.label

    @property
    def lead(self):
        return self.object.beneficiary.full_name

    def get_form_kwargs(self):
        check = self.check
        file_url = (
            reverse("request_file", args=[self.object.pk, check.file_id]) if check and check.file else ""
        )
        return {
            **super().get_form_kwargs(),
            "document": self.document,
            "kept": check,
            "file_url": file_url,
        }

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        check = record_document(
            self.object, document=self.document, by=self.request.user, seen_version=seen, **form.acts()
        )
        self.done_message = said_after_document(check, self.request.user)
        return self.request_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            remark=self.remark,
            stated=stated(self.case),
            rule=about_document(self.document, self.check),
            **kwargs,
        )


class RequestPledgeView(StepView):
    """The data sheet to read, print and sign; and its renewal after a change."""

    form_class, verb = PledgeForm, staticmethod(sign_pledge)
    shows_person = True
    template_name = "intake/request_pledge.html"
    submit_label = _("Record the signed pledge")
    lead = _("Read the sheet with the person. They sign on the screen, or on paper whose scan you attach.")

    @property
    def step(self):
        return Step.PLEDGE if self.object.state in (State.RECEIVED, State.VERIFIED) else Step.RENEW_PLEDGE

    def get_initial(self):
        shown = {"shown_sha256": self.case.data_sheet.sha256}
        if is_minor(self.case.person.birth_date, riyadh_today()):
            return shown
        return {**shown, "signer_role": SignerRole.SELF, "signer_name": self.case.person.full_name}

    def get_context_data(self, **kwargs):
        case = self.case
        old, changed = case.pledge, []
        if old is not None and pledge_stands(case, self.request.user):
            changed = changes_since(DataSheet(old.data_sheet), case, self.request.user)
        return super().get_context_data(
            sheet=data_sheet_rows(case, self.request.user),
            digest=case.data_sheet.sha256,
            pledge_text=self.object.policy_version.pledge,
            changed=changed,
            witness=self.request.user.full_name,
            print_url=self._print_url(),
            link_url=reverse("pledge_link_issue", args=[self.object.pk]),
            **kwargs,
        )

    def _print_url(self) -> str:
        """Where the sheet is issued with a number and QR code; before that is possible, where it is only printed."""
        pk = self.object.pk
        if reason_not_to_pledge(self.case):
            return reverse("request_data_sheet", args=[pk])
        return reverse("request_letter_issue", args=[pk, LetterKind.PLEDGE.value])


class RequestReferView(OffersResearchers, StepView):
    step, form_class, verb = Step.REFER, ReferForm, staticmethod(refer_request)
    shows_person = True
    template_name = "intake/request_granted.html"
    submit_label = _("Refer to social research")

    @property
    def lead(self):
        earliest = earliest_decision_day(riyadh_today(), self.object.policy_version.minimum_reply_days)
        return _("Told today, the person gets an answer on %(date)s at the earliest.") % {
            "date": dual(earliest)
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(facts=reachable(self.case), granted=[], **kwargs)


class BesideTheGrant:
    """A page that shows, beside its form, for whom what was granted and how much of it is delivered."""

    shows_person = True
    template_name = "intake/request_granted.html"

    def get_context_data(self, **kwargs):
        case = self.case
        return super().get_context_data(
            facts=decided(case, self.request.user), granted=granted(case), **kwargs
        )


class RequestRegisterView(BesideTheGrant, StepView):
    step, form_class, verb = Step.REGISTER, RegisterForm, staticmethod(register_request)
    submit_label = _("Register")

    @property
    def lead(self):
        return self.object.beneficiary.full_name

    def get_initial(self):
        return {"number": next_number()}


class RequestDeliveryView(BesideTheGrant, RequestVerbView):
    """One hand-over, or the attempt."""

    permission = "intake.deliver_request"
    form_class = DeliveryForm
    page_title = _("Record a delivery")
    submit_label = _("Record the delivery")

    @property
    def lead(self):
        return self.object.beneficiary.full_name

    def get(self, request, *args, **kwargs):
        if self.object.state == State.REGISTERED and all(map(is_settled, self.case.granted)):
            messages.info(request, _("Everything granted is already delivered or closed."))
            return SeeOther(reverse("request_deliver", args=[self.object.pk]))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        reasons = reasons_delivery_is_closed(self.case, self.request.user)
        gate = [{"open": False, "sentence": reason} for reason in reasons]
        return super().get_context_data(gate=gate, **kwargs)

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        delivery = record_delivery(self.object, by=self.request.user, seen_version=seen, **form.acts())
        self.done_message = said_after_delivery(delivery, self.request.user)
        return self.request_url()


class RequestDeliverView(BesideTheGrant, StepView):
    step, form_class, verb = Step.DELIVER, CompleteDeliveryForm, staticmethod(complete_delivery)
    lead = _("The last step: when everything granted is delivered or closed with a reason.")
    submit_label = _("Close the request as served")


class RequestClarifyView(StepView):
    step, form_class, verb = Step.CLARIFY, ClarifyForm, staticmethod(open_clarification)
    page_title = submit_label = _("Refer for clarification")


class ClarificationAnswerView(StepView):
    """The policy's target answers what was unclear."""

    step, form_class, page_title = Step.ANSWER, AnswerForm, _("Answer what is unclear")
    shows_person = True
    template_name = "intake/clarifications/clarification_answer.html"
    submit_label = _("Record the answer")

    def find(self):
        support_request = find_request(self.request.user, self.kwargs["pk"])
        self.clarification = get_object_or_404(
            support_request.clarifications.all(), pk=self.kwargs["clarification_pk"]
        )
        return support_request

    @property
    def lead(self):
        return self.clarification.questions

    def act(self, form):
        answered = answer_clarification(self.clarification, by=self.request.user, **form.acts())
        self.say(self.step, answered)
        self.done_message = with_the_way_to_an_article(self.done_message, answered, self.request.user)
        return self.way_on()

    def get_context_data(self, **kwargs):
        articles = beside_a_question(articles_like(self.clarification.questions))
        about = {"facts": whom_to_tell(self.case), "articles_url": reverse("article_list")}
        return super().get_context_data(articles=articles, **about, **kwargs)


class RequestReturnView(StepView):
    step, form_class, verb = Step.RETURN, ReturnForm, staticmethod(return_request)
    lead = _(
        "The request goes back to reception: the pledge no longer stands, and a later referral starts the clock anew."
    )
    submit_label = _("Return the request")

    def act(self, form):
        super().act(form)
        return self.way_on()


class RequestWithdrawView(StepView):
    step, form_class, verb = Step.WITHDRAW, WithdrawForm, staticmethod(withdraw_request)
    lead = _("A withdrawn request is closed for good; the person may ask again at any time.")
    submit_label = _("Withdraw the request")
