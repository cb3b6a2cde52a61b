from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Role
from arabic.calendars import HijriDate, riyadh_today
from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from audit.refusals import Refused

from ..digests import canonical_sha256
from ..printed_dates import dates_disagree
from ..wording import in_active_language
from .association import Association
from .contents import ALL_CONTENT, ALL_PARTS, APPROVAL, STAMPS, content_of


class VersionLife(models.TextChoices):
    """Where a version stands; always derived, never stored."""

    DRAFT = "draft", pgettext_lazy("policy version", "Draft")
    BEFORE_THE_BOARD = "before_the_board", _("Before the board")
    APPROVED = "approved", _("Approved, not yet in force")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("policy version", "Withdrawn")


class PolicyVersionQuerySet(AuditedQuerySet):
    def approved(self):
        return self.filter(approved_at__isnull=False)

    def in_force(self, on=None) -> "PolicyVersion | None":
        """The newest approved version whose effective day has come, on a day (default: today in Riyadh)."""
        effective = self.approved().filter(effective_on__lte=on or riyadh_today())
        return effective.select_related("association").order_by("-number").first()

    def with_parts(self):
        return self.prefetch_related(*ALL_PARTS)

    def with_life(self):
        """Rows that know where they stand today without a query each."""
        current = self.in_force()
        return self.annotate(in_force_id=models.Value(current.pk if current else 0))


