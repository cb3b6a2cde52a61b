"""Papers brought in: kept privately under a random name, frozen, given out only to those who may see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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
