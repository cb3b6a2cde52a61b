"""What people state of themselves besides their own row, read in columns of another query: phones, categories, home."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, OuterRef

from .around_rows import RowsOf
from .models import Beneficiary, BudgetLine, Household, HouseholdMember, OtherPhone, PersonCategory

_HALALA = Decimal("0.01")
_NAMES = ("first_name", "father_name", "grandfather_name", "family_name")


@dataclass(frozen=True)
class Stated:
    """What one person states today; rows as dicts of plain values, in no order that means anything."""

    phones: list[dict] = field(default_factory=list)
    categories: list[dict] = field(default_factory=list)
    # At most one: a person lives in one household.
    homes: list[dict] = field(default_factory=list)
    members: list[dict] = field(default_factory=list)
    budget: list[dict] = field(default_factory=list)

    @classmethod
    def on(cls, row) -> "Stated":
        """What stands in the columns of a row that was read with `stated_of`."""
        return cls(**{name: getattr(row, f"stated_{name}") for name in cls.__dataclass_fields__})

    @property
    def home(self) -> dict | None:
        return self.homes[0] if self.homes else None


def stated_by(person: Beneficiary) -> Stated:
    """What this person states today; one query."""
    return Stated.on(Beneficiary.objects.only("pk").annotate(**stated_of("pk")).get(pk=person.pk))


def stated_of(person: str) -> dict[str, RowsOf]:
    """The columns for what the person states whom another query names in this column."""
    own = {"beneficiary": OuterRef(person), "ended_on__isnull": True}
    lives_in = HouseholdMember.objects.filter(person=OuterRef(OuterRef(person)), left_on__isnull=True)
    home = lives_in.order_by().values("household")
    members = HouseholdMember.objects.filter(household__in=home, left_on__isnull=True).order_by("pk")
    lines = BudgetLine.objects.filter(household__in=home, ended_on__isnull=True).order_by("pk")
    return {
        "stated_phones": RowsOf(
            OtherPhone.objects.filter(**own).order_by("pk"), number="number", answered_by="answered_by"
        ),
        "stated_categories": RowsOf(
            PersonCategory.objects.filter(**own).order_by("pk"),
            code="category__code",
            label_ar="category__label_ar",
            label_en="category__label_en",
            since_on="since_on",
        ),
        "stated_homes": RowsOf(
            Household.objects.filter(pk__in=home),
            **{
                name: name
                for name in ("city", "district", "short_address", "housing", "rooms", "housing_note")
            },
        ),
        "stated_members": RowsOf(members, **_MEMBER, **_of_file()),
        "stated_budget": RowsOf(
            lines, direction="direction", kind="kind", monthly_amount="monthly_amount", note="note"
        ),
    }


_MEMBER = {
    **{name: name for name in ("relation", "name", "gender", "birth_date", "birth_precision", "since_on")},
    "key": "pk",
    "depends_on": "depends_on_id",
    "person": "person_id",
}
_OF_FILE = (*_NAMES, "gender", "birth_date", "birth_precision", "identity_number")


def _of_file() -> dict:
    """What the file says of a member who has one."""
    return {f"file_{name}": F(f"person__{name}") for name in _OF_FILE}


def facts_of_member(row: dict) -> dict:
    """A member as the household states them, whether they have a file or only a name."""
    has_file = row["person"] is not None
    source = "file_" if has_file else ""
    parts = [row[f"file_{name}"] for name in _NAMES] if has_file else [row["name"]]
    return {
        "name": " ".join(part for part in parts if part),
        "relation": row["relation"],
        "gender": row[f"{source}gender"],
        "birth_date": row[f"{source}birth_date"],
        "birth_precision": row[f"{source}birth_precision"],
        "identity_number": row["file_identity_number"],
        "since_on": row["since_on"],
    }


def amount_of(row: dict) -> Decimal:
    """The monthly amount of a line; SQLite writes decimals into a list as numbers."""
    return Decimal(str(row["monthly_amount"])).quantize(_HALALA)


def joined(kept: Beneficiary, merged: Beneficiary) -> Stated:
    """What the person will state when one file is taken into the other: what both say once, and the one household."""
    ours, theirs = stated_by(kept), stated_by(merged)
    home = ours if ours.home else theirs
    return Stated(
        phones=_once(ours.phones, theirs.phones, "number"),
        categories=_once(ours.categories, theirs.categories, "code"),
        homes=home.homes,
        members=[row for row in home.members if row["person"] != merged.pk or home is theirs],
        budget=home.budget,
    )


def _once(ours: list[dict], theirs: list[dict], name: str) -> list[dict]:
    known = {row[name] for row in ours}
    return ours + [row for row in theirs if row[name] not in known]
