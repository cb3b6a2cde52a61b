"""The request page: where it stands, what comes next and why it may wait."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User, besides_name
from audit.timeline import entries_about
from beneficiaries.known import known_of
from correspondence.outbox.about_request import message_rows
from correspondence.register.about_request import letter_rows

from ..case_file import CaseFile
from ..checks.pages import facts_to_settle, missing_section
from ..data_sheet import DataSheet
from ..rules import actor_did_not_vote, everything_granted_is_settled, pledge_stands
from ..sheet_changes import changes_since
from ..steps import State, Step
from ..workflow import BEFORE_ACCEPTANCE, checklist, reason_to_refuse, steps_open_to
from .appeal import appeal_section
from .decision import decision_section
from .documents import documents, may_check
from .looks import state_chip, step_link
from .on_file import to_take_over
from .rail import rail
from .sections import clarifications, clock, facts, granted, talks

# The act that carries a request on from each state, and who takes it in words.
NEXT_STEP = {
    State.RECEIVED: Step.VERIFY,
    State.VERIFIED: Step.PLEDGE,
    State.PLEDGED: Step.REFER,
    State.REFERRED: Step.REPORT,
    State.STUDIED: Step.ACCEPT,
    State.ACCEPTED: Step.REGISTER,
    State.REGISTERED: Step.DELIVER,
}
SIDE_STEPS = (Step.CLARIFY, Step.ASSIGN, Step.RETURN, Step.WITHDRAW)


def request_page(case: CaseFile, user: User) -> dict:
    """Everything the page prints; the number of queries does not grow with what happened."""
    support_request = case.request
    log = list(support_request.handling_steps.select_related("by").defer(*besides_name("by")))
    action = next_action(case, user)
    person_url = _person_url(case, user)
    return {
        "support_request": support_request,
        "case": case,
        "chip": state_chip(support_request.state),
        "facts": facts(case),
        "rail": rail(case, log, action["in_short"] if action else ""),
        "action": action,
        "changed": _changed(case, user),
        "decision": decision_section(case, user),
        "appeal": appeal_section(case),
        "outcome": _outcome(log),
        "clock": clock(support_request),
        "report_url": _report_url(case, user),
        "history_url": reverse("request_history", args=[support_request.pk]),
        "documents": documents(case, user),
        "missing": missing_section(case, user),
        "facts_to_settle": facts_to_settle(case, user),
        "clarifications": clarifications(case, user),
        "talks": talks(case),
        "granted": granted(case),
        "sent_papers": _sent(support_request, user),
        "entries": entries_about(support_request=support_request.pk, reader=user),
        "papers_url": reverse("request_papers", args=[support_request.pk]),
        "sheet_url": reverse("request_data_sheet", args=[support_request.pk]),
        "person_url": person_url,
        # Who may open the file reads it there.
        "known": [] if person_url else known_of(case.person, support_request.note_rows, user),
        "crumbs": [{"url": reverse("home"), "label": _("My work")}],
    }


def _sent(support_request, user: User) -> list[dict]:
    """What left the association about this request: letters, and messages."""
    papers_url = reverse("request_papers", args=[support_request.pk])
    letters = letter_rows(support_request.letter_rows, papers_url)
    messages = message_rows(support_request.message_rows, user)
    parts = [
        {"name": "letters", "title": _("Letters"), "sign": "envelope", "rows": letters},
        {
            "name": "messages",
            "title": _("Messages to the person"),
            "sign": "chat-left-text",
            "rows": messages,
        },
    ]
    return [part for part in parts if part["rows"]]


# While a request stands here, its pledge must be about the data of today.
_PLEDGE_MATTERS = (State.PLEDGED, State.REFERRED, State.STUDIED, State.ACCEPTED)


def _changed(case: CaseFile, user: User) -> list[dict]:
    """What is no longer as it was signed, while that keeps a gate shut."""
    pledge = case.pledge if case.request.state in _PLEDGE_MATTERS else None
    if pledge is None or pledge.round != case.request.round or not pledge_stands(case, user):
        return []
    return changes_since(DataSheet(pledge.data_sheet), case, user)


def _person_url(case, user) -> str:
    sees = user.may("beneficiaries.see_everyone") or (
        user.may("beneficiaries.see_own_branch") and case.person.branch_id == user.branch_id is not None
    )
    return reverse("person_detail", args=[case.person.pk]) if sees else ""


def next_action(case: CaseFile, user: User) -> dict | None:
    """The step that comes next, its gate, and the form when this person may take it; None at the end of the walk."""
    step = NEXT_STEP.get(case.request.state)
    if step is None:
        return None
    mine = steps_open_to(case, user)
    question = _own_question(case, user)
    if question is not None:
        return {**_NO_ACTION, **question, "gate": [], "others": _others(case, mine, user)}
    lead = _guidance(case, step)
    broken = pledge_stands(case, user) if Step.RENEW_PLEDGE in mine else None
    if broken:
        step, lead = Step.RENEW_PLEDGE, broken
    gate = checklist(case, step, user)
    action = {
        **_NO_ACTION,
        "title": _title_of(step),
        "lead": lead,
        "gate": gate,
        "others": _others(case, mine, user),
    }
    closed = sum(not row["open"] for row in gate)
    if step not in mine:
        action["refusal"] = action["in_short"] = _waits_for(step)
    elif closed:
        action["in_short"] = _conditions_left(closed)
        action |= _opens_the_gate(case, step, user) or {"closed": step_link(step, case.request.pk)}
        action["others"] = [other for other in action["others"] if other["url"] != action["url"]]
    else:
        action |= step_link(step, case.request.pk) or _to_the_sessions()
    return action


# url, label and icon: the one button; closed: the same for a button that the gate keeps shut.
_NO_ACTION = {"title": "", "lead": "", "url": "", "label": "", "icon": "", "closed": None} | {
    "refusal": "",
    "in_short": "",
}


def _conditions_left(number: int) -> str:
    return ngettext("%(number)d condition is left", "%(number)d conditions are left", number) % {
        "number": number
    }


def _opens_the_gate(case: CaseFile, step: Step, user: User) -> dict | None:
    """The act that brings a shut gate nearer to opening; None where nothing on this page does."""
    if step == Step.ACCEPT:
        return _to_the_sessions()
    if (
        step == Step.DELIVER
        and everything_granted_is_settled(case, user)
        and not actor_did_not_vote(case, user)
    ):
        return _to_a_delivery(case)
    if step != Step.VERIFY or not may_check(case, user):
        return None
    document = _next_document(case)
    return (document and to_take_over(case)) or document


def _to_the_sessions() -> dict:
    return {"url": reverse("session_list"), "icon": "people", "label": _("To the committee's sessions")}


def _to_a_delivery(case: CaseFile) -> dict:
    url = reverse("request_delivery", args=[case.request.pk])
    return {"url": url, "icon": "box-seam", "label": _("Record a delivery")}


def _next_document(case: CaseFile) -> dict | None:
    """The first document that does not match yet."""
    left = (doc for doc, check in case.checks if check is None or not check.is_accepted)
    document = next(left, None)
    if document is None:
        return None
    return {
        "url": reverse("request_document", args=[case.request.pk, document.pk]),
        "icon": "file-earmark-check",
        "label": _("Check: %(document)s") % {"document": document.label},
    }


def _title_of(step: Step) -> str:
    return _("Decision of the research committee") if step == Step.ACCEPT else str(step.label)


def _own_question(case: CaseFile, user: User) -> dict | None:
    """The clarification that this person is asked for: their own task comes before everybody else's."""
    if case.request.state not in BEFORE_ACCEPTANCE or case.version.clarification_target not in user.roles:
        return None
    if not (user.may("intake.answer_clarification") and case.open_clarifications):
        return None
    question = case.open_clarifications[0]
    return {
        "title": _("Answer what is unclear"),
        "lead": question.questions,
        "url": reverse("clarification_answer", args=[case.request.pk, question.pk]),
        "label": _("Answer"),
        "icon": "reply",
    }


