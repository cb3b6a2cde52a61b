"""What the page of a household shows, each part read once and formatted before the template prints it."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arabic.calendars import dual, dual_partial, riyadh_today
from arabic.text import grouped, listed, riyals
from audit.timeline import entries_about

from ..models import Beneficiary, BudgetLine, Direction, Household, HouseholdMember, Relation
from .budget import Sums, sums_of

NEWEST_ENTRIES = 8


def members_of(household: Household, *, user) -> list[HouseholdMember]:
    """Everybody who ever belonged to it, the head first, then in the order in which they came; one query.

    Each knows whether this user may open the file behind the name.
    """
    seen = Exists(Beneficiary.objects.visible_to(user).filter(pk=OuterRef("person")))
    rows = household.members.select_related("person").annotate(file_is_seen=seen).order_by("since_on", "pk")
    return sorted(rows, key=lambda row: (row.left_on is not None, row.relation != Relation.HEAD))


def household_page(household: Household, *, user) -> dict:
    """The whole page as plain data, in as few questions to the database as there are parts."""
    members = members_of(household, user=user)
    live = [row for row in members if row.left_on is None]
    lines = list(household.budget.order_by("-monthly_amount", "pk"))
    files = _files(members)
    sums = sums_of(lines, len(live))
    may_change = user.may("beneficiaries.change_person")
    names = {row.pk: str(row) for row in members}
    # Known now, and asked again by the access log.
    household.opened_for = next((row.person for row in live if row.relation == Relation.HEAD), None)
    return {
        "household": household,
        "head": title_of(live),
        "meta": _meta(household, len(live)),
        "facts": facts_of(household),
        "members": [_member_row(row, names, files, may_change, len(live)) for row in live],
        "former": [_former_row(row, names, files) for row in members if row.left_on is not None],
        "budget": [_table(direction, lines, may_change) for direction in Direction],
        "sums": sums_in_words(sums),
        "ended": [_ended_row(line) for line in lines if line.ended_on is not None],
        "timeline": entries_about(
            records=records_of(household, members, lines), reader=user, limit=NEWEST_ENTRIES
        ),
        "may_change": may_change,
    }


def records_of(household: Household, members=None, lines=None) -> dict[str, list[int]]:
    """The rows whose changes are the history of a household."""
    members = [row.pk for row in members] if members else household.members.values_list("pk", flat=True)
    lines = household.budget.values_list("pk", flat=True) if lines is None else [row.pk for row in lines]
    return {
        Household._meta.label_lower: [household.pk],
        HouseholdMember._meta.label_lower: members,
        BudgetLine._meta.label_lower: lines,
    }


def title_of(live: list[HouseholdMember]) -> str:
    """The household by its head; where nobody lives any more it has none."""
    head = next((row for row in live if row.relation == Relation.HEAD), None)
    return (
        _("Household of %(name)s") % {"name": head} if head else _("A household where nobody lives any more")
    )


def _meta(household: Household, people: int) -> list[dict]:
    facts = (
        ("people", ngettext("%(count)d member", "%(count)d members", people) % {"count": people}),
        ("geo-alt", listed(part for part in (household.city, household.district) if part)),
        ("house", household.get_housing_display()),
    )
    return [{"icon": icon, "text": text} for icon, text in facts]


def facts_of(household: Household) -> list[dict]:
    """Where and how the household lives."""
    rows = (
        (_("City"), household.city),
        (_("District"), household.district),
        (_("Short national address"), household.short_address),
        (_("Housing"), household.get_housing_display()),
        (_("Rooms"), household.rooms or ""),
        (_("About the housing"), household.housing_note),
    )
    return [{"label": label, "value": value, "hint": ""} for label, value in rows]


def _files(members) -> dict[int, str]:
    """The address of each member's file that this user may open."""
    prefix = reverse("person_detail", args=[0]).removesuffix("0/")
    return {row.person_id: f"{prefix}{row.person_id}/" for row in members if row.file_is_seen}


def _member_row(row: HouseholdMember, names: dict, files: dict, may_change: bool, people: int) -> dict:
    return {
        "name": names[row.pk],
        "url": files.get(row.person_id, ""),
        "note": _note(row),
        "is_head": row.relation == Relation.HEAD,
        "relation": row.get_relation_display(),
        "depends_on": names.get(row.depends_on_id, ""),
        "age": age_in_words(row.born[0]),
        "born": dual_partial(*row.born) if row.born[0] else "",
        "since": dual(row.since_on),
        "acts": _acts(row, people) if may_change else [],
    }


def _note(row: HouseholdMember) -> str:
    """What a clerk should know of the member's file: that there is none, or that it is not open any more."""
    if row.person_id is None:
        return _("no file")
    return "" if row.person.is_open else _("file: %(state)s") % {"state": row.person.get_standing_display()}


def _acts(row: HouseholdMember, people: int) -> list[dict]:
    acts = [("member_change", _("Change")), ("member_move", _("Moves")), ("member_leave", _("Leaves"))]
    if row.relation != Relation.HEAD:
        acts.append(("head_change", _("Becomes the head")))
    elif people > 1:
        # Others depend on the head: first somebody else takes the place.
        acts = acts[:1]
    return [{"url": reverse(name, args=[row.pk]), "label": label} for name, label in acts]


def _former_row(row: HouseholdMember, names: dict, files: dict) -> dict:
    return {
        "name": names[row.pk],
        "url": files.get(row.person_id, ""),
        "relation": row.get_relation_display(),
        "since": dual(row.since_on),
        "until": dual(row.left_on),
        "because": row.left_because,
    }


def age_in_words(born: date | None) -> str:
    """How old somebody is today, in whole years."""
    if born is None:
        return ""
    today = riyadh_today()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if years < 1:
        return _("less than a year")
    return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}


def _table(direction: Direction, lines: list[BudgetLine], may_change: bool) -> dict:
    running = [line for line in lines if line.direction == direction and line.ended_on is None]
    return {
        "title": _("Monthly income") if direction == Direction.INCOME else _("Monthly expenses"),
        "direction": direction.value,
        "rows": [_line_row(line, may_change) for line in running],
        "total": grouped(sum(line.monthly_amount for line in running)),
    }


def _line_row(line: BudgetLine, may_change: bool) -> dict:
    return {
        "kind": line.get_kind_display(),
        "note": line.note,
        "amount": grouped(line.monthly_amount),
        "since": dual(line.since_on),
        "end_url": reverse("budget_line_end", args=[line.pk]) if may_change else "",
    }


def _ended_row(line: BudgetLine) -> dict:
    return {
        "direction": line.get_direction_display(),
        "kind": line.get_kind_display(),
        "note": line.note,
        "amount": grouped(line.monthly_amount),
        "since": dual(line.since_on),
        "until": dual(line.ended_on),
    }


def sums_in_words(sums: Sums) -> list[dict]:
    """What a month brings, takes and leaves, and what of it falls to one person."""
    rows = [
        (_("Monthly income"), riyals(sums.income)),
        (_("Monthly expenses"), riyals(sums.expenses)),
        (
            _("Left over each month") if sums.left >= 0 else _("Short each month"),
            riyals(abs(sums.left)),
        ),
    ]
    if sums.people:
        rows.append((_("Income for each person"), riyals(sums.income_per_head)))
    return [{"label": label, "value": value, "hint": ""} for label, value in rows]
