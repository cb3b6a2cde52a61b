"""The trail of changes in words: one query, whatever the number of models involved."""

from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from operator import or_

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from arabic.calendars import dual, gregorian_text, hijri_text, riyadh_day

from .masking import shown_changes
from .models import AuditEntry, ReadLog
from .reading import FAMILY

ICONS = {"+": "plus-lg", "~": "pencil", "-": "dash-circle"}


# A command may do the work of many days in one act; what belongs together follows within this time.
ONE_ACT = timedelta(seconds=5)


def entries_about(
    *,
    person=None,
    support_request=None,
    records=None,
    reader=None,
    limit: int = 20,
    before: int | None = None,
) -> list[dict]:
    """The newest acts about a person, a request or some records, ready for the timeline component; one query.

    Several people are those whose files were merged. What one act wrote into several records is told as one entry.
    Sensitive values are masked for whoever the `reader` may not be shown them; without a reader all of them are.
    """
    return _acts(_entries(_about(person, support_request, records), before), limit, reader)[0]


# What a timeline prints of an entry: rows of values cost a third of what objects do.
_COLUMNS = (
    "id",
    "at",
    "user_id",
    "user__full_name",
    "user__username",
    "acting_as",
    "model",
    "kind",
    "act",
    "reason",
    "note",
    "changes",
)


def _entries(about: models.Q, before):
    entries = AuditEntry.objects.filter(about).order_by("-id")
    return (entries.filter(id__lt=before) if before else entries).values_list(*_COLUMNS, named=True)


def _about(person, support_request, records=None) -> models.Q:
    """One person, several (files that were merged into one), a request, or records by their kind and numbers."""
    if records:
        kinds = [models.Q(model=model, object_pk__in=list(numbers)) for model, numbers in records.items()]
        return reduce(or_, kinds)
    if not person:
        return models.Q(about_request=support_request)
    if isinstance(person, int):
        return models.Q(about_person=person)
    return models.Q(about_person__in=list(person)) if len(person) > 1 else models.Q(about_person=person[0])


def _acts(entries, limit: int, reader) -> tuple[list[dict], bool]:
    """At most `limit` acts, and whether older ones follow; an act has seldom more than four rows."""
    acts: list[dict] = []
    rows, more = list(entries[: limit * ROWS_OF_AN_ACT]), False
    for entry in rows:
        if acts and _same_act(acts[-1]["newest"], entry):
            _join(acts[-1], entry, reader)
        elif len(acts) == limit:
            more = True
            break
        else:
            acts.append(_row(entry, reader))
    return acts, more or len(rows) == limit * ROWS_OF_AN_ACT


PAGE, ROWS_OF_AN_ACT = 30, 4


def history_page(base: str, mark: str, *, reader, person=None, support_request=None, records=None) -> dict:
    """One page of a whole history: its acts, and the addresses of the pages beside it."""
    before = int(mark) if mark.isascii() and mark.isdecimal() and len(mark) < 19 else None
    acts, more = _acts(_entries(_about(person, support_request, records), before), PAGE, reader)
    return {
        "entries": acts,
        "next_url": f"{base}?before={acts[-1]['id']}" if more else "",
        "previous_url": base if before else "",
    }


def _same_act(newer, older) -> bool:
    same = (newer.act, newer.user_id, newer.reason) == (older.act, older.user_id, older.reason)
    return same and newer.at - older.at < ONE_ACT


def _join(act: dict, entry, reader) -> None:
    act["id"] = entry.id
    act["note"] = act["note"] or shown_note(entry)
    act |= _changes_told([*fields_in_words(entry, reader), *act["changes"]])


def shown_note(entry) -> str:
    """What the person wrote, or the portal's own sentence in the reader's language."""
    return _(entry.note) if entry.note else ""


def last_notes(records: dict[str, list[int]]) -> dict[tuple[str, int], str]:
    """By kind and number of the record, what was written last as the reason of a change, and by whom; one query."""
    noted = AuditEntry.objects.filter(_about(None, None, records)).exclude(note="").order_by("seq")
    rows = noted.values_list("model", "object_pk", "note", "user__full_name", "user__username")
    said = _("Changed by %(who)s: %(why)s")
    return {(model, pk): said % {"who": name or user, "why": _(note)} for model, pk, note, name, user in rows}


