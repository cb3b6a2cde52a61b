"""The rows that pass from one file to the other: which, what else changes in them, and how they go back."""

from dataclasses import asdict, dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from audit.models import Audited
from audit.writing import write

from ..models import Beneficiary, Consent, HouseholdMember, OtherPhone, PersonCategory, PersonDocument
from .choices import as_stored, put_back
from .rooms import merging_modules

IN_THE_KEPT_FILE = gettext_lazy("The files were merged; it stands in the file that was kept.")


@dataclass(frozen=True)
class Move:
    """One row with the fields that a merge changes, before and after."""

    model: str
    pk: int
    before: dict
    after: dict

    def row(self) -> Audited:
        return apps.get_model(self.model)._base_manager.get(pk=self.pk)


def staying() -> dict[str, str]:
    """The links to a person that stay where they are in a merge, each with the reason."""
    return {name: reason for room in merging_modules() for name, reason in getattr(room, "STAYS", {}).items()}


def links_to_people() -> list[tuple]:
    """Every link of the project's own tables to a person, as (model, field)."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is Beneficiary
    ]


def is_history(model) -> bool:
    """Whether a table keeps what was: it is never written again."""
    return hasattr(model, "instance_type")


def moving_links() -> list[tuple]:
    """The links that follow the person: all but those with a reason to stay."""
    stays = staying()
    return [
        (model, field)
        for model, field in links_to_people()
        if not is_history(model) and f"{model._meta.label}.{field.name}" not in stays
    ]


def moves_between(kept: Beneficiary, merged: Beneficiary) -> list[Move]:
    """Everything that passes from the merged file to the kept one, and what has to give way to it there, in order."""
    moves: list[Move] = []
    for model, field in moving_links():
        for row in model._base_manager.filter(**{field.name: merged.pk}).order_by("pk"):
            changed, gives_way = _settled(row, kept)
            if gives_way is not None:
                moves.append(gives_way)
            moves.append(_move(row, {field.name: kept.pk, **changed}))
    return moves


def _move(row, after: dict) -> Move:
    before = {name: as_stored(row, name) for name in after}
    return Move(row._meta.label_lower, row.pk, before, after)


def carry_out(moves: list[Move], *, by, reason, note: str) -> None:
    for move in moves:
        row = move.row()
        for name, value in move.after.items():
            put_back(row, name, value)
        write(row, by=by, reason=reason, note=note)


def take_back(moves: list[Move], *, by, reason, note: str) -> list[Audited]:
    """Every row as it was, the last first; returns those of which something stays as it was written since."""
    changed_since = []
    for move in reversed(moves):
        row = move.row()
        kept_newer = [name for name, value in move.after.items() if as_stored(row, name) != value]
        for name in move.before.keys() - set(kept_newer):
            put_back(row, name, move.before[name])
        if not _fits(row):
            kept_newer += [name for name in move.before if not _is_link(row, name)]
            for name in kept_newer:
                put_back(row, name, as_stored(move.row(), name))
        write(row, by=by, reason=reason, note=note)
        if kept_newer:
            changed_since.append(row)
    return changed_since


def _is_link(row, name: str) -> bool:
    return row._meta.get_field(name).related_model is Beneficiary


def _fits(row) -> bool:
    """Whether something newer stands in the place of what a row was before."""
    try:
        row.validate_constraints()
    except ValidationError:
        return False
    return True


def stored_moves(moves: list[Move]) -> list[dict]:
    return [asdict(move) for move in moves]


def read_moves(stored: list[dict]) -> list[Move]:
    return [Move(**move) for move in stored]


# What both files hold, and one person holds once -------------------------------------------------------------------


def _settled(row, kept: Beneficiary) -> tuple[dict, Move | None]:
    """What else changes in a row that passes to the kept file, and what gives way to it there."""
    settle = _SETTLED.get(type(row))
    return settle(row, kept) if settle else ({}, None)


def _phone(row: OtherPhone, kept) -> tuple[dict, None]:
    twice = row.ended_on is None and kept.other_phones.filter(number=row.number, ended_on__isnull=True)
    return ({"ended_on": riyadh_today().isoformat()} if twice and twice.exists() else {}), None


def _category(row: PersonCategory, kept) -> tuple[dict, None]:
    twice = row.ended_on is None and kept.categories.filter(category=row.category, ended_on__isnull=True)
    ended_on = max(riyadh_today(), row.since_on).isoformat()
    return ({"ended_on": ended_on} if twice and twice.exists() else {}), None


def _consent(row: Consent, kept) -> tuple[dict, None]:
    standing = kept.consents.filter(policy_version=row.policy_version, withdrawn_at__isnull=True)
    if row.withdrawn_at is not None or not standing.exists():
        return {}, None
    return {
        "withdrawn_at": timezone.now().isoformat(),
        "withdrawn_because": _in_arabic(IN_THE_KEPT_FILE),
    }, None


def _document(row: PersonDocument, kept) -> tuple[dict, Move | None]:
    """Of two current ones of a kind the later checked stays the current one."""
    current = kept.documents.filter(code=row.code, is_current=True).exclude(code="").first()
    if not row.is_current or current is None:
        return {}, None
    if (current.checked_on, current.pk) < (row.checked_on, row.pk):
        return {}, _move(current, {"is_current": False})
    return {"is_current": False}, None


def _member(row: HouseholdMember, kept) -> tuple[dict, None]:
    """Written twice in one household (another one is refused before): the time that ends is the merged file's."""
    if row.left_on is not None or not kept.memberships.filter(left_on__isnull=True).exists():
        return {}, None
    left_on = max(riyadh_today(), row.since_on).isoformat()
    return {"left_on": left_on, "left_because": _in_arabic(IN_THE_KEPT_FILE)}, None


def _in_arabic(sentence) -> str:
    # Records speak one language, whoever writes them.
    with translation.override("ar"):
        return str(sentence)


_SETTLED = {
    OtherPhone: _phone,
    PersonCategory: _category,
    Consent: _consent,
    PersonDocument: _document,
    HouseholdMember: _member,
}
FILES_MERGED = gettext_lazy("Files merged")
TAKEN_APART = gettext_lazy("Files taken apart again")