class PolicyVersion(Audited):
    """One version of the beneficiary relations policy, with everything in which associations differ."""

    association = models.ForeignKey(
        Association, verbose_name=_("association"), on_delete=models.PROTECT, related_name="policy_versions"
    )
    number = models.PositiveIntegerField(_("version number"))
    title_ar = models.CharField(_("title in Arabic"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)

    minimum_reply_days = models.PositiveSmallIntegerField(
        _("minimum reply period, in days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    target_reply_days = models.PositiveSmallIntegerField(
        _("promised reply period, in days"), null=True, blank=True
    )
    clarification_target = models.CharField(
        _("unclear matters are referred to"),
        max_length=20,
        choices=[
            (Role.RESEARCHER.value, _("Social research officer")),
            (Role.EXECUTIVE.value, _("Executive officials")),
        ],
        default=Role.RESEARCHER.value,
    )
    committee_size = models.PositiveSmallIntegerField(_("members of the committee"), default=3)
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum: more than this percentage of the members not recused"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    quorum_minimum = models.PositiveSmallIntegerField(
        _("quorum: never fewer members than"), default=2, validators=[MinValueValidator(2)]
    )
    chair_has_casting_vote = models.BooleanField(_("the chair decides a tie"), default=True)
    second_reader = models.BooleanField(_("a second researcher reads every study"), default=False)
    appeal_days = models.PositiveSmallIntegerField(_("appeal window, in days"), default=30)
    # Empty: an appeal waits as long as a request does.
    appeal_reply_days = models.PositiveSmallIntegerField(
        _("minimum reply period of an appeal, in days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    review_months = models.PositiveSmallIntegerField(_("review period, in months"), default=24)
    retention_years = models.PositiveSmallIntegerField(_("retention period, in years"), default=10)
    purpose_ar = models.TextField(_("purpose in Arabic"))
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    pledge_ar = models.TextField(_("pledge text in Arabic"))
    pledge_en = models.TextField(_("pledge text in English"), blank=True)
    privacy_notice_ar = models.TextField(_("privacy notice in Arabic"))
    privacy_notice_en = models.TextField(_("privacy notice in English"), blank=True)
    pack_digest = models.CharField(_("digest of the pack"), max_length=64, blank=True, editable=False)

    submitted_to_board_at = models.DateTimeField(_("submitted to the board"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = models.TextField(_("reason of the withdrawal"), blank=True)

    approved_at = models.DateTimeField(_("approval recorded"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approval recorded by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    approval_session = models.CharField(_("session number"), max_length=40, blank=True)
    approval_term = models.CharField(_("term of the board"), max_length=40, blank=True)
    approval_place = models.CharField(_("place of the session"), max_length=200, blank=True)
    approved_on = models.DateField(_("approved on (Gregorian)"), null=True, blank=True)
    approved_hijri = models.CharField(_("approved on (Hijri)"), max_length=10, blank=True)
    printed_hijri = models.CharField(_("Hijri date as printed"), max_length=60, blank=True)
    printed_gregorian = models.CharField(_("Gregorian date as printed"), max_length=60, blank=True)
    dates_remark_ar = models.TextField(_("remark on the dates, in Arabic"), blank=True)
    dates_remark_en = models.TextField(_("remark on the dates, in English"), blank=True)
    approved_title_ar = models.CharField(_("title in the approval"), max_length=200, blank=True)
    title_remark_ar = models.TextField(_("remark on the title, in Arabic"), blank=True)
    title_remark_en = models.TextField(_("remark on the title, in English"), blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    chaired_by = models.CharField(_("session chaired by"), max_length=150, blank=True)
    signed_by = models.CharField(_("signed for the executive by"), max_length=150, blank=True)
    published_on_website = models.BooleanField(_("published on the association's website"), default=False)
    minutes = models.FileField(_("scan of the minutes"), max_length=200, upload_to="minutes", blank=True)
    minutes_sha256 = models.CharField(_("digest of the scan"), max_length=64, blank=True, editable=False)
    content_digest = models.CharField(_("digest of the content"), max_length=64, blank=True, editable=False)

    objects = PolicyVersionQuerySet.as_manager()
    guards = (
        Guard("approved_policy_version_is_frozen", ("UPDATE", "DELETE"), "OLD.approved_at IS NOT NULL"),
        # Otherwise a raw INSERT could bring in an approved version that nobody approved piece by piece.
        Guard("policy_version_begins_as_a_draft", ("INSERT",), "NEW.approved_at IS NOT NULL"),
    )

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "number"], name="policy_version_number_is_used_once"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="policy_versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(minimum_reply_days__gt=0), name="reply_period_is_at_least_a_day"
            ),
            models.CheckConstraint(
                condition=Q(target_reply_days__isnull=True)
                | Q(target_reply_days__gte=F("minimum_reply_days")),
                name="promised_reply_is_not_before_the_minimum",
            ),
            models.CheckConstraint(
                condition=Q(clarification_target__in=["researcher", "executive"]),
                name="clarification_target_can_answer",
            ),
            models.CheckConstraint(
                condition=Q(quorum_minimum__gte=2, quorum_minimum__lte=F("committee_size")),
                name="quorum_minimum_fits_the_committee",
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__gte=1, quorum_percent__lte=99), name="quorum_is_a_real_share"
            ),
            models.CheckConstraint(
                condition=Q(appeal_reply_days__isnull=True) | Q(appeal_reply_days__gt=0),
                name="appeal_reply_period_is_at_least_a_day",
            ),
            models.CheckConstraint(
                condition=Q(appeal_days__gt=0, review_months__gt=0, retention_years__gt=0),
                name="policy_periods_are_positive",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, content_digest="")
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False)
                    & Q(approved_on__isnull=False, effective_on__isnull=False)
                    & Q(submitted_to_board_at__isnull=False, withdrawn_at__isnull=True)
                    & ~Q(approval_session="")
                    & ~Q(approved_hijri="")
                    & ~Q(content_digest="")
                ),
                name="approval_is_recorded_whole",
            ),
        ]

    def __str__(self):
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    @property
    def title(self) -> str:
        return in_active_language(self, "title")

    @property
    def purpose(self) -> str:
        return in_active_language(self, "purpose")

    @property
    def pledge(self) -> str:
        return in_active_language(self, "pledge")

    @property
    def privacy_notice(self) -> str:
        return in_active_language(self, "privacy_notice")

    @property
    def dates_remark(self) -> str:
        return in_active_language(self, "dates_remark")

    @property
    def title_remark(self) -> str:
        return in_active_language(self, "title_remark")

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    def reason_closed(self) -> str | None:
        """Why the content can no longer be changed, or None."""
        if self.withdrawn_at:
            return _("This policy version was withdrawn; make a new version instead.")
        if self.approved_at:
            return _("An approved policy version is frozen; make a new version instead.")
        if self.submitted_to_board_at:
            return _("This policy version is before the board; take it back before changing it.")
        return None

    def save(self, *args, **kwargs):
        self._refuse_closed_content()
        super().save(*args, **kwargs)

    def _refuse_closed_content(self):
        before = getattr(self, "_as_read", {})
        stored = PolicyVersion(**{name: before.get(name) for name in STAMPS})
        content_differs = any(before.get(name) != getattr(self, name) for name in ALL_CONTENT)
        reason = stored.reason_closed()
        if reason and (content_differs or before["approved_at"]):
            raise Refused(reason)

    def life_on(self, day=None) -> VersionLife:
        """Where this version stands on a day (default: today in Riyadh), read from its stamps."""
        if self.withdrawn_at:
            return VersionLife.WITHDRAWN
        if not self.approved_at:
            return VersionLife.BEFORE_THE_BOARD if self.submitted_to_board_at else VersionLife.DRAFT
        day = day or riyadh_today()
        if self.effective_on > day:
            return VersionLife.APPROVED
        in_force_id = getattr(self, "in_force_id", None) or PolicyVersion.objects.in_force(on=day).pk
        return VersionLife.IN_FORCE if in_force_id == self.pk else VersionLife.SUPERSEDED

    @property
    def hijri_of_approval(self) -> HijriDate | None:
        """The Hijri day of the approval as it was read from the paper."""
        return HijriDate(*map(int, self.approved_hijri.split("-"))) if self.approved_hijri else None

    @property
    def approval_dates_disagree(self) -> bool:
        return bool(self.approved_on) and dates_disagree(self.hijri_of_approval, self.approved_on)

    def documents_for(self, service_type) -> list:
        """The documents required for a service, in the policy's order."""
        return [row for row in self.required_documents.all() if row.is_required_for(service_type.code)]

    def quorum_of(self, members: int) -> int:
        """How many must be present, of the members not recused for the item."""
        return max(self.quorum_minimum, members * self.quorum_percent // 100 + 1)

    def content(self) -> dict:
        """Everything that the version says, in a fixed order."""
        return content_of(self)

    @property
    def reply_days_of_appeal(self) -> int:
        """How many days an appeal waits at least before the committee decides on it."""
        return self.appeal_reply_days or self.minimum_reply_days

    def content_now(self) -> str:
        """SHA-256 over the content alone, to tell whether it was changed since somebody read it."""
        return canonical_sha256(self.content())

    def compute_digest(self) -> str:
        """SHA-256 over the content, the approval, and whose version it is."""
        approval = {name: getattr(self, name) for name in APPROVAL}
        whose = {"association": self.association.code, "number": self.number}
        return canonical_sha256({**whose, "content": self.content(), "approval": approval})
