"""The committee's decision: computed from the votes, recorded by the chair or the secretary, never typed."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_line, clean_text
from audit.refusals import Refused
from audit.writing import one_transaction, write
from intake.models import GrantedService
from intake.workflow import handling, lock_request

from .counting import Tally
from .models import AgendaItem, Decision
from .outcomes import STEP_OF, ItemResult, Outcome
from .rules import DECIDING, refuse_unless, refuse_unless_running
from .session_file import ItemFile
from .sessions import lock_item
from .words import refuse_placeholder_decision, says_something

RECORDED = gettext_lazy("Committee decision recorded")


def tally(item: AgendaItem) -> Tally:
    """Where the votes of an item stand now."""
    return ItemFile(item).tally


def record_decision(
    item: AgendaItem,
    *,
    reasons: str,
    granted: Iterable[tuple] = (),
    by: User,
    seen_version: int | None = None,
    seen_outcome: str | None = None,
) -> Decision:
    """Records what the votes decided and moves the request; a deferral asks for a new study.

    `granted` are (service_type, description, amount or None, conditions): at least one with an acceptance,
    none with any other outcome. `seen_version` is the request's, `seen_outcome` the result on the screen.
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
        step = STEP_OF[outcome]
        with handling(
            current.support_request, step, by=by, seen_version=seen_version, note=reasons
        ) as request:
            refuse_placeholder_decision(reasons)
            services = _granted_services(request, outcome, granted)
            decision = _decision(file, request, reasons, by)
            write(decision, by=by, reason=RECORDED)
            for service in services:
                write(service, by=by, reason=RECORDED)
            if outcome != Outcome.DEFER:
                request.decided_on = decision.decided_on
        current.result, current.closed_at = ItemResult.DECIDED, timezone.now()
        write(current, by=by, reason=RECORDED)
    return decision


def _refuse_other_outcome(outcome: Outcome, seen_outcome: str | None) -> None:
    if seen_outcome and seen_outcome != outcome:
        raise Refused(
            _("The votes changed after you opened this page; their result is now: %(outcome)s.")
            % {"outcome": outcome.label}
        )


def _decision(file: ItemFile, request, reasons: str, by: User) -> Decision:
    counted = file.tally
    ballot = counted.ballot
    return Decision(
        item=file.item,
        support_request=request,
        study=request.study,
        outcome=counted.outcome,
        reasons=reasons,
        earliest_decision_on=request.earliest_decision_on,
        decided_on=riyadh_today(),
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


def _granted_services(request, outcome: Outcome, granted: Iterable[tuple]) -> list[GrantedService]:
    granted = list(granted)
    if outcome != Outcome.ACCEPT:
        if granted:
            raise Refused(_("Nothing is granted: the votes did not accept the request."), field="granted")
        return []
    if not granted:
        raise Refused(_("Write what is granted: at least one service."), field="granted")
    services = []
    for service_type, description, amount, conditions in granted:
        if service_type.policy_version_id != request.policy_version_id:
            raise Refused(_("The policy does not have this service."), field="granted")
        description = clean_line(description)
        if not says_something(description):
            raise Refused(_("Describe in words what is granted."), field="granted")
        if amount is not None and amount <= 0:
            raise Refused(_("The amount granted is more than zero, or left empty."), field="granted")
        services.append(
            GrantedService(
                support_request=request,
                service_type=service_type,
                description=description,
                amount=amount,
                conditions=clean_line(conditions),
            )
        )
    return services
