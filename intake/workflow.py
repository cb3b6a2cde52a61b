"""The only door through which a request's state changes: one table, one gate, one log row."""

from contextlib import contextmanager

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from audit.refusals import Refused
from audit.writing import one_transaction, write
from correspondence.notices import notify

from .case_file import CaseFile
from .in_hand import forget_checks, lock_request, refuse_stale_request, refuse_unless_permitted
from .models import HandlingStep, SupportRequest
from .steps import State, Step
from .transitions import BEFORE_ACCEPTANCE, TRANSITIONS, Transition

__all__ = [
    "BEFORE_ACCEPTANCE",
    "TRANSITIONS",
    "Transition",
    "checklist",
    "forget_checks",
    "handling",
    "lock_request",
    "perform",
    "reason_to_refuse",
    "refuse_stale_request",
    "refuse_unless_permitted",
    "steps_open_to",
]


def checklist(case: CaseFile, step: Step, by: User) -> list[dict]:
    """The gate of a step as people read it: each condition open, or closed with its reason."""
    judged = [(rule, rule(case, by)) for rule in TRANSITIONS[step].gate]
    return [{"open": reason is None, "sentence": reason or rule.said(case)} for rule, reason in judged]


def steps_open_to(case: CaseFile, by: User) -> list[Step]:
    """The acts that this person's role has in the request's present state (their gates may still be closed)."""
    return [
        transition.step
        for transition in TRANSITIONS.values()
        if case.request.state in transition.sources and by.may(transition.permission)
    ]


def reason_to_refuse(case: CaseFile, step: Step, by: User) -> list[str]:
    """Every reason why this person cannot take this step now; empty when they can."""
    transition = TRANSITIONS[step]
    if case.request.state not in transition.sources:
        return [_not_the_turn(case.request, step)]
    return [str(reason) for rule in transition.gate if (reason := rule(case, by))]


def _not_the_turn(support_request, step: Step) -> str:
    return _("“%(step)s” is not possible now: the request stands at “%(state)s”.") % {
        "step": step.label,
        "state": support_request.get_state_display() or _("new"),
    }


@contextmanager
def handling(
    support_request: SupportRequest, step: Step, *, by: User, seen_version: int | None = None, note: str = ""
):
    """Takes a request in hand for one step, in one transaction.

    Locks the row, judges permission, order and gate, and yields the fresh row; the caller writes the step's own papers
    and stamps. Then the seal is judged, the state moves, and the step row is left. Raises NotPermitted or Refused.
    """
    transition = TRANSITIONS[step]
    refuse_unless_permitted(support_request, transition.permission, by)
    with one_transaction():
        current = lock_request(support_request, to_judge=True)
        refuse_stale_request(current, seen_version)
        reasons = reason_to_refuse(CaseFile(current), step, by)
        if reasons:
            raise Refused(reasons)
        forget_checks(current)
        before = current.state
        if current.pk is None:
            _move(current, transition.target)
            write(current, by=by, reason=step.label)
        yield current
        reasons = [str(reason) for rule in transition.seal if (reason := rule(CaseFile(current), by))]
        if reasons:
            raise Refused(reasons)
        if transition.new_study:
            current.study += 1
        if transition.target is not None and transition.target != current.state:
            _move(current, transition.target)
        with translation.override("en"):
            note = str(note)
        write(current, by=by, reason=step.label, note=note)
        _log(current, step, before, by, note)
        _tell(current, transition, by)


def perform(support_request, step: Step, *, by: User, seen_version: int | None = None, note: str = ""):
    """Takes a step that leaves no papers of its own, and returns the request as it stands then."""
    with handling(support_request, step, by=by, seen_version=seen_version, note=note) as current:
        pass
    return current


def _move(support_request: SupportRequest, target: State) -> None:
    support_request.state = target
    support_request.state_since = timezone.now()
    support_request._moving = True


def _log(support_request: SupportRequest, step: Step, before: str, by: User, note: str) -> None:
    support_request._moving = False
    HandlingStep.objects.create(
        support_request=support_request,
        step=step,
        from_state=before,
        to_state=support_request.state,
        round=support_request.round,
        by=by,
        acting_as=",".join(sorted(by.roles)),
        at=timezone.now(),
        note=note,
    )


def _tell(support_request: SupportRequest, transition: Transition, by: User) -> None:
    """The message of the step, in its transaction: of a step that is undone nobody hears."""
    if transition.notice:
        values = {"reference": support_request.reference, "date": support_request.earliest_decision_on}
        reason, person = transition.step.label, support_request.beneficiary
        notify(person, transition.notice, about=support_request, by=by, reason=reason, values=values)
