"""The trails: what was changed, who looked, and which forms were handed in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One change of one audited row: who, acting as what, why, and each field from → to.

    It points at the history row written in the same transaction; `seq` is the row's version, and its uniqueness makes
    two histories of one row impossible.
    """

    class Kind(models.TextChoices):
        CREATED = "+", _("Created")
        CHANGED = "~", _("Changed")
        REMOVED = "-", _("Removed")

    at = models.DateTimeField(_("when"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    acting_as = models.CharField(_("acting as"), max_length=120, blank=True)
    model = models.CharField(_("record kind"), max_length=80)
    object_pk = models.BigIntegerField(_("record"))
    seq = models.PositiveIntegerField(_("version of the record"))
    history_id = models.BigIntegerField(_("history row"))
    kind = models.CharField(_("change"), max_length=1, choices=Kind.choices)
    # Everything that one act wrote, in one transaction, carries the same number.
    act = models.UUIDField(editable=False)
    reason = models.TextField(_("reason"))
    note = models.TextField(_("note"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    about_person = models.BigIntegerField(null=True)
    about_request = models.BigIntegerField(null=True)

    append_only = True

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            models.UniqueConstraint(fields=["model", "object_pk", "seq"], name="a_row_has_one_history"),
            models.UniqueConstraint(fields=["model", "history_id"], name="a_history_row_has_one_entry"),
        ]
        indexes = [
            models.Index(fields=["about_person", "-id"], name="timeline_of_person"),
            models.Index(fields=["about_request", "-id"], name="timeline_of_request"),
        ]

    def __str__(self):
        return f"{self.model} {self.object_pk} v{self.seq}"


class ReadLog(models.Model):
    """Somebody looked: every page or file about a person, and every list that was taken along, leaves one row here."""

    class Action(models.TextChoices):
        VIEW = "view", _("Viewed")
        DOWNLOAD = "download", _("Downloaded")
        SEARCH = "search", _("Searched")
        EXPORT = "export", _("Exported")
        PRINT = "print", _("Printed")

    at = models.DateTimeField(_("when"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+"
    )
    acting_as = models.CharField(_("acting as"), max_length=120, blank=True)
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    model = models.CharField(_("record kind"), max_length=80)
    object_pk = models.BigIntegerField(_("record"), null=True)
    about_person = models.BigIntegerField(null=True)
    about_request = models.BigIntegerField(null=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    # Of a list that was taken along: why, and what of it (rows, columns, format, filter).
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("what was exported"), default=dict, blank=True)

    append_only = True

    class Meta:
        verbose_name = _("access log entry")
        verbose_name_plural = _("access log")
        indexes = [
            models.Index(fields=["about_person", "-id"], name="looks_at_person"),
            models.Index(fields=["about_request", "-id"], name="looks_at_request"),
        ]

    def __str__(self):
        return f"{self.user_id} {self.action} {self.model} {self.object_pk}"


class HandedIn(models.Model):
    """A form that took effect: its key is used once, and sending it again leads to the first result."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    append_only = True

    class Meta:
        verbose_name = _("handed-in form")
        verbose_name_plural = _("handed-in forms")

    def __str__(self):
        return str(self.key)
