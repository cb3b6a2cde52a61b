"""What a page says after an act: what was done, and what comes next."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from arabic.calendars import dual

from ..case_file import CaseFile
from ..models import DataVerification, ServiceDelivery, SupportRequest
from ..rules import everything_granted_is_settled, pledge_stands
from ..steps import State, Step


def said_after(step: Step, support_request: SupportRequest) -> SafeString:
    """After a step: the sentence about it, and what the state that was reached waits for."""
    return _both(_DONE[step](support_request), _next_in(support_request.state))


def said_after_document(check: DataVerification, by: User) -> SafeString:
    """After a document: its verdict, and what is still open before the data are confirmed."""
    done = _("Recorded: %(document)s — %(verdict)s.") % {
        "document": check.required_document.label,
        "verdict": check.get_verdict_display(),
    }
    return _both(done, _after_check(CaseFile(check.support_request), by))


def said_after_waiver(check: DataVerification, by: User) -> SafeString:
    """After a waiver: what was let pass, and what is still open."""
    done = _("Waived: %(document)s.") % {"document": check.required_document.label}
    return _both(done, _after_check(CaseFile(check.support_request), by))


def said_after_comparing(checks: list, by: User) -> SafeString:
    """After facts were compared: how many, and what is still open."""
    done = ngettext("%(count)d fact is recorded.", "%(count)d facts are recorded.", len(checks))
    return _both(done % {"count": len(checks)}, _after_check(CaseFile(checks[0].support_request), by))


def said_after_asking(asked) -> SafeString:
    """After the person was asked for what is missing: until when it is expected."""
    words = _("Recorded: the person was asked for what is missing, until %(date)s.")
    return format_html("{}", words % {"date": dual(asked.bring_until)})


def said_after_reuse(number: int, support_request: SupportRequest, by: User) -> SafeString:
    """After documents were taken over from the person's file: how many, and what is still open."""
    done = ngettext(
        "%(count)d document is taken over from the person's file.",
        "%(count)d documents are taken over from the person's file.",
        number,
    )
    return _both(done % {"count": number}, _after_check(CaseFile(support_request), by))


def _after_check(case: CaseFile, by: User) -> str:
    if case.pledge is not None and case.pledge.round == case.request.round and pledge_stands(case, by):
        return _("The signed pledge was for the data before this change; next: renew the pledge.")
    unchecked = sum(check is None for _document, check in case.checks)
    if unchecked:
        return ngettext(
            "Next: %(count)d more document is to be checked.",
            "Next: %(count)d more documents are to be checked.",
            unchecked,
        ) % {"count": unchecked}
    if any(not check.is_accepted for _document, check in case.checks):
        return _("Next: the person brings what is missing or differs.")
    if case.request.state == State.RECEIVED:
        return _("Every document is checked. Next: confirm that the data match.")
    return ""


def said_after_delivery(delivery: ServiceDelivery, by: User) -> SafeString:
    """After a hand-over: what it was, and whether something granted is still open."""
    done = _("Recorded: %(service)s — %(outcome)s.") % {
        "service": delivery.granted_service,
        "outcome": delivery.get_outcome_display(),
    }
    open_still = everything_granted_is_settled(CaseFile(delivery.support_request), by)
    settled = _("Everything granted is settled. Next: invite the person to rate, and close the request.")
    return _both(done, open_still or settled)


def _both(done: str, what_next: str) -> SafeString:
    return format_html("{} {}", done, what_next) if what_next else format_html("{}", done)


def _next_in(state: str) -> str:
    return {
        State.RECEIVED: _("Next: check the required documents, then confirm that the data match."),
        State.VERIFIED: _("Next: the person signs the accuracy pledge."),
        State.PLEDGED: _("Next: tell the person, and refer the request to social research."),
        State.REFERRED: _("Next: the social researcher studies the case and submits the report."),
        State.STUDIED: _("Next: the committee decides in its session."),
        State.ACCEPTED: _("Next: the person is registered."),
        State.REGISTERED: _("Next: what was granted is delivered."),
    }.get(state, "")


def _numbered(words: str, support_request: SupportRequest, **more) -> SafeString:
    """The words with the request's number, which keeps its own direction."""
    number = format_html("<bdi>{}</bdi>", support_request.reference)
    return format_html(words, reference=number, **more)


def _opened(support_request):
    if support_request.clarifications.exists():
        words = _("Request {reference} is open, and what is unclear is referred to {target}.")
        target = User.roles_in_words([support_request.policy_version.clarification_target])
        return _numbered(words, support_request, target=target)
    return _numbered(_("Request {reference} is open."), support_request)


def _referred(support_request):
    return _numbered(
        _("Request {reference} is referred to {researcher}; the earliest answer is on {date}."),
        support_request,
        researcher=format_html("<bdi>{}</bdi>", support_request.researcher),
        date=dual(support_request.earliest_decision_on),
    )


def _registered(support_request):
    registration = support_request.registrations.select_related("category").get()
    number = format_html("<bdi>{}</bdi>", registration.number)
    words = _("Registered under number {number}: {category}, valid until {date}.")
    until = dual(registration.valid_until)
    return format_html(words, number=number, category=registration.category.label, date=until)


def _unclear(support_request):
    target = User.roles_in_words([support_request.policy_version.clarification_target])
    return _("The question is referred to %(target)s; the pledge waits for the answer.") % {"target": target}


_DONE: dict[Step, Callable] = {
    Step.RECEIVE: _opened,
    Step.VERIFY: lambda request: _("The data are confirmed to match the documents."),
    Step.PLEDGE: lambda request: _("The signed pledge is recorded, with you as its witness."),
    Step.RENEW_PLEDGE: lambda request: _("The renewed pledge is recorded, with you as its witness."),
    Step.REFER: _referred,
    Step.ASSIGN: lambda request: _numbered(
        _("Request {reference} is with {researcher} now, in My work."),
        request,
        researcher=format_html("<bdi>{}</bdi>", request.researcher),
    ),
    Step.REPORT: lambda request: _numbered(
        _("The report on request {reference} is before the committee."), request
    ),
    Step.REGISTER: _registered,
    Step.DELIVER: lambda request: _numbered(
        _("Request {reference} is closed: everything granted was settled."), request
    ),
    Step.CLARIFY: _unclear,
    Step.ANSWER: lambda request: _numbered(_("The answer is recorded for request {reference}."), request),
    Step.RETURN: lambda request: _numbered(_("Request {reference} is returned to reception."), request),
    Step.WITHDRAW: lambda request: _numbered(_("Request {reference} is withdrawn and closed."), request),
    Step.APPEAL: lambda request: _numbered(
        _("The appeal on request {reference} is recorded; the earliest answer is on {date}."),
        request,
        date=dual(request.earliest_decision_on),
    ),
}
