"""The private link with which a person signs the pledge from afar, and the brake on guessing at public pages."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from audit.guards import Guard
from audit.models import AuditedQuerySet

from .pledges import AccuracyPledge, SignerRole
from .requests import AboutRequest, of_request

MOST_TRIES, MOST_CODES = 5, 3
_ASKED_FOR = (
    *("support_request_id", "round", "shown_sha256", "signer_role", "signer_name", "signer_proof"),
    *("phone", "issued_by_id", "issued_at", "expires_at", "nonce"),
)


class PledgeLinkQuerySet(AuditedQuerySet):
    def open(self):
        """Neither used nor closed; the time of some of these may have passed."""
        return self.filter(used_at__isnull=True, closed_at__isnull=True)


class PledgeLink(AboutRequest):
    """One private link: who is to sign which sheet, confirmed by a code to the phone on file.

    SECURITY: neither the link nor a code is stored anywhere. Both are worked out from this row and the installation's
    secret key (intake.remote_pledge.tokens); the numbers kept here give nothing away without that key.
    """

    support_request = of_request("pledge_links")
    round = models.PositiveSmallIntegerField(_("round"))
    shown_sha256 = models.CharField(_("SHA-256 of the data sheet"), max_length=64)
    signer_role = models.CharField(_("who signs"), max_length=8, choices=SignerRole.choices)
    signer_name = models.CharField(_("signer's name"), max_length=250)
    signer_proof = models.CharField(_("proof of the signer"), max_length=200, blank=True)
    phone = PhoneNumberField(_("phone on file when the link was sent"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("witness"), on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("sent"))
    expires_at = models.DateTimeField(_("valid until"))
    nonce = models.CharField(max_length=32, editable=False)
    # Of the one code that counts now; "" when none does.
    code_nonce = models.CharField(max_length=32, blank=True, editable=False)
    code_sent_at = models.DateTimeField(_("last code sent"), null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField(_("codes sent"), default=0)
    tries = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    # Of the one browser that gave the right code.
    proof_nonce = models.CharField(max_length=32, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened with the code"), null=True, blank=True)
    used_at = models.DateTimeField(_("signed"), null=True, blank=True)
    pledge = models.OneToOneField(
        AccuracyPledge,
        verbose_name=_("accuracy pledge"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="link",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_because = models.CharField(_("why it was closed"), max_length=200, blank=True)

    timeline_hidden = (
        *("support_request", "nonce", "code_nonce", "proof_nonce", "phone", "round", "shown_sha256"),
        *("issued_at", "issued_by", "pledge", "code_sent_at", "opened_at", "used_at", "closed_at"),
    )
    objects = PledgeLinkQuerySet.as_manager()
    guards = (
        Guard(
            "a_link_that_was_used_or_closed_stays_so",
            ("UPDATE",),
            "OLD.used_at IS NOT NULL OR OLD.closed_at IS NOT NULL",
        ),
        Guard(
            "a_link_asks_for_what_it_was_sent_for",
            ("UPDATE",),
            " OR ".join(f"OLD.{column} <> NEW.{column}" for column in _ASKED_FOR),
        ),
        Guard(
            "codes_and_tries_are_never_taken_back",
            ("UPDATE",),
            "NEW.tries < OLD.tries OR NEW.codes_sent < OLD.codes_sent",
        ),
        Guard(
            "a_link_ends_in_a_pledge_on_its_own_sheet",
            ("UPDATE",),
            "NEW.pledge_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM intake_accuracypledge p "
            "WHERE p.id = NEW.pledge_id AND p.support_request_id = NEW.support_request_id "
            "AND p.method = 'remote' AND p.sha256 = NEW.shown_sha256 AND p.signer_name = NEW.signer_name)",
        ),
        # SECURITY: whoever writes past the portal's verbs, also in the shell: no remote pledge without its opened link.
        Guard(
            "a_remote_pledge_comes_over_an_open_link",
            ("INSERT",),
            "NEW.method = 'remote' AND NOT EXISTS (SELECT 1 FROM intake_pledgelink l "
            "WHERE l.support_request_id = NEW.support_request_id AND l.used_at IS NULL "
            "AND l.closed_at IS NULL AND l.opened_at IS NOT NULL AND l.round = NEW.round "
            "AND l.shown_sha256 = NEW.sha256 AND l.issued_by_id = NEW.witness_id)",
            table="intake_accuracypledge",
        ),
    )

    class Meta:
        verbose_name = _("link to sign")
        verbose_name_plural = _("links to sign")
        constraints = [
            models.UniqueConstraint(
                fields=["support_request"],
                condition=Q(used_at__isnull=True, closed_at__isnull=True),
                name="one_open_link_per_request",
            ),
            models.CheckConstraint(
                condition=Q(shown_sha256__regex=r"^[0-9a-f]{64}$"), name="link_digest_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at")), name="a_link_expires_after_it_was_sent"
            ),
            models.CheckConstraint(
                condition=Q(signer_role=SignerRole.SELF) | ~Q(signer_proof=""),
                name="a_link_for_another_names_the_proof",
            ),
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES, codes_sent__lte=MOST_CODES),
                name="a_link_has_few_codes_and_tries",
            ),
            models.CheckConstraint(
                condition=Q(code_nonce="") | Q(code_sent_at__isnull=False), name="a_code_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(codes_sent__gt=0), name="a_link_is_opened_by_a_code"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, pledge__isnull=True)
                | Q(
                    used_at__isnull=False,
                    pledge__isnull=False,
                    opened_at__isnull=False,
                    closed_at__isnull=True,
                    used_at__lte=F("expires_at"),
                ),
                name="a_used_link_was_open_and_has_its_pledge",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closed_because=""), name="a_closed_link_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.signer_name} · {self.expires_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.closed_at is None and timezone.now() < self.expires_at


class PublicAttempt(models.Model):
    """How often one address failed at public pages lately. The key is a salted digest: no address is kept."""

    key = models.CharField(primary_key=True, max_length=64)
    # Seconds since 1970, so that one statement reads the same on both databases.
    since = models.BigIntegerField(db_index=True)
    failures = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("failed attempt at a public page")
        verbose_name_plural = _("failed attempts at public pages")

    def __str__(self):
        return self.key[:8]
