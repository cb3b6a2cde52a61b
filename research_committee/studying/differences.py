"""What was found otherwise than the household stated it, and otherwise than the study before found it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.text import apart, listed_apart, riyals
from beneficiaries.models import LineKind
from beneficiaries.models.households import Housing, Relation

from .names import Presence
from .sheet import Sheet, total

# A sum that is otherwise by a tenth or more is told to whoever has to judge it.
SHARE = Decimal("0.1")


@dataclass(frozen=True)
class Difference:
    """One fact: what it is about, what was stated, what was found; and whether it can change the judgement."""

    about: str
    stated: str
    found: str
    matters: bool = False

    @property
    def in_words(self) -> str:
        return _("%(about)s: stated “%(stated)s”, found “%(found)s”") % {
            "about": self.about,
            "stated": self.stated,
            "found": self.found,
        }


def differences_of(sheet: Sheet) -> list[Difference]:
    """Everything in which the household was found otherwise than stated."""
    return [*_of_members(sheet), *_of_budget(sheet), *_of_home(sheet)]


def reason_to_send_back(differences: list[Difference]) -> str:
    """The differences that matter as one reason, for the researcher to put right; "" where none does."""
    matters = [difference.in_words for difference in differences if difference.matters]
    if not matters:
        return ""
    return _("The study found what differs from what was stated: %(differences)s.") % {
        "differences": listed_apart(matters)
    }


def _of_members(sheet: Sheet) -> list[Difference]:
    """Who is not there, and who was not stated; where no household is in the files, nobody could have been."""
    away = [
        Difference(
            _label(member.name, member.relation),
            Presence.HERE.label,
            " · ".join(part for part in (str(Presence.AWAY.label), member.note) if part),
            True,
        )
        for member in sheet.members
        if member.presence == Presence.AWAY
    ]
    found = [
        Difference(
            _label(person.name, person.relation),
            _("not stated"),
            _("lives here, %(age)s years old") % {"age": person.age},
            True,
        )
        for person in (sheet.found if sheet.household_is_stated else ())
    ]
    return [*away, *found]


def _label(name: str, relation: str) -> str:
    return f"{name} ({capfirst(Relation(relation).label)})"


def _of_budget(sheet: Sheet) -> list[Difference]:
    if sheet.stated is None:
        return []
    parts = (
        (_("Income a month"), sheet.stated.income, sheet.income),
        (_("Expenses a month"), sheet.stated.expenses, sheet.expenses),
    )
    return [row for title, stated, found in parts for row in _of_lines(title, stated, found)]


def _of_lines(title: str, stated, found) -> list[Difference]:
    """The total first, and then each kind by itself."""
    before, after = total(stated), total(found)
    rows = []
    if before != after:
        matters = abs(after - before) >= SHARE * max(before, after)
        rows.append(Difference(title, money(before), money(after), matters))
    kinds = list(dict.fromkeys(line.kind for line in (*stated, *found)))
    for kind in kinds:
        before, after = sum_of_kind(stated, kind), sum_of_kind(found, kind)
        if before != after:
            about = _("%(title)s, %(kind)s") % {"title": title, "kind": LineKind(kind).label}
            rows.append(Difference(about, money(before), money(after)))
    return rows


def sum_of_kind(lines, kind: str) -> Decimal:
    return total([line for line in lines if line.kind == kind])


def money(amount: Decimal) -> str:
    """An amount with its currency; a shortfall keeps its sign on its own side."""
    return apart(riyals(amount)) if amount < 0 else riyals(amount)


def _of_home(sheet: Sheet) -> list[Difference]:
    if sheet.stated is None:
        return []
    rows = []
    if sheet.home.tenure and sheet.stated.tenure != sheet.home.tenure:
        before, after = Housing(sheet.stated.tenure).label, Housing(sheet.home.tenure).label
        rows.append(Difference(_("Housing"), str(before), str(after), True))
    if None not in (sheet.stated.rooms, sheet.home.rooms) and sheet.stated.rooms != sheet.home.rooms:
        rows.append(Difference(capfirst(_("rooms")), str(sheet.stated.rooms), str(sheet.home.rooms)))
    return rows
