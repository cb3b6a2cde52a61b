"""The budget of a household: lines begin and end, and what they add up to."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.text import clean_line
from audit.refusals import Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import Beneficiary, BudgetLine, Direction, Household, HouseholdMember
from .homes import in_hand
from .rules import reason_amount_is_wrong, reason_kind_is_wrong

HALALA = Decimal("0.01")


@dataclass(frozen=True)
class Sums:
    """What a month brings and takes, for so many people."""

    income: Decimal
    expenses: Decimal
    people: int

    @property
    def left(self) -> Decimal:
        """What a month leaves over; below zero what it is short of."""
        return self.income - self.expenses

    @property
    def income_per_head(self) -> Decimal | None:
        """The income of one person, to the halala, or None where nobody lives."""
        return self._per_head(self.income)

    @property
    def left_per_head(self) -> Decimal | None:
        """What a month leaves over for one person."""
        return self._per_head(self.left)

    def _per_head(self, amount: Decimal) -> Decimal | None:
        return (amount / self.people).quantize(HALALA, ROUND_HALF_UP) if self.people else None


def sums_of(lines, people: int) -> Sums:
    """The sums of the lines that have not ended."""
    totals = dict.fromkeys(Direction.values, Decimal(0))
    for line in lines:
        if line.ended_on is None:
            totals[line.direction] += line.monthly_amount
    return Sums(totals[Direction.INCOME], totals[Direction.EXPENSE], people)


def known_sums(person: Beneficiary) -> Sums | None:
    """What the household of a person is known to live on, or None when the person belongs to none."""
    mine = HouseholdMember.objects.filter(person=person, left_on__isnull=True).values("household")
    people = HouseholdMember.objects.filter(household__in=mine, left_on__isnull=True).count()
    if not people:
        return None
    lines = BudgetLine.objects.filter(household__in=mine, ended_on__isnull=True).order_by("direction")
    totals = dict(lines.values_list("direction").annotate(Sum("monthly_amount")))
    none = Decimal(0)
    return Sums(totals.get(Direction.INCOME, none), totals.get(Direction.EXPENSE, none), people)


def record_budget_line(household: Household, *, direction, kind, monthly_amount, by, note="") -> BudgetLine:
    """Writes down what comes in or goes out each month from today on."""
    with one_transaction():
        now = in_hand(household, by)
        if reason := reason_amount_is_wrong(monthly_amount):
            raise Refused(reason, field="monthly_amount")
        if reason := reason_kind_is_wrong(direction, kind):
            raise Refused(reason, field="kind")
        line = BudgetLine(
            household=now,
            direction=direction,
            kind=kind,
            monthly_amount=Decimal(monthly_amount).quantize(HALALA, ROUND_HALF_UP),
            note=clean_line(note),
            since_on=riyadh_today(),
        )
        return write(line, by=by, reason=gettext_lazy("Budget line added"))


def end_budget_line(line: BudgetLine, *, by, seen_version: int | None = None) -> BudgetLine:
    """From today on the line no longer counts."""
    with one_transaction():
        household = in_hand(line.household, by)
        now = household.budget.get(pk=line.pk)
        refuse_stale(now, seen_version)
        if now.ended_on is not None:
            raise Refused(_("This line of the budget has ended already."))
        now.ended_on = riyadh_today()
        return write(now, by=by, reason=gettext_lazy("Budget line ended"))
