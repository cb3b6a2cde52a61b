"""The budget of a household: what comes in and what goes out each month."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.models import Audited

from .households import Household


class Direction(models.TextChoices):
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")


class LineKind(models.TextChoices):
    SALARY = "salary", _("Salary")
    BUSINESS = "business", _("Own trade or craft")
    PENSION = "pension", _("Pension")
    SOCIAL_SECURITY = "social_security", _("Social security")
    CITIZEN_ACCOUNT = "citizen_account", _("Citizen account")
    ALIMONY = "alimony", _("Alimony")
    SUPPORT = "support", _("Help from relatives or others")
    RENT = "rent", _("Rent")
    INSTALMENTS = "instalments", _("Debts and instalments")
    BILLS = "bills", _("Electricity, water and phone")
    FOOD = "food", _("Food")
    SCHOOL = "school", _("School and study")
    TREATMENT = "treatment", _("Treatment")
    TRANSPORT = "transport", _("Transport")
    OTHER = "other", _("Other")


INCOME = (
    LineKind.SALARY,
    LineKind.BUSINESS,
    LineKind.PENSION,
    LineKind.SOCIAL_SECURITY,
    LineKind.CITIZEN_ACCOUNT,
    LineKind.ALIMONY,
    LineKind.SUPPORT,
    LineKind.OTHER,
)
EXPENSES = tuple(
    kind for kind in LineKind if kind not in INCOME or kind in (LineKind.ALIMONY, LineKind.OTHER)
)
KINDS = {Direction.INCOME: INCOME, Direction.EXPENSE: EXPENSES}


class BudgetLine(Audited):
    """What comes in or goes out each month; a line that ended stays."""

    household = models.ForeignKey(
        Household, verbose_name=_("household"), on_delete=models.PROTECT, related_name="budget"
    )
    direction = models.CharField(_("direction"), max_length=7, choices=Direction.choices)
    kind = models.CharField(_("kind"), max_length=15, choices=LineKind.choices)
    monthly_amount = models.DecimalField(_("riyals a month"), max_digits=10, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)
    since_on = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of the budget")
        verbose_name_plural = _("lines of the budget")
        constraints = [
            models.CheckConstraint(condition=Q(monthly_amount__gt=0), name="a_monthly_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(direction="income", kind__in=INCOME) | Q(direction="expense", kind__in=EXPENSES),
                name="a_budget_line_is_of_a_kind_of_its_direction",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since_on")),
                name="a_budget_line_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["household", "ended_on"], name="budget_of_household")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.monthly_amount}"

    def audit_subjects(self):
        return self.household.audit_subjects()
