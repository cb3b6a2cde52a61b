"""Letters that come in: their number in the year's register, from whom, and the scan."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from beneficiaries.models import Beneficiary

from ..about import request_pk
from ..kinds import INCOMING, REGISTER, serial_text
from .letters import follows_without_gap


class IncomingQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """Letters about the people whom this person may see; those about nobody for whoever sees the register."""
        of_nobody = Q(beneficiary__isnull=True) if user.may(REGISTER) else Q(pk__in=[])
        if user.may("beneficiaries.see_everyone"):
            return self.filter(Q(beneficiary__isnull=False) | of_nobody)
        return self.filter(Q(beneficiary__in=Beneficiary.objects.visible_to(user)) | of_nobody)


class IncomingLetter(Audited):
    """One letter that the association received. Number, day and scan stay; what was written beside may be corrected."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    received_on = models.DateField(_("received on"))
    sender = models.CharField(_("from whom"), max_length=200)
    sender_number = models.CharField(_("the sender's number"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    beneficiary = models.ForeignKey(
        Beneficiary,
        verbose_name=_("beneficiary"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="incoming_letters",
    )
    about = models.CharField(_("what it is about"), max_length=60, blank=True)
    key = models.CharField(_("storage name"), max_length=40, blank=True)
    file_kind = models.CharField(_("kind of file"), max_length=4, blank=True)
    file_name = models.CharField(_("name as uploaded"), max_length=150, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )

    guards = (
        follows_without_gap("correspondence_incomingletter", "earlier.year = NEW.year"),
        Guard(
            "an_incoming_letter_keeps_its_number_and_scan",
            ("UPDATE",),
            # A letter may be scanned after it was recorded, once.
            "OLD.year <> NEW.year OR OLD.number <> NEW.number "
            "OR OLD.key <> '' AND (OLD.key <> NEW.key OR OLD.sha256 <> NEW.sha256)",
        ),
    )
    timeline_hidden = ("key", "sha256", "about", "size", "file_kind")

    objects = IncomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("incoming letter")
        verbose_name_plural = _("incoming letters")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="an_incoming_letter_has_its_own_number"),
            models.CheckConstraint(
                condition=Q(key="", sha256="") | ~Q(key="") & ~Q(sha256=""), name="a_scan_has_its_digest"
            ),
        ]
        indexes = [
            models.Index(fields=["about", "-id"], name="incoming_about_one_thing"),
            models.Index(fields=["beneficiary", "-id"], name="incoming_of_person"),
            models.Index(fields=["-received_on", "-id"], name="incoming_by_day"),
        ]

    def __str__(self):
        return self.serial

    @property
    def serial(self) -> str:
        return serial_text(INCOMING, self.year, self.number)

    def audit_subjects(self):
        return self.beneficiary_id, request_pk(self.about)
