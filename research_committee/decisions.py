"""The committee's decision: computed from the votes, recorded by the chair or the secretary, never typed."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_text
from audit.refusals import Refused
from audit.writing import one_transaction, write
from correspondence.kinds import LetterKind
from intake.case_file import CaseFile
from intake.letters.issuing import issue_with_step
from intake.workflow import handling, lock_request
from policies.reasons import decision_reasons_of

from .counting import Tally
from .granting import granted_services
from .models import AgendaItem, Decision
from .outcomes import STEP_OF, ItemResult, Outcome
from .remedies import appeal_window
from .rules import DECIDING, refuse_unless, refuse_unless_running
from .session_file import ItemFile
from .sessions import lock_item
from .words import refuse_placeholder_decision

RECORDED = gettext_lazy("Committee decision recorded")


def tally(item: AgendaItem) -> Tally:
    """Where the votes of an item stand now."""
    return ItemFile(item).tally


def record_decision(
    item: AgendaItem,
    *,
    reason_code: str,
    reasons: str,
    granted: Iterable[tuple] = (),
    by: User,
    seen_version: int | None = None,
    seen_outcome: str | None = None,
) -> Decision:
    """Records what the votes decided, moves the request and issues its letter; a deferral asks for a new study.

    `reason_code` is one of the policy version's reasons for this outcome, `reasons` the committee's own words.
    `granted` are rows of `granting.Grant`: at least one with an acceptance, none with any other outcome.
    `seen_version` is the request's, `seen_outcome` the result on the screen.
    """
    refuse_unless_running(item.session, by)
    reasons = clean_text(reasons)
    with one_transaction():
        lock_request(item.support_request)
        current = lock_item(item)
        file = ItemFile(current)
        refuse_unless(DECIDING, file, by)
        outcome = file.tally.outcome
        _refuse_other_outcome(outcome, seen_outcome)
        with handling(
            current.support_request, STEP_OF[outcome], by=by, seen_version=seen_version, note=reasons
        ) as request:
            decision = _written(file, request, granted, by, reason_code=reason_code, reasons=reasons)
        current.result, current.closed_at = ItemResult.DECIDED, timezone.now()
        write(current, by=by, reason=RECORDED)
        if outcome != Outcome.DEFER:
            # The last lock that is taken: the series of the letter.
            issue_with_step(request, LetterKind.DECISION, by=by)
    return decision


def _written(file: ItemFile, request, granted: Iterable[tuple], by: User, **reasons: str) -> Decision:
    """The decision, what it grants, and its day on the request."""
    outcome = file.tally.outcome
    _refuse_made_up_reason(request, outcome, reasons["reason_code"])
    refuse_placeholder_decision(reasons["reasons"])
    services = granted_services(request, outcome, granted)
    decision = write(_decision(file, request, by, **reasons), by=by, reason=RECORDED)
    for service in services:
        write(service, by=by, reason=RECORDED)
    if outcome != Outcome.DEFER:
        request.decided_on = decision.decided_on
    return decision


def _refuse_other_outcome(outcome: Outcome, seen_outcome: str | None) -> None:
    if seen_outcome and seen_outcome != outcome:
        raise Refused(
            _("The votes changed after you opened this page; their result is now: %(outcome)s.")
            % {"outcome": outcome.label}
        )


def _refuse_made_up_reason(request, outcome: Outcome, code: str) -> None:
    if code not in {reason.code for reason in decision_reasons_of(request.policy_version, outcome)}:
        raise Refused(
            _("Choose one of the reasons that the policy names for this result: %(outcome)s.")
            % {"outcome": outcome.label},
            field="reason_code",
        )


def _decision(file: ItemFile, request, by: User, **reasons: str) -> Decision:
    counted = file.tally
    ballot, today = counted.ballot, riyadh_today()
    return Decision(
        item=file.item,
        support_request=request,
        study=request.study,
        outcome=counted.outcome,
        **reasons,
        appeal_until=appeal_window(CaseFile(request), counted.outcome, today),
        earliest_decision_on=request.earliest_decision_on,
        decided_on=today,
        members=ballot.members,
        present=ballot.present,
        recused=ballot.recused,
        needed=ballot.needed,
        accept_votes=ballot.votes[Outcome.ACCEPT],
        reject_votes=ballot.votes[Outcome.REJECT],
        defer_votes=ballot.votes[Outcome.DEFER],
        casting_vote_used=counted.casting_vote_used,
        recorded_by=by,
    )
