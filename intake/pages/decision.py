"""The committee's decision on the request page: the reason first, what is granted, and what the person may do."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from beneficiaries.around_rows import RowsOf
from correspondence.kinds import LetterKind, serial_text
from policies.reasons import reason_label

from ..case_file import CaseFile
from ..granted_words import terms_in_words, total_in_words
from ..models import GrantedService
from ..steps import State
from .looks import state_chip

_DECIDED = {"outcome": "outcome", "code": "reason_code", "reasons": "reasons", "study": "study"} | {
    "on": "decided_on",
    "until": "appeal_until",
}
_APPEALED = {
    "study": "study",
    "on": "received_on",
    "until": "window_until",
    "first": "decision__decided_on",
} | {
    "grounds": "grounds",
    "said": "said_by",
    "channel": "channel",
    "admitted": "admitted_by__full_name",
    "because": "admitted_because",
}
_GRANTED = ("description", "amount", "times", "starts_on", "ends_on", "conditions")


def with_decisions(requests):
    """The requests, each with its decisions, what was granted and the appeal, as lists in columns of the same row."""
    relations = {
        name: requests.model._meta.get_field(name).related_model for name in ("decisions", "appeals")
    }
    own = {"support_request": OuterRef("pk")}
    decisions = relations["decisions"]._base_manager.filter(**own).order_by("pk")
    appeals = relations["appeals"]._base_manager.filter(**own).order_by("pk")
    granted = GrantedService.objects.filter(**own).order_by("pk")
    return requests.annotate(
        decision_rows=RowsOf(decisions, **_DECIDED),
        appeal_rows=RowsOf(appeals, **_APPEALED),
        granted_rows=RowsOf(granted, **{name: name for name in _GRANTED}),
    )


def decision_section(case: CaseFile, user: User) -> dict | None:
    """The decision that stands; None while there is none, or while an appeal against it is before the committee."""
    request = case.request
    if request.decided_on is None or not request.decision_rows:
        return None
    decision, rejected = request.decision_rows[-1], request.state == State.REJECTED
    services = [_service(row) for row in request.granted_rows]
    return {
        "tone": "info" if rejected else "success",
        "icon": state_chip(request.state)["icon"],
        "title": state_chip(State.REJECTED if rejected else State.ACCEPTED)["label"],
        "reason": reason_label(case.version, decision["code"]),
        "reasons": decision["reasons"],
        "decided_on": dual(date.fromisoformat(decision["on"])),
        # Once it is being delivered, how far that is stands in a section of its own.
        "granted": [_grant(service) for service in services] if request.state == State.ACCEPTED else [],
        "total": total_in_words(services) if request.state == State.ACCEPTED else "",
        "on_appeal": _on_appeal(request, decision),
        "letter": _letter(request),
        **(_appeal(case, decision, user) if rejected else {"appeal": "", "appeal_url": ""}),
    }


def _service(row: dict) -> SimpleNamespace:
    """A granted service as it was read with its request."""
    days = {name: row[name] and date.fromisoformat(row[name]) for name in ("starts_on", "ends_on")}
    amount = None if row["amount"] is None else Decimal(str(row["amount"]))
    return SimpleNamespace(**row | days | {"amount": amount})


def _grant(service) -> dict:
    return {"label": service.description, "value": " · ".join(terms_in_words(service)) or "–", "hint": ""}


def _on_appeal(request, decision: dict) -> str:
    """That the decision answers an appeal, and what it does to the one before."""
    appeal = next((row for row in request.appeal_rows if row["study"] <= decision["study"]), None)
    if appeal is None:
        return ""
    first = {"date": dual(date.fromisoformat(appeal["first"]))}
    if decision["outcome"] == "reject":
        return _("On appeal: the decision of %(date)s is upheld.") % first
    return _("On appeal: it takes the place of the decision of %(date)s from now on.") % first


def _letter(request) -> dict | None:
    """The newest letter of the decision, which lies among the papers."""
    kind = LetterKind.DECISION.value
    row = next((row for row in request.letter_rows if row["kind"] == kind and not row["newer"]), None)
    if row is None:
        return None
    return {
        "serial": serial_text(row["kind"], row["year"], row["number"]),
        "url": reverse("request_papers", args=[request.pk]),
    }


def _appeal(case: CaseFile, decision: dict, user: User) -> dict:
    """Until when the person may appeal, and where that is recorded."""
    request = case.request
    if request.appeal_rows:
        return {"appeal": _("A decision on an appeal is final."), "appeal_url": ""}
    decided_on = date.fromisoformat(decision["on"])
    last = date.fromisoformat(decision["until"]) if decision["until"] else None
    last = last or decided_on + timedelta(days=case.version.appeal_days)
    passed = last < riyadh_today()
    words = (
        _("An appeal was possible until the end of %(date)s. Only the executive director admits a later one.")
        if passed
        else _("An appeal is possible until the end of %(date)s, over any channel of the policy.")
    )
    return {
        "appeal": words % {"date": dual(last)},
        "appeal_url": reverse("appeal_record", args=[request.pk])
        if user.may("research_committee.record_appeal")
        else "",
    }
