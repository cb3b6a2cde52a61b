"""The accuracy pledge: the exact data that was signed, and its digest. Never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.masking import Sensitive
from beneficiaries.models import StoredFile
from correspondence.models import Letter

from .requests import AboutRequest, of_request

_DIGEST = r"^[0-9a-f]{64}$"
_DRAWING = Q(signature__isnull=False, strokes_sha256__regex=_DIGEST) & ~Q(strokes="")


class SignerRole(models.TextChoices):
    SELF = "self", _("The beneficiary")
    GUARDIAN = "guardian", _("Guardian")
    AGENT = "agent", _("Agent")


class PledgeMethod(models.TextChoices):
    """How the signature came about. Drawn here or over a link it is a simple electronic signature, and no more."""

    DRAWN = "drawn", _("Drawn on the screen")
    PAPER = "paper", _("On paper")
    REMOTE = "remote", _("Over a link")


def paper_of_pledge(label) -> models.ForeignKey:
    """A file that belongs to the signature."""
    return models.ForeignKey(
        StoredFile, verbose_name=label, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class AccuracyPledge(AboutRequest):
    """A signature under one data sheet. It stands while today's data has the same digest, in the same round."""

    support_request = of_request("pledges")
    round = models.PositiveSmallIntegerField(_("round"))
    method = models.CharField(_("how it was signed"), max_length=6, choices=PledgeMethod.choices)
    signer_role = models.CharField(_("who signs"), max_length=8, choices=SignerRole.choices)
    signer_name = models.CharField(_("signer's name"), max_length=250)
    signer_proof = models.CharField(_("proof of the signer"), max_length=200, blank=True)
    proof_file = paper_of_pledge(_("copy of the proof"))
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("witness"), on_delete=models.PROTECT, related_name="+"
    )
    read_out = models.BooleanField(_("read out to the person, or read by them"), default=False)
    scan = paper_of_pledge(_("scan of the signed pledge"))
    # The printed sheet under which the person signed, where it was issued as a letter.
    letter = models.ForeignKey(
        Letter,
        verbose_name=_("printed sheet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
    )
    signature = paper_of_pledge(_("picture of the signature"))
    # What the hand drew, in the form of intake.signatures; the picture is made of it.
    strokes = models.TextField(_("strokes of the signature"), blank=True)
    strokes_sha256 = models.CharField(_("SHA-256 of the strokes"), max_length=64, blank=True)
    data_sheet = models.TextField(_("data sheet"))
    sha256 = models.CharField(_("SHA-256 of the data sheet"), max_length=64)
    signed_at = models.DateTimeField(_("signed"))

    append_only = True
    timeline_hidden = ("support_request", "data_sheet", "strokes", "strokes_sha256")
    # SECURITY: the sheet holds bank account and health, the strokes a hand that could be imitated.
    sensitive = {
        "data_sheet": Sensitive("intake.read_signed_sheets"),
        "strokes": Sensitive("intake.read_signed_sheets"),
    }

    class Meta:
        verbose_name = _("accuracy pledge")
        verbose_name_plural = _("accuracy pledges")
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=_DIGEST), name="pledge_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(signer_role=SignerRole.SELF) | ~Q(signer_proof=""),
                name="a_signer_for_another_has_proof",
            ),
            models.CheckConstraint(
                condition=Q(method__in=PledgeMethod.values), name="how_a_pledge_was_signed_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(method=PledgeMethod.PAPER)
                | Q(scan__isnull=False, signature__isnull=True, strokes="", strokes_sha256=""),
                name="a_pledge_on_paper_has_its_scan",
            ),
            models.CheckConstraint(
                condition=~Q(method=PledgeMethod.DRAWN) | (Q(scan__isnull=True) & _DRAWING),
                name="a_drawn_pledge_has_its_strokes_and_picture",
            ),
            # There the code that was sent may stand for a drawing.
            models.CheckConstraint(
                condition=~Q(method=PledgeMethod.REMOTE)
                | Q(scan__isnull=True)
                & (_DRAWING | Q(signature__isnull=True, strokes="", strokes_sha256="")),
                name="a_pledge_over_a_link_has_no_scan",
            ),
        ]

    def __str__(self):
        return self.sha256[:16]
