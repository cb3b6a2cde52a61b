"""The only door through which a request's state changes: one table, one gate, one log row."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from audit.refusals import Refused
from audit.writing import one_transaction, write
from correspondence.notices import notify

from . import rules
from .case_file import CaseFile
from .checks import rules as checks
from .in_hand import forget_checks, lock_request, refuse_stale_request, refuse_unless_permitted
from .models import HandlingStep, SupportRequest
from .steps import State, Step

BEFORE_ACCEPTANCE = (
    State.SUBMITTED,
    State.RECEIVED,
    State.VERIFIED,
    State.PLEDGED,
    State.REFERRED,
    State.STUDIED,
)


@dataclass(frozen=True)
class Transition:
    """One act: from which states to which, by whom, when its gate is open, and what it must have recorded."""

    step: Step
    sources: tuple[State | str, ...]
    # None: the state does not move.
    target: State | None
    permission: str
    # Judged before the act: the checklist of the page.
    gate: tuple = ()
    # Judged after the act's own rows are written: what the act itself has to leave behind.
    seal: tuple = ()
    # The next study begins when this one is sealed: the next report has its own number.
    new_study: bool = False
    # The message that the person gets; "" for none. See correspondence/messages.
    notice: str = ""


NEW = ""
_WITH_CONSENT = (rules.persons_file_is_open, rules.consent_was_not_taken_back)
_PLEDGED_DATA = (
    *_WITH_CONSENT,
    rules.no_clarification_is_open,
    checks.every_document_matches,
    checks.documents_were_valid_when_presented,
    checks.stated_facts_are_proven,
)
_DECIDED = (rules.pledge_stands, rules.report_is_submitted, rules.reply_period_has_passed)

TRANSITIONS = {
    transition.step: transition
    for transition in (
        Transition(
            Step.RECEIVE,
            (NEW, State.SUBMITTED),
            State.RECEIVED,
            "intake.receive_request",
            (
                rules.persons_file_is_open,
                rules.policy_is_in_force,
                rules.channel_belongs_to_policy,
                rules.person_is_identified,
                rules.no_other_request_for_the_need,
            ),
            (rules.privacy_notice_was_acknowledged,),
            notice="request_received",
        ),
        Transition(
            Step.VERIFY,
            (State.RECEIVED,),
            State.VERIFIED,
            "intake.verify_request",
            (
                *_WITH_CONSENT,
                checks.every_document_matches,
                checks.documents_were_valid_when_presented,
                checks.originals_were_seen,
                checks.stated_facts_are_proven,
                rules.no_duplicate_waits,
                rules.no_clarification_is_open,
            ),
        ),
        Transition(
            Step.PLEDGE,
            (State.VERIFIED,),
            State.PLEDGED,
            "intake.pledge_request",
            _PLEDGED_DATA,
            (rules.pledge_stands,),
        ),
        Transition(
            Step.RENEW_PLEDGE,
            (State.PLEDGED, State.REFERRED, State.STUDIED, State.ACCEPTED),
            None,
            "intake.pledge_request",
            _PLEDGED_DATA,
            (rules.pledge_stands,),
        ),
        Transition(
            Step.REFER,
            (State.PLEDGED,),
            State.REFERRED,
            "intake.refer_request",
            (*_WITH_CONSENT, rules.pledge_stands, rules.no_clarification_is_open),
            (rules.person_was_told,),
            notice="request_referred",
        ),
        Transition(
            Step.REPORT,
            (State.REFERRED,),
            State.STUDIED,
            "research_committee.submit_report",
            (rules.persons_file_is_open, rules.actor_is_the_researcher),
            (rules.report_is_submitted,),
        ),
        Transition(
            Step.ACCEPT,
            (State.STUDIED,),
            State.ACCEPTED,
            "research_committee.run_session",
            (rules.persons_file_is_open, *_DECIDED),
            (rules.committee_has_decided, rules.outcome_is("accept")),
            notice="decision_recorded",
        ),
        Transition(
            Step.REJECT,
            (State.STUDIED,),
            State.REJECTED,
            "research_committee.run_session",
            _DECIDED,
            (rules.committee_has_decided, rules.outcome_is("reject")),
            notice="decision_recorded",
        ),
        Transition(
            Step.DEFER,
            (State.STUDIED,),
            State.REFERRED,
            "research_committee.run_session",
            (rules.report_is_submitted,),
            (rules.committee_has_decided, rules.outcome_is("defer")),
            new_study=True,
        ),
        Transition(
            Step.REGISTER,
            (State.ACCEPTED,),
            State.REGISTERED,
            "intake.register_request",
            (
                rules.persons_file_is_open,
                rules.pledge_stands,
                checks.documents_are_valid_today,
                rules.actor_did_not_vote,
            ),
            (rules.registration_is_recorded,),
            notice="request_registered",
        ),
        Transition(
            Step.DELIVER,
            (State.REGISTERED,),
            State.SERVED,
            "intake.deliver_request",
            (rules.everything_granted_is_settled, rules.actor_did_not_vote),
            notice="request_served",
        ),
        Transition(Step.CLARIFY, BEFORE_ACCEPTANCE[1:4], None, "intake.open_clarification"),
        Transition(
            Step.ANSWER,
            BEFORE_ACCEPTANCE,
            None,
            "intake.answer_clarification",
            (rules.actor_is_clarification_target,),
        ),
        Transition(
            Step.RETURN,
            BEFORE_ACCEPTANCE[2:],
            State.RECEIVED,
            "intake.return_request",
            (rules.actor_holds_the_request,),
        ),
        Transition(Step.WITHDRAW, BEFORE_ACCEPTANCE, State.WITHDRAWN, "intake.withdraw_request"),
    )
}


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
