"""The base of every model whose changes must be explained for years."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords

from ..refusals import Refused


class UnattributedWrite(RuntimeError):
    """A programming error: something tried to change an audited row without saying who and why."""


class HistoryOfRows(HistoryDescriptor):
    """The `history` of a model and of its rows, from one class of managers instead of a new one at every look."""

    def __init__(self, made: HistoryDescriptor):
        super().__init__(made.model, made.manager_class, made.queryset_class)
        self.managers = self.manager_class.from_queryset(self.queryset_class)

    def __get__(self, instance, owner):
        return self.managers(self.model, instance)


class History(HistoricalRecords):
    """django-simple-history with one index (object, newest first) instead of one per column, and a user that stays."""

    def fields_included(self, model):
        excluded = getattr(model, "history_excluded", ())
        return [field for field in model._meta.fields if field.name not in excluded]

    def create_history_model(self, model, inherited):
        history_model = super().create_history_model(model, inherited)
        history_model._history_excluded_fields = list(getattr(model, "history_excluded", ()))
        return history_model

    def copy_fields(self, model):
        fields = super().copy_fields(model)
        for field in fields.values():
            field.db_index = False
        return fields

    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        made = sender.__dict__.get(self.manager_name)
        if isinstance(made, HistoryDescriptor):
            setattr(sender, self.manager_name, HistoryOfRows(made))

    def get_meta_options(self, model):
        options = super().get_meta_options(model)
        options["indexes"] = (models.Index(fields=(model._meta.pk.attname, "-history_date")),)
        return options

    def _get_history_user_fields(self):
        user = models.ForeignKey(
            settings.AUTH_USER_MODEL, null=True, related_name="+", on_delete=models.PROTECT
        )
        return {"history_user": user}


class AuditedQuerySet(models.QuerySet):
    """Rows that change only one by one through `audit.writing.write`, so that none changes without history."""

    def _refuse(self, *args, **kwargs):
        raise UnattributedWrite(f"{self.model.__name__}: use audit.writing.write(), which keeps the history.")

    update = bulk_create = bulk_update = delete = create = get_or_create = update_or_create = _refuse


class Audited(models.Model):
    """A row with a version and a history. `audit.writing.write` is the only way to save it."""

    version = models.PositiveIntegerField(_("version of the record"), default=0, editable=False)
    history = History(
        inherit=True,
        history_id_field=models.BigAutoField(),
        history_change_reason_field=models.TextField(null=True),
    )

    # Fields that are never copied into the history (secrets).
    history_excluded: tuple[str, ...] = ()
    # Fields whose values do not show on timelines (derived, or too long to read there).
    timeline_hidden: tuple[str, ...] = ()
    # Fields that only some may read, by name: see audit.masking.
    sensitive: dict = {}
    append_only = False
    # Of rows that are never changed: the links that go along when what they lead to is joined with another row.
    follows: tuple[str, ...] = ()
    removable = False

    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not getattr(self, "_being_written", False):
            raise UnattributedWrite(f"{type(self).__name__}: use audit.writing.write().")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if not getattr(self, "_being_written", False):
            raise Refused(_("This record is kept: it cannot be deleted."))
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._as_read = dict(zip(field_names, values, strict=False))
        return instance

    def refresh_from_db(self, using=None, fields=None, **kwargs):
        super().refresh_from_db(using, fields, **kwargs)
        read = {field.attname for field in self._meta.concrete_fields if not fields or field.name in fields}
        self._as_read = getattr(self, "_as_read", {}) | {name: getattr(self, name) for name in read}

    def audit_subjects(self) -> tuple[int | None, int | None]:
        """The person and the request whose timelines show the changes of this row."""
        return None, None

    def _do_update(self, base_qs, *args):
        """Optimistic lock in the UPDATE itself: it touches the row only at the version that was read."""
        return super()._do_update(base_qs.filter(version=self._as_read["version"]), *args)
