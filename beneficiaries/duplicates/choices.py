"""The fields of two files of one person, chosen one by one; what makes sense only together is chosen together."""

from datetime import date, datetime
from decimal import Decimal

from phonenumber_field.phonenumber import PhoneNumber

from ..models import Beneficiary

_TOGETHER = (
    (
        "identity_kind",
        *("identity_number", "identity_country", "identity_missing_reason", "identity_follow_up_by"),
    ),
    ("birth_date", "birth_precision", "birth_printed"),
    ("phone", "phone_answered_by", "phone_confirmed_on"),
    ("latitude", "longitude"),
)
# The row itself, what is derived, and whether the file is worked with: a merge decides these.
NOT_CHOSEN = frozenset(
    {"id", "version", "search_name", "standing", "standing_reason", "deceased_on", "merged_into"}
)


def groups() -> list[tuple[str, ...]]:
    """The fields that are chosen together, each known by its first, in the order of the file."""
    by_name = {name: group for group in _TOGETHER for name in group}
    ordered = [by_name.get(field.name, (field.name,)) for field in Beneficiary._meta.concrete_fields]
    return [group for group in dict.fromkeys(ordered) if group[0] not in NOT_CHOSEN]


def values_of(person: Beneficiary, group: tuple[str, ...]) -> tuple:
    return tuple(as_stored(person, name) for name in group)


def differing(kept: Beneficiary, merged: Beneficiary) -> list[tuple[str, ...]]:
    """The groups in which the two files do not say the same."""
    return [group for group in groups() if values_of(kept, group) != values_of(merged, group)]


def fields_taken_over(kept: Beneficiary, merged: Beneficiary, chosen) -> list[str]:
    """Every field that comes from the merged file, of the groups that somebody chose by their first field."""
    return [name for group in differing(kept, merged) if group[0] in set(chosen) for name in group]


def as_stored(row, name: str):
    """A field's value in a form that JSON keeps and `put_back` reads."""
    value = getattr(row, row._meta.get_field(name).attname)
    if isinstance(value, PhoneNumber):
        return value.as_e164
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def put_back(row, name: str, stored) -> None:
    """Gives a field of a row a value that was kept by `as_stored`."""
    field = row._meta.get_field(name)
    setattr(row, field.attname, field.to_python(stored))
