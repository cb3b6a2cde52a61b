"""The one write path: who, why, the version that was read, the history row and the trail, in one transaction."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.db import DatabaseError, models, transaction
from django.dispatch import receiver
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from simple_history.signals import post_create_historical_record

from .models import Audited, AuditEntry
from .models.audited import UnattributedWrite
from .refusals import Refused, Stale
from .timeline import changes_since

# The act that is under way in this thread, or None outside of one.
_act_under_way: ContextVar[uuid.UUID | None] = ContextVar("rifada_act_under_way", default=None)


@contextmanager
def one_transaction():
    """All or nothing. An inner one joins the outer one without a savepoint, since a refusal undoes the whole act."""
    if _act_under_way.get() is not None:
        with transaction.atomic(savepoint=False):
            yield
        return
    token = _act_under_way.set(uuid.uuid4())
    try:
        with transaction.atomic():
            yield
    finally:
        _act_under_way.reset(token)


def write(instance: Audited, *, by, reason: str, seen_version: int | None = None, note: str = "") -> Audited:
    """Inserts or updates one audited row with its history.

    `by` is the acting user, `reason` the step or act in words (kept as its English sentence, shown translated),
    `seen_version` the version the person had on the screen, `note` what the person wrote to explain the act.
    Writes nothing when nothing changed. Raises Stale when somebody else saved the row meanwhile.
    """
    adding = instance._state.adding
    if not adding:
        refuse_stale(instance, seen_version)
    changes = changes_of(instance)
    if not adding and instance.append_only and not (changes and changes.keys() <= set(instance.follows)):
        raise Refused(_("This record is kept as it was written; it cannot be changed."))
    if not changes and not adding:
        return instance
    _refuse_too_long(instance, changes)
    instance.version += 1
    reason = _attribute(instance, by, reason)
    try:
        with transaction.atomic(savepoint=False):
            instance.save(force_insert=adding, force_update=not adding)
            kind = AuditEntry.Kind.CREATED if adding else AuditEntry.Kind.CHANGED
            _leave_entry(instance, by, reason, kind, changes, note)
    except Exception as error:
        instance.version -= 1
        if isinstance(error, DatabaseError) and "did not affect any rows" in str(error):
            raise stale(instance) from error
        raise
    finally:
        instance._being_written = False
    instance._as_read = _values(instance)
    return instance


def _refuse_too_long(instance: Audited, changed) -> None:
    """What a form limits is limited for the shell too: SQLite asks for no length, and PostgreSQL not for every text."""
    for name in changed:
        field = instance._meta.get_field(name)
        value, most = getattr(instance, field.attname), field.max_length
        if most and isinstance(value, str) and len(value) > most:
            sentence = _("This text is too long: at most %(number)d characters.")
            raise Refused(sentence % {"number": most}, field=name)


def remove(instance: Audited, *, by, reason: str) -> None:
    """Deletes a row of a kind that may be removed (parts of drafts), keeping its history."""
    if not instance.removable:
        raise Refused(_("This record is kept: it cannot be deleted."))
    pk, instance.version = instance.pk, instance.version + 1
    reason = _attribute(instance, by, reason)
    try:
        with transaction.atomic(savepoint=False):
            instance.delete()
            instance.pk = pk
            _leave_entry(instance, by, reason, AuditEntry.Kind.REMOVED, {})
    finally:
        instance._being_written = False


def refuse_stale(instance: Audited, seen_version: int | None) -> None:
    """Raises Stale when the row is no longer at the version that the person saw."""
    if seen_version is not None and instance.version != seen_version:
        raise stale(instance, since=seen_version)


def stale(instance: Audited, since: int | None = None) -> Stale:
    """The refusal that says who changed what since this person read the row."""
    model, pk = instance._meta.label_lower, instance.pk
    since = instance.version if since is None else since
    return Stale(lambda reader: changes_since(model, pk, since, reader))


def changes_of(instance: Audited) -> dict[str, list]:
    """Each changed field as [from, to], in values that JSON can hold; for a new row every filled field."""
    before = {} if instance._state.adding else getattr(instance, "_as_read", {})
    now = _values(instance)
    hidden = {"id", "version", *instance.timeline_hidden, *instance.history_excluded}
    changes = {}
    for field in instance._meta.concrete_fields:
        old, new = before.get(field.attname), now[field.attname]
        if field.name == "version" or old == new or (not before and new in (None, "", False)):
            continue
        changes[field.name] = (
            None if field.name in hidden else [_plain(field, old), _plain(field, new, instance)]
        )
    return changes


def _values(instance) -> dict:
    return {f.attname: getattr(instance, f.attname) for f in instance._meta.concrete_fields}


def _plain(field, value, instance=None):
    """A field's value as the timeline keeps it; a foreign key is kept as the words it showed that day."""
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        # In Arabic whoever acts, so that a record does not speak two languages.
        with translation.override("ar"):
            if instance is not None:
                return str(getattr(instance, field.name))
            return str(field.related_model._base_manager.filter(pk=value).first() or value)
    if isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value)


def _attribute(instance, by, reason) -> str:
    with translation.override("en"):
        reason = str(reason)
    if not reason:
        raise UnattributedWrite("A change needs a reason.")
    instance._history_user = by
    instance._change_reason = reason
    instance._being_written = True
    if instance._state.adding:
        instance._as_read = {"version": 0}
    return reason


@receiver(post_create_historical_record)
def _remember_history_row(sender, instance, history_instance, **kwargs):
    instance._history_row = history_instance


def _leave_entry(instance, by, reason, kind, changes, note=""):
    person, support_request = instance.audit_subjects()
    AuditEntry.objects.create(
        at=timezone.now(),
        user=by,
        acting_as=",".join(sorted(by.roles)) if by is not None else "",
        model=instance._meta.label_lower,
        object_pk=instance.pk,
        seq=instance.version,
        history_id=instance._history_row.history_id,
        act=_act_under_way.get() or uuid.uuid4(),
        kind=kind,
        reason=reason,
        note=note,
        changes={name: change for name, change in changes.items() if change is not None},
        about_person=person,
        about_request=support_request,
    )
