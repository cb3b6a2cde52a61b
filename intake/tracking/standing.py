"""What the family sees of its request: where it stands, what it waits for, and the decision with its reason first.

SECURITY: no name of anybody, no document, no figure of the household; whoever looks over a shoulder learns a reference.
"""

from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_day, riyadh_today
from arabic.text import listed, quoted
from policies.reasons import reason_label

from ..appeal_rules import answered_appeal, last_day_of_appeal
from ..case_file import CaseFile
from ..granted_words import terms_in_words
from ..pages.rail import rail
from ..steps import DECIDED_STATES, State
from ..workflow import BEFORE_ACCEPTANCE


def standing_of(case: CaseFile) -> dict:
    """Everything that the page prints."""
    request = case.request
    log = list(request.handling_steps.select_related("by").order_by("pk"))
    return {
        "reference": request.reference,
        "service": request.service_type.label,
        "received_on": dual(riyadh_day(log[0].at)) if log else "",
        "rail": [{**row, "who": ""} for row in rail(case, log, "")],
        "waits": waits_for(case),
        "earliest": dual(request.earliest_decision_on) if _waits_for_answer(request) else "",
        "decision": decision_of(case),
    }


def waits_for(case: CaseFile) -> dict:
    """The next thing that happens, and who does it: {sentence, who}."""
    state = case.request.state
    if state in (State.RECEIVED, State.VERIFIED, State.PLEDGED) and case.open_clarifications:
        return {"sentence": _("A question of yours is being answered."), "who": _our_side()}
    if state == State.RECEIVED and case.expected is not None:
        sentence = _("We wait for documents that we asked you for, until %(date)s.")
        return {"sentence": sentence % {"date": dual(case.expected.bring_until)}, "who": _("You")}
    if state == State.STUDIED and case.appeal is not None:
        return {
            "sentence": _("Your appeal is before the research committee."),
            "who": _("The research committee"),
        }
    sentence, who = WAITS[state]()
    return {"sentence": sentence, "who": who}


def _our_side() -> str:
    return _("The association")


WAITS = {
    State.SUBMITTED: lambda: (_("Your request has arrived; we read it and call you."), _our_side()),
    State.RECEIVED: lambda: (_("Your data and documents are being checked."), _our_side()),
    State.VERIFIED: lambda: (
        _(
            "Your data are checked. Next you sign that they are true: at the association, or over a link that you ask "
            "it for."
        ),
        _("You"),
    ),
    State.PLEDGED: lambda: (_("Your request goes on to social research."), _our_side()),
    State.REFERRED: lambda: (
        _("A social researcher studies your request and may arrange a visit with you."),
        _our_side(),
    ),
    State.STUDIED: lambda: (
        _("The study is done; the research committee decides."),
        _("The research committee"),
    ),
    State.ACCEPTED: lambda: (
        _("Your request was accepted; the registration is being completed."),
        _our_side(),
    ),
    State.REJECTED: lambda: (_("The decision is made; there is nothing to wait for."), ""),
    State.REGISTERED: lambda: (_("What was granted is being prepared for you."), _our_side()),
    State.SERVED: lambda: (_("Everything that was granted has been delivered or settled."), ""),
    State.WITHDRAWN: lambda: (_("The request was withdrawn."), ""),
}


def _waits_for_answer(request) -> bool:
    return request.state in (State.REFERRED, State.STUDIED) and request.earliest_decision_on is not None


def decision_of(case: CaseFile) -> dict | None:
    """The decision that stands, with its reason first: also while an appeal against it waits for its answer."""
    decision = _standing_decision(case)
    if decision is None:
        return None
    accepted = decision.outcome == "accept"
    return {
        "accepted": accepted,
        "reason": reason_label(case.version, decision.reason_code),
        "words": decision.reasons,
        "decided_on": dual(decision.decided_on),
        "granted": [_granted(row) for row in case.granted] if accepted else [],
        "appeal": _appeal_in_words(case, decision),
    }


def _standing_decision(case: CaseFile):
    decided = [row for row in case.decisions if row.study == case.request.study]
    if case.request.state in DECIDED_STATES:
        return decided[-1] if decided else None
    waits = case.request.state in BEFORE_ACCEPTANCE and case.decisions and case.appeal is not None
    return case.appeal.decision if waits else None


def _appeal_in_words(case: CaseFile, decision) -> str:
    """What became of an appeal, or until when one is possible; "" where nothing is appealed against."""
    if answered_appeal(case, decision) is not None:
        return _("With it the committee answered your appeal of %(day)s. This answer is final.") % {
            "day": dual(case.appeal.received_on)
        }
    if decision.outcome != "reject":
        return ""
    if case.appeal is not None:
        return _(
            "You appealed on %(day)s. The committee looks at your request again; until then this stands."
        ) % {"day": dual(case.appeal.received_on)}
    last = last_day_of_appeal(case, decision)
    if last < riyadh_today():
        return _("You could appeal until %(day)s. For a later appeal ask the association.") % {
            "day": dual(last)
        }
    channels = listed(channel.label for channel in case.parts.channels)
    return _("You may appeal until %(day)s, over any of these: %(channels)s.") % {
        "day": dual(last),
        "channels": channels,
    }


def _granted(row) -> str:
    return " – ".join(part for part in (quoted(row.description), *terms_in_words(row)) if part)
