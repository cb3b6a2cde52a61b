"""The sheet of a study as it is printed: the household, its budget, its home, and its needs by urgency."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.text import riyals
from beneficiaries.models import LineKind
from beneficiaries.models.households import Housing, Relation

from ..models import ResearchReport
from ..studying.differences import differences_of, sum_of_kind
from ..studying.names import Condition, Dwelling, Presence, Urgency
from ..studying.sheet import Line, Sheet, sheet_of, total

_ICONS = {Presence.HERE: "check-circle", Presence.AWAY: "x-circle", Presence.UNSEEN: "question-circle"}


def sheet_page(report: ResearchReport) -> dict | None:
    """What templates/research_committee/study_sheet.html prints; None for reports of the first format."""
    sheet = sheet_of(report.sheet)
    if sheet is None:
        return None
    return {
        "members": _members(sheet),
        "is_stated": sheet.household_is_stated,
        "differences": differences_of(sheet),
        "budget": [
            _budget(_("Income each month"), sheet.income, sheet.stated and sheet.stated.income),
            _budget(_("Expenses each month"), sheet.expenses, sheet.stated and sheet.stated.expenses),
        ],
        "home": _home(sheet),
        "health": sheet.health,
        "ill": [vars(row) for row in sheet.ill],
        "debts": _with_amounts(sheet.debts, "amount", "monthly"),
        "debts_total": riyals(total(sheet.debts)),
        "aid": _with_amounts(sheet.aid, "monthly"),
        "aid_total": riyals(total(sheet.aid, "monthly")),
        "needs": _needs(sheet),
        "needs_total": riyals(total(sheet.needs)) if total(sheet.needs) else "",
    }


def _members(sheet: Sheet) -> list[dict]:
    """The stated members with what was found, and those who were found besides."""
    stated = [
        {
            "name": row.name,
            "relation": capfirst(Relation(row.relation).label),
            "stated": True,
            "found": Presence(row.presence).label,
            "icon": _ICONS[Presence(row.presence)],
            "note": row.note,
        }
        for row in sheet.members
    ]
    besides = [
        {
            "name": row.name,
            "relation": capfirst(Relation(row.relation).label),
            "stated": False,
            "found": _("Lives here, not stated") if sheet.household_is_stated else Presence.HERE.label,
            "icon": "person-plus",
            "note": _("%(age)s years old") % {"age": row.age},
        }
        for row in sheet.found
    ]
    return [*stated, *besides]


def _budget(title: str, found: tuple[Line, ...], stated: tuple[Line, ...] | None) -> dict:
    """One table of the budget: each kind with what was found, and what was stated beside it."""
    kinds = list(dict.fromkeys(line.kind for line in (*found, *(stated or ()))))
    rows = [_kind(kind, found, stated) for kind in kinds]
    return {
        "title": title,
        "rows": rows,
        "total": riyals(total(found)),
        "stated": riyals(total(stated)) if stated is not None else "",
        "beside": stated is not None,
    }


def _kind(kind: str, found, stated) -> dict:
    was, is_now = sum_of_kind(stated or (), kind), sum_of_kind(found, kind)
    return {
        "kind": capfirst(LineKind(kind).label),
        "found": riyals(is_now),
        "stated": (riyals(was) if was else "—") if stated is not None else "",
        "differs": stated is not None and was != is_now,
        "notes": [line.note for line in found if line.kind == kind and line.note],
    }


def _home(sheet: Sheet) -> list[dict]:
    home = sheet.home
    facts = (
        (_("Kind of home"), Dwelling(home.dwelling).label, ""),
        (_("Owned or rented"), Housing(home.tenure).label, ""),
        (_("Rooms"), "" if home.rooms is None else home.rooms, ""),
        (_("Condition of the home"), Condition(home.condition).label, home.note),
    )
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts if value != ""]


def _with_amounts(rows, *names: str) -> list[dict]:
    """Rows whose amounts are written out."""
    return [vars(row) | {name: riyals(getattr(row, name)) for name in names} for row in rows]


def _needs(sheet: Sheet) -> list[dict]:
    """The needs, the urgent ones first."""
    return [
        {
            "urgency": urgency.label,
            "is_urgent": urgency == Urgency.URGENT,
            "rows": _with_amounts([row for row in sheet.needs if row.urgency == urgency], "amount"),
        }
        for urgency in Urgency
        if any(row.urgency == urgency for row in sheet.needs)
    ]
