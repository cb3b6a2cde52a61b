"""One file per person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from accounts.models import Branch
from arabic.calendars import Precision
from audit.models import Audited, AuditedQuerySet


class IdentityKind(models.TextChoices):
    NATIONAL_ID = "national_id", _("National ID")
    IQAMA = "iqama", _("Iqama")
    NONE = "none", _("No identity document")


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


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
    identity_number = models.CharField(_("identity number"), max_length=10, null=True, blank=True)  # noqa: DJ001
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
    # The names folded for searching, derived on every save.
    search_name = models.CharField(max_length=260, editable=False)
    gender = models.CharField(_("gender"), max_length=6, choices=Gender.choices)
    birth_date = models.DateField(_("birth date"))
    birth_precision = models.CharField(
        _("birth date known to the"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    phone = PhoneNumberField(_("phone"))
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

    timeline_hidden = ("search_name",)
    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("beneficiary")
        verbose_name_plural = _("beneficiaries")
        constraints = [
            models.UniqueConstraint(fields=["identity_number"], name="one_file_per_identity_number"),
            models.CheckConstraint(
                condition=Q(identity_kind__in=IdentityKind.values), name="identity_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(identity_kind="national_id", identity_number__regex=r"^1[0-9]{9}$")
                | Q(identity_kind="iqama", identity_number__regex=r"^2[0-9]{9}$")
                | Q(identity_kind="none", identity_number__isnull=True),
                name="identity_number_fits_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(identity_kind="none")
                | (~Q(identity_missing_reason="") & Q(identity_follow_up_by__isnull=False)),
                name="a_missing_document_is_explained",
            ),
        ]
        indexes = [
            models.Index(fields=["phone"], name="person_by_phone"),
            models.Index(fields=["branch", "id"], name="people_of_branch"),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as it is said: own, father's, grandfather's, family."""
        parts = (self.first_name, self.father_name, self.grandfather_name, self.family_name)
        return " ".join(part for part in parts if part)

    @property
    def masked_identity(self) -> str:
        """The identity number for lists: only its last four digits."""
        return f"••••••{self.identity_number[-4:]}" if self.identity_number else "—"

    def audit_subjects(self):
        return self.pk, None
