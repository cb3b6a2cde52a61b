"""The household as the page of a person shows it: one query for who lives there and what it lives on."""

from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery, Sum
from django.urls import reverse

from arabic.calendars import dual
from arabic.text import listed

from ..models import Beneficiary, BudgetLine, Direction, HouseholdMember, Relation
from .budget import Sums
from .page import age_in_words, sums_in_words


def household_section(person: Beneficiary, *, user) -> dict:
    """With whom the person lives now, in whose household they were before, and what this user may do about it."""
    rows = list(_rows(person))
    live = [row for row in rows if row.left_on is None]
    live.sort(key=lambda row: row.relation != Relation.HEAD)
    may_open = not live and person.is_open and user.may("beneficiaries.change_person")
    return {
        "url": reverse("household_detail", args=[live[0].household_id]) if live else "",
        "open_url": reverse("household_open", args=[person.pk]) if may_open else "",
        "place": _place(live[0].household) if live else "",
        "members": [_member(row, person) for row in live],
        "sums": sums_in_words(_sums(live)) if live else [],
        "former": [_former(row, user) for row in rows if row.left_on is not None],
    }


def _rows(person: Beneficiary):
    mine = HouseholdMember.objects.filter(person=person, left_on__isnull=True).values("household")
    who = Q(person=person) | Q(left_on__isnull=True, household__in=mine)
    rows = HouseholdMember.objects.filter(who).select_related("household", "person")
    return rows.annotate(income=_total(Direction.INCOME), expenses=_total(Direction.EXPENSE)).order_by(
        "since_on", "pk"
    )


def _total(direction: Direction) -> Subquery:
    lines = BudgetLine.objects.filter(
        household=OuterRef("household"), direction=direction, ended_on__isnull=True
    )
    return Subquery(lines.order_by().values("household").annotate(sum=Sum("monthly_amount")).values("sum"))


def _sums(live: list) -> Sums:
    none = Decimal(0)
    return Sums(live[0].income or none, live[0].expenses or none, len(live))


def _place(household) -> str:
    return listed(
        part for part in (household.city, household.district, household.get_housing_display()) if part
    )


def _member(row: HouseholdMember, person: Beneficiary) -> dict:
    return {
        "name": str(row),
        "relation": row.get_relation_display(),
        "age": age_in_words(row.born[0]),
        "is_this": row.person_id == person.pk,
    }


def _former(row: HouseholdMember, user) -> dict:
    # A delegate sees a household as long as somebody of the own branch lives there.
    sees = user.may("beneficiaries.see_everyone")
    return {
        "url": reverse("household_detail", args=[row.household_id]) if sees else "",
        "place": _place(row.household),
        "since": dual(row.since_on),
        "until": dual(row.left_on),
        "because": row.left_because,
    }
