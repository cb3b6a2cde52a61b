"""The accuracy pledge: the exact data that was signed, and its digest. Never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import StoredFile

from .requests import AboutRequest, of_request


class SignerRole(models.TextChoices):
    SELF = "self", _("The beneficiary")
    GUARDIAN = "guardian", _("Guardian")
    AGENT = "agent", _("Agent")


class AccuracyPledge(AboutRequest):
    """A signature under one data sheet. It stands while today's data has the same digest, in the same round."""

    support_request = of_request("pledges")
    round = models.PositiveSmallIntegerField(_("round"))
    signer_role = models.CharField(_("who signs"), max_length=8, choices=SignerRole.choices)
    signer_name = models.CharField(_("signer's name"), max_length=250)
    signer_proof = models.CharField(_("proof of the signer"), max_length=200, blank=True)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("witness"), on_delete=models.PROTECT, related_name="+"
    )
    scan = models.ForeignKey(
        StoredFile, verbose_name=_("scan of the signed pledge"), on_delete=models.PROTECT, related_name="+"
    )
    data_sheet = models.TextField(_("data sheet"))
    sha256 = models.CharField(_("SHA-256 of the data sheet"), max_length=64)
    signed_at = models.DateTimeField(_("signed"))

    append_only = True
    timeline_hidden = ("support_request", "data_sheet")

    class Meta:
        verbose_name = _("accuracy pledge")
        verbose_name_plural = _("accuracy pledges")
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="pledge_digest_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(signer_role=SignerRole.SELF) | ~Q(signer_proof=""),
                name="a_signer_for_another_has_proof",
            ),
        ]

    def __str__(self):
        return self.sha256[:16]
