"""Letters: each with its place in the year's register, frozen as it was issued, and never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from beneficiaries.models import Beneficiary
from beneficiaries.models.merge_guards import passes_on_only_with_a_merge
from policies.models import PolicyVersion

from ..about import request_pk
from ..closed import closed_to
from ..kinds import READ_BY, WHOLE_SHEET, LetterKind, serial_text

_DIGEST = r"^[0-9a-f]{64}$"


def follows_without_gap(table: str, series: str) -> Guard:
    """The number of a new row is the one after the last of its series."""
    return Guard(
        f"{table}_numbers_have_no_gap",
        ("INSERT",),
        f"NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM {table} AS earlier WHERE {series}), 0)",  # noqa: S608
    )


class Serial(models.Model):
    """The last number given in one series of one year. Its row is locked until the letter is written: no gap."""

    series = models.CharField(_("series"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"), default=0)

    guards = (
        Guard("a_serial_begins_at_nothing", ("INSERT",), "NEW.last <> 0"),
        Guard(
            "a_serial_only_counts_on",
            ("UPDATE",),
            "NEW.last <> OLD.last + 1 OR NEW.series <> OLD.series OR NEW.year <> OLD.year",
        ),
        Guard("a_serial_is_kept", ("DELETE",)),
    )

    class Meta:
        verbose_name = _("serial number")
        verbose_name_plural = _("serial numbers")
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="one_serial_per_series_and_year")
        ]

    def __str__(self):
        return f"{self.series} {self.year}"


class LetterQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """Letters to the people whom this person may see; those about nobody for whom their kind is."""
        of_nobody = [kind for kind, permission in READ_BY.items() if user.may(permission)]
        of_people = Q(beneficiary__isnull=False)
        if not user.may("beneficiaries.see_everyone"):
            of_people = Q(beneficiary__in=Beneficiary.objects.visible_to(user))
        return self.filter(of_people | Q(beneficiary__isnull=True, kind__in=of_nobody))

    def readable_by(self, user):
        """Those whose paper this person may open; the register names the others too, or its numbers had gaps.

        SECURITY: a pledge is printed with what its clerk may read, bank account and health among it.
        """
        still_open = self.exclude(about__in=closed_to(user))
        if all(user.may(permission) for permission in WHOLE_SHEET):
            return still_open
        return still_open.filter(~Q(kind=LetterKind.PLEDGE) | Q(issued_by=user))


class Letter(Audited):
    """One paper that left the portal: its number, whom and what it is about, and its bytes."""

    kind = models.CharField(_("kind of letter"), max_length=20, choices=LetterKind.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    # 128 random bits: what the QR code leads to. Whoever holds the paper may ask whether it is genuine.
    code = models.CharField(_("verification code"), max_length=26, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    beneficiary = models.ForeignKey(
        Beneficiary,
        verbose_name=_("beneficiary"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
    )
    policy_version = models.ForeignKey(
        PolicyVersion, verbose_name=_("policy version"), on_delete=models.PROTECT, related_name="letters"
    )
    about = models.CharField(_("what it is about"), max_length=60, blank=True)
    enclosures = models.PositiveSmallIntegerField(_("enclosures"), default=0)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("issued by"), on_delete=models.PROTECT, related_name="+"
    )
    # What was printed, without number and date: the same content is not issued twice.
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    key = models.CharField(_("storage name"), max_length=40, unique=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects the letter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    correction = models.CharField(_("why it was corrected"), max_length=300, blank=True)

    append_only = True
    follows = ("beneficiary",)
    guards = (
        passes_on_only_with_a_merge("correspondence_letter"),
        follows_without_gap("correspondence_letter", "earlier.kind = NEW.kind AND earlier.year = NEW.year"),
        Guard(
            "a_correction_is_about_the_same_matter",
            ("INSERT",),
            "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM correspondence_letter AS older "
            "WHERE older.id = NEW.corrects_id AND older.kind = NEW.kind AND older.about = NEW.about)",
        ),
    )
    timeline_hidden = ("key", "code", "content_sha256", "policy_version", "about", "issued_at", "subject")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="a_letter_has_its_own_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="letters_are_counted_from_one"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_kind_is_known"),
            models.CheckConstraint(condition=Q(sha256__regex=_DIGEST), name="letter_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction="")
                | Q(corrects__isnull=False) & ~Q(correction=""),
                name="a_correction_cites_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__year=models.F("year")), name="a_letter_is_counted_in_its_year"
            ),
        ]
        indexes = [
            models.Index(fields=["about", "-id"], name="letters_about_one_thing"),
            models.Index(fields=["beneficiary", "-id"], name="letters_of_person"),
            models.Index(fields=["-issued_on", "-id"], name="letters_by_day"),
            models.Index(fields=["kind", "-issued_on", "-id"], name="letters_of_kind_by_day"),
            models.Index(fields=["content_sha256"], name="letters_by_content"),
        ]

    def __str__(self):
        return self.serial

    @property
    def serial(self) -> str:
        return serial_text(self.kind, self.year, self.number)

    @property
    def newer(self) -> "Letter | None":
        """The letter that took the place of this one."""
        return getattr(self, "corrected_by", None)

    def audit_subjects(self):
        return self.beneficiary_id, request_pk(self.about)


class HowHandedOver(models.TextChoices):
    IN_PERSON = "in_person", _("Handed over in person")
    POST = "post", _("By post")
    EMAIL = "email", _("By e-mail, by hand")
    MESSAGE = "message", _("By message, by hand")
    CALL = "call", _("Read out by phone")


class HandOver(Audited):
    """That a letter reached somebody, recorded by whoever handed it over; without it, it counts as not handed over."""

    letter = models.ForeignKey(
        Letter, verbose_name=_("letter"), on_delete=models.PROTECT, related_name="hand_overs"
    )
    how = models.CharField(_("how"), max_length=10, choices=HowHandedOver.choices)
    received_by_name = models.CharField(_("who received it"), max_length=150)
    handed_on = models.DateField(_("handed over on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True
    guards = (
        Guard(
            "a_letter_is_handed_over_after_its_issue",
            ("INSERT",),
            "NEW.handed_on < (SELECT issued_on FROM correspondence_letter WHERE id = NEW.letter_id)",
        ),
    )

    class Meta:
        verbose_name = _("hand-over of a letter")
        verbose_name_plural = _("hand-overs of letters")

    def __str__(self):
        return str(self.letter)

    def audit_subjects(self):
        return self.letter.audit_subjects()
