"""What was granted, the registration, and what was delivered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.masking import Sensitive
from beneficiaries.iban import masked_iban
from beneficiaries.models import StoredFile
from policies.models import BeneficiaryCategory, ServiceType

from .requests import AboutRequest, of_request


class GrantedService(AboutRequest):
    """One thing that the committee granted, with its conditions."""

    support_request = of_request("granted_services")
    service_type = models.ForeignKey(
        ServiceType, verbose_name=_("service"), on_delete=models.PROTECT, related_name="+"
    )
    description = models.CharField(_("what is granted"), max_length=300)
    amount = models.DecimalField(
        _("amount in riyals"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    conditions = models.CharField(_("conditions"), max_length=500, blank=True)
    # How often, and from when until when: a rent for three months, meals for a year.
    times = models.PositiveSmallIntegerField(_("how many times"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    append_only = True

    class Meta:
        verbose_name = _("granted service")
        verbose_name_plural = _("granted services")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0), name="granted_amount_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(times__isnull=True) | Q(times__range=(1, 120)),
                name="granted_times_can_be_counted",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="a_granted_period_runs_forward",
            ),
        ]

    def __str__(self):
        return self.description


class Registration(AboutRequest):
    """The person's place in the association's register, opened by an accepted request."""

    support_request = of_request("registrations")
    number = models.CharField(_("registration number"), max_length=30, unique=True)
    category = models.ForeignKey(
        BeneficiaryCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="+"
    )
    valid_until = models.DateField(_("valid until"))
    remaining_requirements = models.TextField(
        _("requirements completed at registration"), max_length=1000, blank=True
    )
    iban = models.CharField(_("IBAN"), max_length=24, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("registered by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True
    sensitive = {"iban": Sensitive("beneficiaries.see_bank_account", masked_iban)}

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(fields=["support_request"], name="a_request_is_registered_once"),
            models.CheckConstraint(
                condition=Q(iban="") | Q(iban__regex=r"^SA[0-9]{22}$"), name="iban_is_saudi"
            ),
        ]

    def __str__(self):
        return self.number


class DeliveryOutcome(models.TextChoices):
    DELIVERED = "delivered", _("Delivered in full")
    PARTIAL = "partial", _("Delivered in part")
    FAILED = "failed", _("Not delivered yet")
    CLOSED = "closed", _("Closed without (further) delivery")


class ServiceDelivery(AboutRequest):
    """One hand-over, or the attempt, of one granted service."""

    support_request = of_request("deliveries")
    granted_service = models.ForeignKey(
        GrantedService, verbose_name=_("granted service"), on_delete=models.PROTECT, related_name="deliveries"
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=DeliveryOutcome.choices)
    delivered_on = models.DateField(_("day"))
    what = models.CharField(_("what was delivered"), max_length=300, blank=True)
    amount = models.DecimalField(
        _("amount in riyals"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    received_by_name = models.CharField(_("received by"), max_length=150, blank=True)
    receipt = models.ForeignKey(
        StoredFile,
        verbose_name=_("signed receipt"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("delivered by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True

    class Meta:
        verbose_name = _("service delivery")
        verbose_name_plural = _("service deliveries")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["delivered"]) | ~Q(reason=""),
                name="an_incomplete_delivery_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["delivered", "partial"]) | ~Q(received_by_name=""),
                name="a_delivery_names_its_receiver",
            ),
        ]

    def __str__(self):
        return self.what or self.get_outcome_display()
