"""How states, steps and verdicts look: icon, word and tone, and where a step's form is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models.records import Verdict
from ..steps import State, Step

STATE_LOOKS = {
    State.SUBMITTED: ("inbox", "waiting"),
    State.RECEIVED: ("chat-left-text", "active"),
    State.VERIFIED: ("file-earmark-check", "active"),
    State.PLEDGED: ("pen", "active"),
    State.REFERRED: ("clipboard-data", "waiting"),
    State.STUDIED: ("people", "waiting"),
    State.ACCEPTED: ("check-circle", "good"),
    State.REJECTED: ("dash-circle", "closed"),
    State.REGISTERED: ("journal-check", "good"),
    State.SERVED: ("gift", "good"),
    State.WITHDRAWN: ("box-arrow-left", "closed"),
}
VERDICT_LOOKS = {
    Verdict.MATCHES: ("check-circle", "good"),
    Verdict.DIFFERS: ("exclamation-triangle", "late"),
    Verdict.MISSING: ("x-circle", "late"),
}
STEP_LOOKS = {
    Step.VERIFY: ("request_verify", "file-earmark-check"),
    Step.PLEDGE: ("request_pledge", "pen"),
    Step.RENEW_PLEDGE: ("request_pledge", "arrow-counterclockwise"),
    Step.REFER: ("request_refer", "clipboard-data"),
    Step.ASSIGN: ("request_reassign", "person-check"),
    Step.REPORT: ("report_submit", "clipboard-check"),
    Step.REGISTER: ("request_register", "journal-check"),
    Step.DELIVER: ("request_deliver", "gift"),
    Step.CLARIFY: ("request_clarify", "question-circle"),
    Step.RETURN: ("request_return", "arrow-counterclockwise"),
    Step.WITHDRAW: ("request_withdraw", "box-arrow-left"),
    Step.APPEAL: ("appeal_record", "reply"),
}


def state_chip(state: str) -> dict:
    """A state as the chip component prints it."""
    icon, tone = STATE_LOOKS[state]
    return {"icon": icon, "tone": tone, "label": str(State(state).label)}


def _verb(step: Step) -> str:
    """What a button says; the step's own name where that reads as an act."""
    return {
        Step.ASSIGN: _("Change the researcher"),
        Step.CLARIFY: _("Refer for clarification"),
        Step.RETURN: _("Return the request"),
        Step.WITHDRAW: _("Withdraw the request"),
        Step.APPEAL: _("Record an appeal"),
    }.get(step, str(step.label))


def step_link(step: Step, request_pk: int) -> dict | None:
    """Where a step's form is, with its words; None for steps that are taken in a committee session."""
    if step not in STEP_LOOKS:
        return None
    name, icon = STEP_LOOKS[step]
    return {"url": reverse(name, args=[request_pk]), "icon": icon, "label": _verb(step)}
