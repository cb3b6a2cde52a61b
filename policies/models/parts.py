"""The parts of a policy version: each a row with a code for programs and a label for people."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited
from audit.refusals import Refused

from ..pack import STEP_CODES
from ..wording import in_active_language

_PARENT_IS_APPROVED = (
    "EXISTS (SELECT 1 FROM policies_policyversion AS parent "
    "WHERE parent.id = {row}.policy_version_id AND parent.approved_at IS NOT NULL)"
)
_OLD, _NEW = _PARENT_IS_APPROVED.format(row="OLD"), _PARENT_IS_APPROVED.format(row="NEW")


def _version_with(related_name):
    return models.ForeignKey(
        "policies.PolicyVersion",
        verbose_name=_("policy version"),
        on_delete=models.PROTECT,
        related_name=related_name,
    )


class PolicyPart(Audited):
    """A part of one version; frozen together with it, in code (`policies.drafting`) and in the database."""

    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[
            RegexValidator(r"\A[a-z][a-z0-9_-]*\Z", _("A code is lower-case Latin letters, digits, _ and -."))
        ],
    )
    label_ar = models.CharField(_("label in Arabic"), max_length=200)
    label_en = models.CharField(_("label in English"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    removable = True

    class Meta:
        abstract = True
        ordering = ["policy_version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy_version", "code"], name="%(class)s_code_is_used_once"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z][a-z0-9_-]*$"), name="%(class)s_code_is_ascii"
            ),
        ]

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        name = f"{cls.__name__.lower()}_of_approved_version_is_frozen"
        cls.guards = (
            Guard(name, ("INSERT",), _NEW),
            Guard(name, ("UPDATE",), f"{_OLD} OR {_NEW}"),
            Guard(name, ("DELETE",), _OLD),
        )

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self._refuse_unless_open()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_unless_open()
        return super().delete(*args, **kwargs)

    def _refuse_unless_open(self):
        """Asks the stored version, locked, so that no part slips in while the board approves."""
        versions = type(self).policy_version.field.related_model.objects
        reason = versions.select_for_update().get(pk=self.policy_version_id).reason_closed()
        if reason:
            raise Refused(reason)

    @property
    def label(self) -> str:
        return in_active_language(self, "label")

    def content(self) -> dict:
        """What this part says, as it enters the digest of its version."""
        return {"code": self.code, "label_ar": self.label_ar, "label_en": self.label_en}


class Channel(PolicyPart):
    """A way on which people reach the association."""

    policy_version = _version_with("channels")

    class Meta(PolicyPart.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")


class Tool(PolicyPart):
    """A paper that the employee works with."""

    policy_version = _version_with("tools")

    class Meta(PolicyPart.Meta):
        verbose_name = _("tool")
        verbose_name_plural = _("tools")


class ServiceType(PolicyPart):
    """A kind of service that can be asked for."""

    policy_version = _version_with("service_types")

    class Meta(PolicyPart.Meta):
        verbose_name = _("service type")
        verbose_name_plural = _("service types")


class BeneficiaryCategory(PolicyPart):
    """A category under which an accepted person is registered."""

    policy_version = _version_with("categories")

    class Meta(PolicyPart.Meta):
        verbose_name = _("beneficiary category")
        verbose_name_plural = _("beneficiary categories")


class RequiredDocument(PolicyPart):
    """A document that must be presented, for some services or for all."""

    class Validity(models.TextChoices):
        MUST_NOT_BE_EXPIRED = "must_not_be_expired", _("Not expired")
        ISSUED_WITHIN_MONTHS = "issued_within_months", _("Issued within a number of months")
        NONE = "none", _("Does not expire")

    policy_version = _version_with("required_documents")
    service_codes = models.JSONField(_("required for"), default=list, blank=True)
    validity = models.CharField(_("validity rule"), max_length=30, choices=Validity.choices)
    months = models.PositiveSmallIntegerField(
        _("months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    class Meta(PolicyPart.Meta):
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")
        constraints = [
            *PolicyPart.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(validity__in=["must_not_be_expired", "issued_within_months", "none"]),
                name="validity_rule_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(validity="issued_within_months", months__gt=0)
                | (~models.Q(validity="issued_within_months") & models.Q(months__isnull=True)),
                name="months_belong_to_their_validity_rule",
            ),
        ]

    def is_required_for(self, service_code: str) -> bool:
        return not self.service_codes or service_code in self.service_codes

    def content(self) -> dict:
        rules = {"service_types": list(self.service_codes), "validity": self.validity, "months": self.months}
        return super().content() | rules


class StepText(PolicyPart):
    """What the policy calls one of the seven steps, and what it tells the employee to do there."""

    policy_version = _version_with("steps")
    code = models.CharField(_("step"), max_length=20, choices=[(code, code) for code in STEP_CODES])
    guidance_ar = models.TextField(_("guidance in Arabic"))
    guidance_en = models.TextField(_("guidance in English"), blank=True)

    class Meta(PolicyPart.Meta):
        verbose_name = _("step text")
        verbose_name_plural = _("step texts")
        constraints = [
            *PolicyPart.Meta.constraints,
            models.CheckConstraint(condition=models.Q(code__in=STEP_CODES), name="step_is_one_of_the_seven"),
        ]

    @property
    def guidance(self) -> str:
        return in_active_language(self, "guidance")

    def content(self) -> dict:
        return super().content() | {"guidance_ar": self.guidance_ar, "guidance_en": self.guidance_en}


class DecisionReason(PolicyPart):
    """A reason that a decision of the committee may name, for one of its outcomes."""

    class ReasonOf(models.TextChoices):
        ACCEPT = "accept", _("Acceptance")
        REJECT = "reject", _("Rejection")
        DEFER = "defer", _("Deferral for more study")

    policy_version = _version_with("decision_reasons")
    outcome = models.CharField(_("reason of"), max_length=6, choices=ReasonOf.choices)

    class Meta(PolicyPart.Meta):
        verbose_name = _("reason of a decision")
        verbose_name_plural = _("reasons of decisions")

    def content(self) -> dict:
        return {**super().content(), "outcome": self.outcome}
