"""Papers brought in: kept privately under a random name, frozen, given out only to those who may see them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited

from .merge_guards import passes_on_only_with_a_merge
from .open_files import only_of_open_files
from .people import Beneficiary


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"


class StoredFile(Audited):
    """One uploaded paper of one person, with the digest of its bytes."""

    beneficiary = models.ForeignKey(
        Beneficiary, verbose_name=_("beneficiary"), on_delete=models.PROTECT, related_name="files"
    )
    # Random; never made from what the uploader called the file.
    key = models.CharField(_("storage name"), max_length=40, unique=True)
    kind = models.CharField(_("kind of file"), max_length=4, choices=FileKind.choices)
    original_name = models.CharField(_("name as uploaded"), max_length=150)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    append_only = True
    follows = ("beneficiary",)
    guards = (
        passes_on_only_with_a_merge("beneficiaries_storedfile"),
        only_of_open_files("beneficiaries_storedfile", events=("INSERT",)),
    )
    timeline_hidden = ("key",)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self):
        return self.original_name

    def audit_subjects(self):
        return self.beneficiary_id, None


class Thumbnail(models.Model):
    """The first page of a paper as a small picture, drawn by the portal itself."""

    file = models.OneToOneField(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="thumbnail"
    )
    key = models.CharField(_("storage name"), max_length=40, unique=True)
    width = models.PositiveSmallIntegerField(_("width in dots"))
    height = models.PositiveSmallIntegerField(_("height in dots"))

    append_only = True

    class Meta:
        verbose_name = _("thumbnail")
        verbose_name_plural = _("thumbnails")

    def __str__(self):
        return str(self.file)


class ScanState(models.TextChoices):
    WAITING = "waiting", _("waits for the virus scan")
    CLEAN = "clean", _("found clean")
    INFECTED = "infected", _("carries a virus")


class VirusScan(Audited):
    """What the virus scanner said of one paper, where the association runs one; until then the paper stays closed."""

    file = models.OneToOneField(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="virus_scan"
    )
    state = models.CharField(_("virus scan"), max_length=8, choices=ScanState.choices)
    scanned_at = models.DateTimeField(_("scanned at"), null=True, blank=True)
    found = models.CharField(_("what was found"), max_length=200, blank=True)

    guards = (
        Guard(
            "a_virus_scan_is_not_taken_back",
            ("UPDATE",),
            "OLD.file_id <> NEW.file_id OR OLD.state = 'infected' OR OLD.state = 'clean' AND NEW.state = 'waiting'",
        ),
    )

    class Meta:
        verbose_name = _("virus scan")
        verbose_name_plural = _("virus scans")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ScanState.WAITING, scanned_at__isnull=True)
                | ~Q(state=ScanState.WAITING) & Q(scanned_at__isnull=False),
                name="a_virus_scan_that_waits_was_not_done",
            ),
            models.CheckConstraint(
                condition=Q(state=ScanState.INFECTED) & ~Q(found="")
                | ~Q(state=ScanState.INFECTED) & Q(found=""),
                name="what_is_infected_says_by_what",
            ),
        ]

    def __str__(self):
        return str(self.file)

    def audit_subjects(self):
        return self.file.audit_subjects()
