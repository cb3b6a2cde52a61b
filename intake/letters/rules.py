"""What a paper must be able to say before it is written: one function each, None or the reason as a "
"sentence."""

from django.utils.translation import gettext as _

from ..case_file import CaseFile

ANSWERED = ("accept", "reject")


def reason_not_referred(case: CaseFile) -> str | None:
    if case.referral is None or case.request.told_on is None:
        return _("The request was not referred, so there is no earliest day of an answer to write.")
    return None


def last_decision(case: CaseFile):
    return case.decisions[-1] if case.decisions else None


def reason_no_decision_letter(case: CaseFile) -> str | None:
    """SECURITY: nobody is told of a decision without its reasons and without how to appeal against it."""
    decision = last_decision(case)
    if decision is None or decision.outcome not in ANSWERED:
        return _("The committee has not decided on the request, so there is no decision to write.")
    if not decision.reasons.strip():
        return _("A decision is not sent without its reasons.")
    if decision.outcome == "reject" and not (case.version.appeal_days and case.parts.channels):
        return _("A decision is not sent without how and until when to appeal against it.")
    if decision.outcome == "accept" and not case.granted:
        return _("An acceptance is not sent without what is granted.")
    return None


def reason_not_registered(case: CaseFile) -> str | None:
    if case.registration is None:
        return _("The request is not registered, so there is nothing to certify.")
    return None


def reason_no_receipt(delivery) -> str | None:
    """Nobody signs for what they did not receive."""
    if delivery is not None and delivery.outcome not in ("delivered", "partial"):
        return _("Nothing was handed over, so there is nothing to sign for.")
    return None


def reason_nothing_granted(case: CaseFile) -> str | None:
    if not case.granted:
        return _("Nothing was granted with this request.")
    return None
