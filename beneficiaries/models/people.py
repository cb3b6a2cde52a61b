"""One file per person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import Branch
from arabic.calendars import Precision
from audit.guards import Guard
from audit.masking import Sensitive
from audit.models import Audited, AuditedQuerySet

from ..iban import masked_iban
from .import_guards import goes_only_with_its_list
from .particulars import (
    ContactLanguage,
    Education,
    Gender,
    IdentityKind,
    MaritalState,
    PreferredChannel,
    Standing,
    Work,
)

GULF_STATES = ("AE", "BH", "KW", "OM", "QA")


class BeneficiaryQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """The people whose file this person may open: everyone, those of the own branch, or nobody."""
        if user.may("beneficiaries.see_everyone"):
            return self
        if user.may("beneficiaries.see_own_branch") and user.branch_id is not None:
            return self.filter(branch_id=user.branch_id)
        return self.none()


class Beneficiary(Audited):
    """A person the association serves, known by one identity number or by the reason for having none."""

    identity_kind = models.CharField(_("identity document"), max_length=12, choices=IdentityKind.choices)
    # Null, not "": the number is unique, and several people may have none.
    identity_number = models.CharField(_("identity number"), max_length=20, null=True, blank=True)  # noqa: DJ001
    # Of the state that issued it, where that is not Saudi Arabia.
    identity_country = models.CharField(_("country of the document"), max_length=2, blank=True)
    identity_missing_reason = models.CharField(_("why there is no document"), max_length=300, blank=True)
    identity_follow_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who follows the document up"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    first_name = models.CharField(_("first name"), max_length=60)
    father_name = models.CharField(_("father's name"), max_length=60)
    grandfather_name = models.CharField(_("grandfather's name"), max_length=60, blank=True)
    family_name = models.CharField(_("family name"), max_length=60)
    latin_name = models.CharField(_("name in Latin letters"), max_length=160, blank=True)
    # The names folded for searching, derived on every save: the Arabic ones, then the Latin one.
    search_name = models.CharField(max_length=420, editable=False)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices)
    birth_date = models.DateField(_("birth date"))
    birth_precision = models.CharField(
        _("birth date known to the"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    # What the document says where it says it otherwise, in Hijri for example.
    birth_printed = models.CharField(_("birth date as printed"), max_length=30, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    marital_state = models.CharField(
        _("marital state"), max_length=9, choices=MaritalState.choices, blank=True
    )
    phone = PhoneNumberField(_("phone"))
    # Empty: the person.
    phone_answered_by = models.CharField(_("who answers the phone"), max_length=80, blank=True)
    phone_confirmed_on = models.DateField(_("phone still right on"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    preferred_channel = models.CharField(
        _("preferred channel"), max_length=6, choices=PreferredChannel.choices, blank=True
    )
    preferred_language = models.CharField(
        _("preferred language"), max_length=5, choices=ContactLanguage.choices, default=ContactLanguage.ARABIC
    )
    city = models.CharField(_("city"), max_length=80)
    district = models.CharField(_("district"), max_length=80, blank=True)
    branch = models.ForeignKey(
        Branch,
        verbose_name=_("branch"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
    )
    short_address = models.CharField(_("short national address"), max_length=8, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    iban = models.CharField(_("IBAN"), max_length=24, blank=True)
    education = models.CharField(_("education"), max_length=12, choices=Education.choices, blank=True)
    work = models.CharField(_("work"), max_length=10, choices=Work.choices, blank=True)
    workplace = models.CharField(_("place of work"), max_length=120, blank=True)
    health_note = models.TextField(_("health"), max_length=2000, blank=True)
    disability_note = models.TextField(_("disability"), max_length=2000, blank=True)
    standing = models.CharField(
        _("state of the file"), max_length=8, choices=Standing.choices, default=Standing.OPEN
    )
    standing_reason = models.CharField(_("why the file is in this state"), max_length=300, blank=True)
    deceased_on = models.DateField(_("died on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_files",
    )

    # Only with the list that opened the file, as long as nothing was built on it: see the guard.
    removable = True
    timeline_hidden = ("search_name",)
    sensitive = {
        "iban": Sensitive("beneficiaries.see_bank_account", masked_iban),
        "health_note": Sensitive("beneficiaries.see_health"),
        "disability_note": Sensitive("beneficiaries.see_health"),
    }
    guards = (
        # A file that is not open changes only in that it is opened again or merged.
        Guard(
            "a_file_that_is_not_open_is_read_only",
            ("UPDATE",),
            "OLD.standing <> 'open' AND NEW.standing = OLD.standing",
        ),
        goes_only_with_its_list(
            "a_file_goes_only_with_the_list_that_opened_it",
            "r.person_pk = OLD.id AND r.version_after = OLD.version",
        ),
        # A check constraint lets pass what it cannot compare with nothing.
        Guard(
            "a_document_has_its_number",
            ("INSERT", "UPDATE"),
            "NEW.identity_kind <> 'none' AND NEW.identity_number IS NULL",
        ),
        Guard(
            "half_a_place_is_no_place",
            ("INSERT", "UPDATE"),
            "(NEW.latitude IS NULL) <> (NEW.longitude IS NULL)",
        ),
    )
    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("beneficiary")
        verbose_name_plural = _("beneficiaries")
        constraints = [
            # A merged file is a signpost: its number may stand in the file that was kept.
            models.UniqueConstraint(
                fields=["identity_number", "identity_country"],
                condition=~Q(standing="merged"),
                name="one_file_per_identity_number",
            ),
            models.CheckConstraint(
                condition=Q(identity_kind__in=IdentityKind.values), name="identity_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    identity_kind="national_id", identity_country="", identity_number__regex=r"^1[0-9]{9}$"
                )
                | Q(identity_kind="iqama", identity_country="", identity_number__regex=r"^2[0-9]{9}$")
                | Q(identity_kind="visitor", identity_country="", identity_number__regex=r"^[3-9][0-9]{9}$")
                | Q(
                    identity_kind="gcc",
                    identity_country__in=GULF_STATES,
                    identity_number__regex=r"^[0-9]{6,15}$",
                )
                | Q(
                    identity_kind="passport",
                    identity_country__regex=r"^[A-Z]{2}$",
                    identity_number__regex=r"^[A-Z0-9]{5,15}$",
                )
                | Q(identity_kind="none", identity_country="", identity_number__isnull=True),
                name="identity_number_fits_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(identity_kind="none")
                | (~Q(identity_missing_reason="") & Q(identity_follow_up_by__isnull=False)),
                name="a_missing_document_is_explained",
            ),
            models.CheckConstraint(
                condition=Q(nationality="") | Q(nationality__regex=r"^[A-Z]{2}$"),
                name="nationality_is_a_country",
            ),
            models.CheckConstraint(
                condition=Q(iban="") | Q(iban__regex=r"^SA[0-9]{22}$"), name="iban_is_a_saudi_one"
            ),
            models.CheckConstraint(
                condition=Q(short_address="") | Q(short_address__regex=r"^[A-Z]{4}[0-9]{4}$"),
                name="persons_short_address_has_four_letters_and_four_digits",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_place_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=Standing.values), name="state_of_the_file_is_known"
            ),
            models.CheckConstraint(
                condition=Q(standing="open") | ~Q(standing_reason=""), name="a_file_is_closed_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(standing="merged", merged_into__isnull=False)
                | (~Q(standing="merged") & Q(merged_into__isnull=True)),
                name="a_merged_file_points_to_the_kept_one",
            ),
            models.CheckConstraint(
                condition=~Q(standing="deceased") | Q(deceased_on__isnull=False),
                name="a_death_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(deceased_on__isnull=True) | Q(deceased_on__gte=F("birth_date")),
                name="nobody_dies_before_birth",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="no_file_is_merged_into_itself"),
        ]
        indexes = [
            models.Index(fields=["identity_number"], name="person_by_identity_number"),
            models.Index(fields=["phone"], name="person_by_phone"),
            models.Index(fields=["iban"], name="person_by_iban", condition=~Q(iban="")),
            models.Index(fields=["branch", "id"], name="people_of_branch"),
            models.Index(fields=["city", "id"], name="people_of_city"),
            models.Index(fields=["district", "id"], name="people_of_district"),
            models.Index(fields=["birth_date", "id"], name="people_by_birth"),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as it is said: own, father's, grandfather's, family."""
        parts = (self.first_name, self.father_name, self.grandfather_name, self.family_name)
        return " ".join(part for part in parts if part)

    @property
    def is_open(self) -> bool:
        """Whether the file may still be changed."""
        return self.standing == Standing.OPEN

    @property
    def masked_identity(self) -> str:
        """The identity number for lists: only its last four digits."""
        return f"••••••{self.identity_number[-4:]}" if self.identity_number else "—"

    def audit_subjects(self):
        return self.pk, None
