"""The sections of the request page: facts, talks, clarifications and what was granted."""

from itertools import groupby
from operator import itemgetter

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_day, riyadh_today
from beneficiaries.phones import dialled

from ..case_file import CaseFile
from ..clock import reply_clock
from ..granted_words import terms_in_words
from ..models.contacts import CameAs, PreferredContact
from ..models.services import DeliveryOutcome
from ..steps import State
from ..workflow import BEFORE_ACCEPTANCE
from .documents import AFTER_REGISTRATION


def clock(support_request) -> dict | None:
    """The reply period while it runs."""
    if support_request.earliest_decision_on is None or support_request.decided_on is not None:
        return None
    return reply_clock(support_request.told_on, support_request.earliest_decision_on, riyadh_today())


def facts(case: CaseFile) -> list[dict]:
    """What the request is about and who has it in hand, in short."""
    support_request = case.request
    rows = [
        (_("Phone"), _telephone(case.person.phone), ""),
        (_("Service"), support_request.service_type.label, ""),
        (_("Need"), support_request.need, ""),
        (_("Channel"), support_request.channel.label, ""),
        (_("Received by"), str(support_request.received_by or ""), ""),
        (_("Social researcher"), str(support_request.researcher or ""), ""),
        (_("Policy version"), str(support_request.policy_version), ""),
    ]
    if support_request.decided_on:
        rows.append((_("Decided on"), dual(support_request.decided_on), ""))
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in rows if value]


def _telephone(phone) -> str:
    return format_html('<bdi dir="ltr">{}</bdi>', dialled(phone)) if phone else ""


# While these matter for what comes next; afterwards they stand among all papers.
SETTLED = (DeliveryOutcome.DELIVERED, DeliveryOutcome.CLOSED)
TALK_STATES = (State.SUBMITTED, State.RECEIVED, State.VERIFIED, State.PLEDGED, State.REFERRED)


def talks(case: CaseFile) -> list[dict]:
    """Who came, what was asked and what was answered."""
    if case.request.state not in TALK_STATES:
        return []
    return [_talk(list(rows)) for _pk, rows in groupby(case.talks, key=itemgetter("pk"))]


def _talk(rows: list[dict]) -> dict:
    talk = rows[0]
    who = str(CameAs(talk["came_as"]).label)
    if talk["representative_name"]:
        who = f"{who} · {talk['representative_name']}"
    return {
        "who": who,
        "when": dual(riyadh_day(talk["started_at"])),
        "preferred": _("Prefers: %(way)s") % {"way": PreferredContact(talk["preferred_contact"]).label},
        "questions": [
            {"question": row["inquiries__question"], "answer": row["inquiries__answer"]}
            for row in rows
            if row["inquiries__question"]
        ],
    }


def granted(case: CaseFile) -> list[dict]:
    """What was granted, and how far it is delivered."""
    if case.request.state not in AFTER_REGISTRATION:
        return []
    return [_grant(row) for row in case.granted]


def _grant(row) -> dict:
    done = [delivery for delivery in row.deliveries.all() if delivery.outcome in SETTLED]
    last = max(row.deliveries.all(), key=lambda delivery: delivery.pk, default=None)
    return {
        "label": row.description,
        "notes": terms_in_words(row),
        "facts": [dual(last.delivered_on)] if last else [],
        "icon": "check-circle" if done else "hourglass-split",
        "tone": "good" if done else "waiting",
        "state": last.get_outcome_display() if last else _("not delivered yet"),
        "file_url": "",
        "file_label": "",
        "acts": [],
    }


def clarifications(case: CaseFile, user: User) -> list[dict]:
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
