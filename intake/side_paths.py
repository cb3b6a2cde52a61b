"""The side paths: clarify, return, withdraw (deferral is the committee's)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.text import clean_line, clean_text
from audit.refusals import Refused
from audit.writing import write

from .models import Clarification, SupportRequest
from .steps import Step
from .workflow import handling, perform


def open_clarification(
    support_request: SupportRequest, *, questions: str, by: User, seen_version: int | None = None
) -> Clarification:
    """Refers what the person did not understand to the policy's clarification target; the pledge waits for it."""
    with handling(support_request, Step.CLARIFY, by=by, seen_version=seen_version) as current:
        questions = clean_text(questions)
        if not questions:
            raise Refused(_("Write what is unclear to the person."), field="questions")
        clarification = Clarification(
            support_request=current, questions=questions, target=current.policy_version.clarification_target
        )
        write(clarification, by=by, reason=Step.CLARIFY.label)
    return clarification


def answer_clarification(
    clarification: Clarification,
    *,
    answer: str,
    person_confirmed: bool,
    by: User,
    seen_version: int | None = None,
) -> Clarification:
    """Closes a clarification with the answer and the person's confirmation; only the policy's target role may."""
    with handling(clarification.support_request, Step.ANSWER, by=by) as current:
        open_one = current.clarifications.select_for_update().get(pk=clarification.pk)
        if open_one.answered_at is not None:
            raise Refused(
                _("This clarification was already answered by %(who)s.") % {"who": open_one.answered_by}
            )
        if not person_confirmed:
            raise Refused(_("The person must confirm that it is clear now."), field="person_confirmed")
        open_one.answer = clean_text(answer)
        if not open_one.answer:
            raise Refused(_("Write the answer."), field="answer")
        open_one.person_confirmed, open_one.answered_by, open_one.answered_at = True, by, timezone.now()
        write(open_one, by=by, reason=Step.ANSWER.label, seen_version=seen_version)
    return open_one


def return_request(
    support_request: SupportRequest, *, reason: str, by: User, seen_version: int | None = None
) -> SupportRequest:
    """Sends the request back to reception; its pledge no longer stands, and a later referral starts the clock anew."""
    reason = _given(reason)
    with handling(support_request, Step.RETURN, by=by, seen_version=seen_version, note=reason) as current:
        current.round += 1
        current.told_on = current.earliest_decision_on = current.reply_due_on = None
    return current


def withdraw_request(
    support_request: SupportRequest, *, said_by: str, reason: str, by: User, seen_version: int | None = None
) -> SupportRequest:
    """The beneficiary takes the request back; who said so is recorded."""
    said_by, reason = clean_line(said_by), _given(reason)
    if not said_by:
        raise Refused(_("Write who asked for the withdrawal."), field="said_by")
    note = f"{said_by}: {reason}"
    return perform(support_request, Step.WITHDRAW, by=by, seen_version=seen_version, note=note)


def _given(reason: str) -> str:
    reason = clean_line(reason)
    if len(reason) < 3:
        raise Refused(_("Give the reason."), field="reason")
    return reason
