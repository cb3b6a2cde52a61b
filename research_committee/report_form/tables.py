"""The tables of a study as a form asks for them: rows of a few questions each, some of them empty."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from arabic.forms import AmountField, CleanCharField
from beneficiaries.models import Direction
from beneficiaries.models.budget import KINDS
from beneficiaries.models.households import Relation

from ..forms.fields import CountField
from ..study_rules import OLDEST
from ..studying.names import Urgency
from ..studying.sheet import Aid, Debt, Found, Illness, Line, Need

MOST_ROWS, MORE_ROWS = 20, 3


@dataclass(frozen=True)
class Column:
    """One question of every row of a table."""

    name: str
    label: Promise
    field: Callable[..., forms.Field]
    # Whether a row without it is not complete.
    needed: bool = True


@dataclass(frozen=True)
class Table:
    """One table: its rows become `row`; below it stands the sum of its column `adds`."""

    code: str
    title: Promise
    row: type
    columns: tuple[Column, ...]
    # The rows of a page on which nothing was written yet; below what is filled in there is one empty row.
    least: int = 1
    adds: str = ""

    def name_of(self, number: int, column: Column) -> str:
        return f"{self.code}_{number}_{column.name}"

    @property
    def counter(self) -> str:
        """The field that says how many rows the page has."""
        return f"rows_{self.code}"


def _words(most: int):
    return lambda **kwargs: CleanCharField(max_length=most, **kwargs)


def _amount(**kwargs):
    return AmountField(max_digits=10, **kwargs)


def _choice(choices, empty="—"):
    def made(**kwargs):
        offered = [(value, capfirst(label)) for value, label in choices()]
        return forms.ChoiceField(choices=[("", empty), *offered], **kwargs)

    return made


def _kinds(direction: str):
    return _choice(lambda: [(kind.value, kind.label) for kind in KINDS[direction]])


_RELATIONS = _choice(lambda: [row for row in Relation.choices if row[0] != Relation.HEAD])
_LINE = (
    Column("amount", _("Riyals a month"), _amount),
    Column("note", _("Note"), _words(300), needed=False),
)

FOUND = Table(
    "found",
    _("Others who live there"),
    Found,
    (
        Column("name", _("Name"), _words(200)),
        Column("relation", _("Relation"), _RELATIONS),
        Column(
            "age", _("Age in years"), lambda **kwargs: CountField(min_value=0, max_value=OLDEST, **kwargs)
        ),
    ),
)
INCOME = Table(
    "income",
    _("Income each month"),
    Line,
    (Column("kind", pgettext_lazy("of a line of the budget", "Kind"), _kinds(Direction.INCOME)), *_LINE),
    least=2,
    adds="amount",
)
EXPENSES = Table(
    "expenses",
    _("Expenses each month"),
    Line,
    (Column("kind", pgettext_lazy("of a line of the budget", "Kind"), _kinds(Direction.EXPENSE)), *_LINE),
    least=3,
    adds="amount",
)
ILL = Table(
    "ill",
    _("Persons with an illness or a disability"),
    Illness,
    (
        Column("who", pgettext_lazy("of an illness", "Who"), _words(200)),
        Column("what", _("Illness or disability"), _words(300)),
    ),
)
DEBTS = Table(
    "debts",
    _("Debts"),
    Debt,
    (
        Column("to_whom", pgettext_lazy("of a debt", "To whom"), _words(200)),
        Column("amount", _("Amount in riyals"), lambda **kwargs: AmountField(**kwargs)),
        Column("monthly", _("Monthly instalment"), _amount, needed=False),
    ),
    adds="amount",
)
AID = Table(
    "aid",
    _("Help from elsewhere"),
    Aid,
    (
        Column("from_whom", pgettext_lazy("of help from elsewhere", "From whom"), _words(200)),
        Column("what", pgettext_lazy("of help from elsewhere", "What"), _words(300)),
        Column("monthly", _("Riyals a month"), _amount, needed=False),
    ),
    adds="monthly",
)
NEEDS = Table(
    "needs",
    _("Needs"),
    Need,
    (
        Column("need", _("Need"), _words(300)),
        Column("urgency", _("How urgent"), _choice(lambda: Urgency.choices)),
        Column("amount", _("Amount in riyals"), lambda **kwargs: AmountField(**kwargs), needed=False),
    ),
    least=2,
    adds="amount",
)
TABLES = (FOUND, INCOME, EXPENSES, ILL, DEBTS, AID, NEEDS)
