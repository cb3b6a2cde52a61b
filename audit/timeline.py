"""The trail of changes in words: one query, whatever the number of models involved."""

from datetime import date, datetime, timedelta

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.calendars import dual, gregorian_text, hijri_text, riyadh_day
from arabic.text import listed

from .models import AuditEntry, ReadLog

ICONS = {"+": "plus-lg", "~": "pencil", "-": "dash-circle"}


# A command may do the work of many days in one act; what belongs together follows within this time.
ONE_ACT = timedelta(seconds=5)


def entries_about(
    *, person=None, support_request=None, limit: int = 20, before: int | None = None
) -> list[dict]:
    """The newest acts about a person or a request, ready for the timeline component; one query.

    What one act wrote into several records is told as one entry.
    """
    return _acts(_entries(person, support_request, before), limit)[0]


def _entries(person, support_request, before):
    entries = AuditEntry.objects.select_related("user").order_by("-id")
    entries = entries.filter(about_person=person) if person else entries.filter(about_request=support_request)
    return entries.filter(id__lt=before) if before else entries


def _acts(entries, limit: int) -> tuple[list[dict], bool]:
    """At most `limit` acts, and whether older ones follow; an act has seldom more than four rows."""
    acts: list[dict] = []
    rows = list(entries[: limit * ROWS_OF_AN_ACT])
    for entry in rows:
        if acts and _same_act(acts[-1]["newest"], entry):
            _join(acts[-1], entry)
        elif len(acts) == limit:
            return acts, True
        else:
            acts.append(_row(entry))
    return acts, len(rows) == limit * ROWS_OF_AN_ACT


PAGE, ROWS_OF_AN_ACT = 30, 4


def history_page(base: str, mark: str, *, person=None, support_request=None) -> dict:
    """One page of a whole history: its acts, and the addresses of the pages beside it."""
    before = int(mark) if mark.isascii() and mark.isdecimal() and len(mark) < 19 else None
    acts, more = _acts(_entries(person, support_request, before), PAGE)
    return {
        "entries": acts,
        "next_url": f"{base}?before={acts[-1]['id']}" if more else "",
        "previous_url": base if before else "",
    }


def _same_act(newer: AuditEntry, older: AuditEntry) -> bool:
    same = (newer.act, newer.user_id, newer.reason) == (older.act, older.user_id, older.reason)
    return same and newer.at - older.at < ONE_ACT


def _join(act: dict, entry: AuditEntry) -> None:
    act["id"] = entry.pk
    act["note"] = act["note"] or shown_note(entry)
    act["changes"] = [*fields_in_words(entry), *act["changes"]]


def shown_note(entry: AuditEntry) -> str:
    """What the person wrote, or the portal's own sentence in the reader's language."""
    return _(entry.note) if entry.note else ""


def looks_at(*, person=None, support_request=None, limit: int = 20) -> list[dict]:
    """Who looked at a person's or a request's pages and files lately."""
    looks = ReadLog.objects.select_related("user").order_by("-id")
    looks = looks.filter(about_person=person) if person else looks.filter(about_request=support_request)
    return [
        {
            "moment": moment_text(look.at),
            "who": str(look.user),
            "acting_as": get_user_model().roles_in_words(look.acting_as.split(",")),
            "action": look.get_action_display(),
        }
        for look in looks[:limit]
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


def _row(entry: AuditEntry) -> dict:
    return {
        "id": entry.pk,
        **moment_parts(entry.at),
        "who": str(entry.user or _("The portal")),
        "acting_as": get_user_model().roles_in_words(entry.acting_as.split(",")),
        "title": _(entry.reason),
        "note": shown_note(entry),
        "newest": entry,
        "icon": ICONS[entry.kind],
        "tone": "muted" if entry.kind == "~" else "done",
        "changes": fields_in_words(entry),
    }


def record_name(label: str) -> str:
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))
    except LookupError:
        return label


def changed_fields_text(entry: AuditEntry) -> str:
    """The names of the changed fields, for the sentence that refuses a stale save."""
    return listed(change["field"] for change in fields_in_words(entry)) or record_name(entry.model)


def fields_in_words(entry: AuditEntry) -> list[dict]:
    """Each changed field with its label and both values as people read them."""
    try:
        meta = apps.get_model(entry.model)._meta
    except LookupError:
        return []
    rows = []
    for name, (before, after) in entry.changes.items():
        try:
            field = meta.get_field(name)
        except FieldDoesNotExist:
            rows.append({"field": name, "before": before or "", "after": after or ""})
            continue
        rows.append(
            {
                "field": capfirst(str(field.verbose_name)),
                "before": _in_words(field, before),
                "after": _in_words(field, after),
            }
        )
    return rows


def _in_words(field, value) -> str:
    if value in (None, ""):
        return ""
    if field.name == "role_codes":
        return get_user_model().roles_in_words(value.split(","))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(value)
        return moment_text(moment) if isinstance(moment, datetime) else value
    if isinstance(field, models.DateField):
        return dual(date.fromisoformat(value))
    return str(value)
