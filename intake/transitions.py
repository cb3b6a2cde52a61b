"""The table of the walk: each act with its sources, its target, whose it is, its gate, and what it leaves behind."""

from dataclasses import dataclass

from . import appeal_rules, rules
from .checks import rules as checks
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
        Transition(Step.ASSIGN, (State.REFERRED,), None, "intake.assign_researcher"),
        Transition(
            Step.REPORT,
            (State.REFERRED,),
            State.STUDIED,
            "research_committee.submit_report",
            (*_WITH_CONSENT, rules.actor_is_the_researcher),
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
            notice="study_goes_on",
        ),
        Transition(
            Step.APPEAL,
            (State.REJECTED,),
            State.STUDIED,
            "research_committee.record_appeal",
            (
                rules.persons_file_is_open,
                appeal_rules.a_rejection_stands,
                appeal_rules.nothing_was_appealed_before,
                appeal_rules.no_newer_request_for_the_need,
            ),
            (rules.person_was_told,),
            notice="appeal_received",
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
