"""The request page: where it stands, what comes next and why it may wait."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_day, riyadh_today
from audit.timeline import entries_about

from ..case_file import CaseFile
from ..clock import reply_clock
from ..documents import CHECKING_STATES
from ..models.records import Verdict
from ..rules import pledge_stands
from ..steps import State, Step
from ..workflow import BEFORE_ACCEPTANCE, checklist, reason_to_refuse, steps_open_to
from .looks import VERDICT_LOOKS, state_chip, step_link
from .rail import rail

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
SIDE_STEPS = (Step.CLARIFY, Step.RETURN, Step.WITHDRAW)


def request_page(case: CaseFile, user: User) -> dict:
    """Everything the page prints; the number of queries does not grow with what happened."""
    support_request = case.request
    log = list(support_request.handling_steps.select_related("by"))
    action = next_action(case, user)
    return {
        "support_request": support_request,
        "case": case,
        "chip": state_chip(support_request.state),
        "facts": _facts(case),
        "rail": rail(case, log, action["refusal"] if action else ""),
        "action": action,
        "outcome": _outcome(case, log),
        "clock": _clock(support_request),
        "report_url": _report_url(case, user),
        "history_url": reverse("request_history", args=[support_request.pk]),
        "documents": documents(case, user),
        "clarifications": _clarifications(case, user),
        "entries": entries_about(support_request=support_request.pk),
        "papers_url": reverse("request_papers", args=[support_request.pk]),
        "sheet_url": reverse("request_data_sheet", args=[support_request.pk]),
        "person_url": _person_url(case, user),
        "crumbs": [{"url": reverse("home"), "label": _("My work")}],
    }


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
    closed = [row["sentence"] for row in gate if not row["open"]]
    if step not in mine:
        action["refusal"] = _waits_for(step)
    elif closed:
        action["refusal"] = closed[0]
    else:
        action |= step_link(step, case.request.pk) or {
            "url": reverse("session_list"),
            "icon": "people",
            "label": _("To the committee's sessions"),
        }
    return action


_NO_ACTION = {"title": "", "lead": "", "url": "", "label": "", "icon": "", "refusal": ""}


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
    if Step.DELIVER in mine:
        url = reverse("request_delivery", args=[case.request.pk])
        others.insert(0, {"url": url, "icon": "box-seam", "label": _("Record a delivery")})
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


def _outcome(case: CaseFile, log: list) -> dict | None:
    """How the walk ended, in dignified words, with the reason first; or why it came back."""
    state = case.request.state
    if state in (State.ACCEPTED, State.REJECTED) and case.decisions:
        decision = case.decisions[-1]
        tone = "info" if state == State.REJECTED else "success"
        return {
            "tone": tone,
            "icon": state_chip(state)["icon"],
            "title": state_chip(state)["label"],
            "text": decision.reasons,
        }
    last = log[-1] if log else None
    if last is not None and last.note and last.step in (Step.RETURN, Step.WITHDRAW, Step.DEFER):
        tone = "info" if last.step == Step.WITHDRAW else "warning"
        return {
            "tone": tone,
            "icon": "arrow-counterclockwise",
            "title": last.get_step_display(),
            "text": _(last.note),
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


def _clock(support_request) -> dict | None:
    if support_request.earliest_decision_on is None or support_request.decided_on is not None:
        return None
    return reply_clock(support_request.told_on, support_request.earliest_decision_on, riyadh_today())


def _facts(case: CaseFile) -> list[dict]:
    support_request = case.request
    facts = [
        (_("Service"), support_request.service_type.label, ""),
        (_("Need"), support_request.need, ""),
        (_("Channel"), support_request.channel.label, ""),
        (_("Received by"), str(support_request.received_by or ""), ""),
        (_("Social researcher"), str(support_request.researcher or ""), ""),
        (_("Policy version"), str(support_request.policy_version), ""),
    ]
    if support_request.state == State.REGISTERED:
        facts += [(_("Granted"), str(row), str(row.amount or "")) for row in case.granted]
    if support_request.decided_on:
        facts.append((_("Decided on"), dual(support_request.decided_on), ""))
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts if value]


def documents(case: CaseFile, user: User) -> list[dict]:
    """The required documents with what was found."""
    editable = case.request.state in CHECKING_STATES and user.may("intake.record_documents")
    return [_document(case, document, check, editable) for document, check in case.checks]


def _document(case, document, check, editable) -> dict:
    pk = case.request.pk
    icon, tone = VERDICT_LOOKS[check.verdict] if check else ("circle", "neutral")
    return {
        "label": document.label,
        "hint": check.difference if check and check.verdict == Verdict.DIFFERS else "",
        "number": check.number if check else "",
        "validity": _validity(check) if check else "",
        "seen": _("Original seen by %(who)s") % {"who": check.original_seen_by}
        if check and check.original_seen_by
        else "",
        "icon": icon,
        "tone": tone,
        "state": check.get_verdict_display() if check else _("not checked yet"),
        "file_url": reverse("request_file", args=[pk, check.file_id]) if check and check.file_id else "",
        "file_label": _("Copy"),
        "url": reverse("request_document", args=[pk, document.pk]) if editable else "",
        "action": _("Change") if check else _("Check"),
    }


def _validity(check) -> str:
    if check.expires_on:
        return _("valid until %(date)s") % {"date": dual(check.expires_on)}
    return _("issued on %(date)s") % {"date": dual(check.issued_on)} if check.issued_on else ""


def _clarifications(case: CaseFile, user: User) -> list[dict]:
    """While they matter for what comes next; afterwards they stand among the papers."""
    if case.request.state not in BEFORE_ACCEPTANCE:
        return []
    answers = user.may("intake.answer_clarification") and case.version.clarification_target in user.roles
    return [
        {
            "questions": row.questions,
            "answer": row.answer,
            "who": str(row.answered_by or ""),
            "when": dual(riyadh_day(row.answered_at)) if row.answered_at else "",
            "target": User.roles_in_words([row.target]),
            "url": reverse("clarification_answer", args=[case.request.pk, row.pk])
            if answers and row.answered_at is None
            else "",
        }
        for row in case.clarifications
    ]