def looks_at(*, person=None, support_request=None, limit: int = 20) -> list[dict]:
    """Who looked at a person's or a request's pages and files lately."""
    looks = ReadLog.objects.order_by("-id")
    looks = looks.filter(_about(person, support_request))
    rows = looks.values_list("at", "user__full_name", "user__username", "acting_as", "action")
    actions, language = dict(ReadLog.Action.choices), get_language()
    return [
        {
            "moment": moment_text(at),
            "who": full_name or username,
            "acting_as": _roles_in_words(acting_as, language),
            "action": str(actions[action]),
        }
        for at, full_name, username, acting_as, action in rows[:limit]
    ]


def moment_text(moment: datetime) -> str:
    """A moment in words: the day in both calendars and the Riyadh time."""
    return f"{dual(riyadh_day(moment))} {timezone.localtime(moment):%H:%M}"


def moment_parts(moment: datetime) -> dict:
    """A moment as the timeline component prints it."""
    day = riyadh_day(moment)
    return {
        "moment_hijri": hijri_text(day),
        "moment_gregorian": gregorian_text(day),
        "time": f"{timezone.localtime(moment):%H:%M}",
    }


def _row(entry, reader) -> dict:
    return {
        "id": entry.id,
        **moment_parts(entry.at),
        "who": entry.user__full_name or entry.user__username or _("The portal"),
        "acting_as": _roles_in_words(entry.acting_as, get_language()),
        "title": _(entry.reason),
        "note": shown_note(entry),
        "newest": entry,
        "icon": ICONS[entry.kind],
        "tone": "muted" if entry.kind == "~" else "done",
        **_changes_told(fields_in_words(entry, reader)),
    }


# More changed fields than these are folded away.
_MOST_OPEN = 3


def _changes_told(changes: list[dict]) -> dict:
    number = len(changes)
    count = ngettext("%(count)s field", "%(count)s fields", number) % {"count": number} if number else ""
    return {"changes": changes, "count": count, "open": number <= _MOST_OPEN}


@lru_cache(maxsize=256)
def _roles_in_words(acting_as: str, language: str) -> str:
    if acting_as == FAMILY:
        return _("the family itself, over its private link")
    return get_user_model().roles_in_words(acting_as.split(","))


def record_name(label: str) -> str:
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except LookupError:
        return label


def changes_since(model: str, pk: int, version: int, reader=None) -> list[dict]:
    """The first changes of one row after a version of it, ready for the timeline component."""
    entries = AuditEntry.objects.filter(model=model, object_pk=pk, seq__gt=version).order_by("seq")
    return [_row(entry, reader) for entry in entries.values_list(*_COLUMNS, named=True)[:PAGE]]


def fields_in_words(entry, reader) -> list[dict]:
    """Each changed field with its label and both values as this person may read them."""
    fields = _fields_of(entry.model, get_language())
    if fields is None:
        return []
    rows = []
    for name, (before, after) in shown_changes(entry.model, entry.changes, reader).items():
        label, in_words = fields.get(name, (name, _as_it_is))
        rows.append({"name": name, "field": label, "before": in_words(before), "after": in_words(after)})
    return rows


@lru_cache(maxsize=256)
def _fields_of(model: str, language: str) -> dict | None:
    """The label of each field, and how its values are read; None for a kind of record that is no more."""
    try:
        fields = apps.get_model(model)._meta.get_fields()
    except LookupError:
        return None
    return {
        field.name: (capfirst(str(field.verbose_name)), _reader_of(field))
        for field in fields
        if field.concrete
    }


def _reader_of(field):
    """The function that says a stored value of this field in words."""
    if field.name == "role_codes":
        return lambda value: get_user_model().roles_in_words(value.split(",")) if value else ""
    if field.choices:
        labels = {value: str(label) for value, label in field.flatchoices}
        return lambda value: labels.get(value, str(_as_it_is(value)))
    if isinstance(field, models.DateTimeField):
        return _moment_in_words
    if isinstance(field, models.DateField):
        return lambda value: dual(date.fromisoformat(value)) if value else ""
    return _in_words


def _as_it_is(value):
    return "" if value in (None, "") else value


def _in_words(value) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(_as_it_is(value))


def _moment_in_words(value) -> str:
    moment = parse_datetime(value) if value else None
    return moment_text(moment) if isinstance(moment, datetime) else value or ""
