"""Format 2 of a study: everything that was found, beside what the household had stated on that day.

Reports of the first format have no sheet. A format that was ever submitted is never changed: the next is added.
"""

from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import get_args, get_type_hints

from .names import Presence

FORMAT = 2
_NONE = Decimal(0)
_LIVING_THERE = (Presence.HERE, Presence.UNSEEN)


class IllFormed(ValueError):
    """A stored sheet that is not of this format."""


@dataclass(frozen=True)
class Member:
    """One whom the household states, with what was found about them."""

    name: str
    relation: str
    presence: str
    note: str = ""


@dataclass(frozen=True)
class Found:
    """Somebody who lives there and was not stated."""

    name: str
    relation: str
    age: int


@dataclass(frozen=True)
class Line:
    """What comes in or goes out each month, by its kind."""

    kind: str
    amount: Decimal
    note: str = ""


@dataclass(frozen=True)
class Home:
    dwelling: str
    tenure: str
    condition: str
    rooms: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Illness:
    who: str
    what: str


@dataclass(frozen=True)
class Debt:
    to_whom: str
    amount: Decimal
    monthly: Decimal | None = None


@dataclass(frozen=True)
class Aid:
    """Help that comes from elsewhere already."""

    from_whom: str
    what: str
    monthly: Decimal | None = None


@dataclass(frozen=True)
class Need:
    need: str
    urgency: str
    amount: Decimal | None = None


@dataclass(frozen=True)
class StatedHome:
    """What the household's file said on the day of the study."""

    income: tuple[Line, ...] = ()
    expenses: tuple[Line, ...] = ()
    tenure: str = ""
    rooms: int | None = None


@dataclass(frozen=True)
class Sheet:
    """One study as it was found."""

    members: tuple[Member, ...]
    home: Home
    needs: tuple[Need, ...]
    found: tuple[Found, ...] = ()
    income: tuple[Line, ...] = ()
    expenses: tuple[Line, ...] = ()
    health: str = ""
    ill: tuple[Illness, ...] = ()
    debts: tuple[Debt, ...] = ()
    aid: tuple[Aid, ...] = ()
    # None where the person belongs to no household in the files.
    stated: StatedHome | None = field(default=None)

    @property
    def household_is_stated(self) -> bool:
        return self.stated is not None

    @property
    def household_size(self) -> int:
        """Who lives there: of the stated all but those who do not, and those who were found besides."""
        return sum(member.presence in _LIVING_THERE for member in self.members) + len(self.found)

    @property
    def monthly_income(self) -> Decimal:
        return total(self.income)

    @property
    def monthly_expenses(self) -> Decimal:
        return total(self.expenses)

    @property
    def needs_in_words(self) -> str:
        return "\n".join(row.need for row in self.needs)

    def as_json(self) -> dict:
        """The sheet as a report keeps it."""
        return {"format": FORMAT, **_plain(self)}


def total(rows, name: str = "amount") -> Decimal:
    """What a column of amounts adds up to."""
    return sum((getattr(row, name) or _NONE for row in rows), _NONE)


def sheet_of(stored: dict | None) -> Sheet | None:
    """A stored sheet as it is read; None for reports of the first format. Raises IllFormed."""
    if stored is None:
        return None
    if not isinstance(stored, dict) or stored.get("format") != FORMAT:
        raise IllFormed("unknown format")
    return _read(Sheet, {name: value for name, value in stored.items() if name != "format"})


def _plain(value):
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if hasattr(value, "__dataclass_fields__"):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    return value


def _read(kind, stored):
    """One dataclass from what is stored of it: every field of the right type, and none besides."""
    if not isinstance(stored, dict):
        raise IllFormed(kind.__name__)
    hints = get_type_hints(kind)
    if stored.keys() - hints.keys():
        raise IllFormed(f"{kind.__name__}: {sorted(stored.keys() - hints.keys())}")
    try:
        return kind(**{name: _value(hints[name], value) for name, value in stored.items()})
    except (TypeError, InvalidOperation) as problem:
        raise IllFormed(f"{kind.__name__}: {problem}") from problem


def _value(hint, value):
    kinds = get_args(hint)
    if kinds and kinds[-1] is Ellipsis:
        if not isinstance(value, list):
            raise IllFormed("a list was expected")
        return tuple(_read(kinds[0], row) for row in value)
    if type(None) in kinds:
        return None if value is None else _value(kinds[0], value)
    if hint is Decimal and isinstance(value, str):
        return Decimal(value)
    if hasattr(hint, "__dataclass_fields__"):
        return _read(hint, value)
    if type(value) is not hint:
        raise IllFormed(f"{value!r} is no {hint.__name__}")
    return value
