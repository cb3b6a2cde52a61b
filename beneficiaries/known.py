"""What those who study and decide a request need to know of the person, without the whole file."""

from django.db.models import OuterRef
from django.utils.translation import gettext as _

from .around_rows import NEWEST_NOTES, RowsOf, notes_as
from .file_sections import line, note_line
from .models import Beneficiary, PersonNote
from .privacy import hidden_fields

_SENSITIVE = ("health_note", "disability_note")


def notes_of(person: str) -> RowsOf:
    """The notes of the person whom another query names in this column, as a list in one of its columns."""
    notes = PersonNote.objects.filter(beneficiary=OuterRef(person)).order_by("-pk")
    return notes_as(notes[:NEWEST_NOTES])


def known_of(person: Beneficiary, note_rows: list[dict], user) -> list[dict]:
    """Health, disability and notes as far as this user may read them; nothing where there is nothing."""
    labels = {"health_note": _("Health"), "disability_note": _("Disability")}
    open_to = set(_SENSITIVE) - hidden_fields(user)
    if not open_to:
        return []
    rows = [
        line(getattr(person, name), labels[name])
        for name in _SENSITIVE
        if name in open_to and getattr(person, name)
    ]
    rows += [note_line(row, user) for row in note_rows]
    if not rows:
        return []
    return [
        {"id": "known", "title": _("Known of the person"), "rows": rows, "empty": "", "url": "", "label": ""}
    ]
