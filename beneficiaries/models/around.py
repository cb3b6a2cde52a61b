"""What stands around a person's file: further phones, notes, categories, and the consent to keep it at all."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from audit.guards import Guard
from audit.masking import Sensitive
from audit.models import Audited
from policies.models import BeneficiaryCategory, PolicyVersion

from .open_files import only_of_open_files
from .people import Beneficiary


def of_person(related_name: str) -> models.ForeignKey:
    """The person a row belongs to; a merge of files gives the row to the kept one."""
    return models.ForeignKey(
        Beneficiary, verbose_name=_("beneficiary"), on_delete=models.PROTECT, related_name=related_name
    )


class AboutPerson(Audited):
    """The base of what belongs to one person's file."""

    class Meta:
        abstract = True

    def audit_subjects(self):
        return self.beneficiary_id, None


class OtherPhone(AboutPerson):
    """A further phone under which the person is reached."""

    beneficiary = of_person("other_phones")
    number = PhoneNumberField(_("phone"))
    answered_by = models.CharField(_("who answers the phone"), max_length=80)
    confirmed_on = models.DateField(_("phone still right on"), null=True, blank=True)
    ended_on = models.DateField(_("no longer right since"), null=True, blank=True)

    guards = (only_of_open_files("beneficiaries_otherphone"),)

    class Meta:
        verbose_name = _("further phone")
        verbose_name_plural = _("further phones")
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "number"],
                condition=Q(ended_on__isnull=True),
                name="a_further_phone_is_kept_once",
            ),
        ]
        indexes = [models.Index(fields=["number"], name="person_by_further_phone")]

    def __str__(self):
        return str(self.number)


class PersonNote(AboutPerson):
    """Something worth knowing of a person, kept as it was written."""

    beneficiary = of_person("notes")
    text = models.TextField(_("note"), max_length=2000)
    confidential = models.BooleanField(_("confidential"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written at"))

    # In a trail nobody asks whether a note was confidential that day: all of them are masked there.
    sensitive = {"text": Sensitive("beneficiaries.see_confidential_notes")}
    guards = (only_of_open_files("beneficiaries_personnote"),)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something")]
        indexes = [models.Index(fields=["beneficiary", "-id"], name="notes_of_person")]

    def __str__(self):
        return str(_("Note"))


class PersonCategory(AboutPerson):
    """A category of the policy in which the person stands, since when and until when."""

    beneficiary = of_person("categories")
    category = models.ForeignKey(
        BeneficiaryCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+"
    )
    since_on = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    guards = (only_of_open_files("beneficiaries_personcategory"),)

    class Meta:
        verbose_name = _("category of a beneficiary")
        verbose_name_plural = _("categories of a beneficiary")
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "category"],
                condition=Q(ended_on__isnull=True),
                name="a_person_stands_in_a_category_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since_on")),
                name="a_category_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return str(self.category)


class HowConsented(models.TextChoices):
    SPOKEN = "spoken", _("In person, spoken")
    SIGNED = "signed", _("On signed paper")
    PHONE = "phone", _("By phone")
    WEBSITE = "website", _("On the website")


class Consent(AboutPerson):
    """That the person was shown the privacy notice and agreed, until they take it back."""

    beneficiary = of_person("consents")
    policy_version = models.ForeignKey(
        PolicyVersion, verbose_name=_("policy version"), on_delete=models.PROTECT, related_name="+"
    )
    # Of the very words that were shown.
    notice_sha256 = models.CharField(_("SHA-256 of the notice"), max_length=64)
    given_at = models.DateTimeField(_("given at"))
    how = models.CharField(_("how the person agreed"), max_length=7, choices=HowConsented.choices)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_because = models.CharField(_("what the person said"), max_length=300, blank=True)

    guards = (
        only_of_open_files("beneficiaries_consent"),
        Guard(
            "a_withdrawn_consent_stays_withdrawn",
            ("UPDATE",),
            "OLD.withdrawn_at IS NOT NULL AND NEW.beneficiary_id = OLD.beneficiary_id",
        ),
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "policy_version"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_consent_stands_for_a_notice",
            ),
            models.CheckConstraint(condition=Q(how__in=HowConsented.values), name="how_consented_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="a_consent_is_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self):
        return str(self.policy_version)