def _others(case: CaseFile, mine: list[Step], user: User) -> list[dict]:
    possible = [step for step in SIDE_STEPS if step in mine and not reason_to_refuse(case, step, user)]
    others = [step_link(step, case.request.pk) for step in possible]
    if Step.PLEDGE in mine:
        url = reverse("pledge_link_issue", args=[case.request.pk])
        others.insert(0, {"url": url, "icon": "telephone", "label": _("Send a link to sign from afar")})
    if Step.REPORT in mine and case.request.researcher_id == user.pk:
        url = reverse("request_visits", args=[case.request.pk])
        others.insert(0, {"url": url, "icon": "calendar-event", "label": _("Visits")})
    if Step.DELIVER in mine:
        others.insert(0, _to_a_delivery(case))
    return others


def _guidance(case: CaseFile, step: Step) -> str:
    code = {
        Step.VERIFY: "verification",
        Step.PLEDGE: "pledge",
        Step.REFER: "referral",
        Step.ACCEPT: "decision",
        Step.REGISTER: "registration",
        Step.DELIVER: "delivery",
    }.get(step)
    text = case.parts.steps.get(code)
    return text.guidance if text else ""


def _waits_for(step: Step) -> str:
    return {
        Step.REPORT: _("The request is with the social researcher."),
        Step.ACCEPT: _("The request is before the research committee."),
        Step.DELIVER: _("The request is with the service provider."),
    }.get(step, _("The request is with reception."))


def _outcome(log: list) -> dict | None:
    """Why the request came back, changed hands or was withdrawn."""
    last = log[-1] if log else None
    if last is not None and last.note and last.step in (Step.RETURN, Step.WITHDRAW, Step.DEFER, Step.ASSIGN):
        tone = "info" if last.step in (Step.WITHDRAW, Step.ASSIGN) else "warning"
        return {
            "tone": tone,
            "icon": "person-check" if last.step == Step.ASSIGN else "arrow-counterclockwise",
            "title": last.get_step_display(),
            # In somebody's own words, whichever language they are in.
            "text": format_html("<bdi>{}</bdi>", _(last.note)),
        }
    return None


# An accepted request's study stands among its papers: here it would be the eleventh question.
_STUDY_MATTERS = (State.STUDIED, State.REJECTED)


def _report_url(case: CaseFile, user: User) -> str:
    """The study, one click away for the committee while it decides."""
    if (
        not user.may("research_committee.see_sessions")
        or case.request.state not in _STUDY_MATTERS
        or not case.reports
    ):
        return ""
    return reverse("report_detail", args=[case.reports[-1].pk])
