"""The stated facts with what proves each, and the documents that the person was asked to bring."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.masking import Sensitive
from correspondence.models import Letter

from .records import DataVerification, HowTold, Verdict
from .requests import AboutRequest, of_request
from .waivers import Waivable, waived_whole


class Fact(models.TextChoices):
    """What a person states of themselves and a document can prove."""

    IDENTITY = "identity", _("Identity document")
    NAME = "name", _("Full name")
    BIRTH_DATE = "birth_date", _("Birth date")
    GENDER = "gender", _("Gender")
    NATIONALITY = "nationality", _("Nationality")
    MARITAL_STATE = "marital_state", _("Marital state")
    PHONE = "phone", _("Phone")
    ADDRESS = "address", _("Address")
    HOUSEHOLD = "household", _("Household")
    INCOME = "income", _("Monthly income")
    EXPENSES = "expenses", _("Monthly expenses")
    EDUCATION_WORK = "education_work", _("Education and work")
    IBAN = "iban", _("IBAN")
    HEALTH = "health", _("Health and disability")


_PROOF_OF_ANOTHER_REQUEST = (
    "NEW.proven_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM intake_dataverification AS proof "
    "WHERE proof.id = NEW.proven_by_id AND proof.support_request_id = NEW.support_request_id)"
)


class FactCheck(Waivable):
    """One stated fact as it was compared with a document. It counts while the same is still stated."""

    support_request = of_request("fact_checks")
    fact = models.CharField(_("stated fact"), max_length=14, choices=Fact.choices)
    # Of what was stated when it was compared: the fact itself stands in the person's file, and only there.
    stated_sha256 = models.CharField(_("SHA-256 of what was stated"), max_length=64)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    proven_by = models.ForeignKey(
        DataVerification,
        verbose_name=_("proven by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proven_facts",
    )
    found = models.CharField(_("what was found"), max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("checked by"), on_delete=models.PROTECT, related_name="+"
    )
    checked_on = models.DateField(_("checked on"))

    # In a trail nobody asks about which fact it was: health and bank account would be among them.
    sensitive = {"found": Sensitive("beneficiaries.see_health")}
    timeline_hidden = ("support_request", "stated_sha256")
    guards = (Guard("a_fact_is_proven_within_its_request", ("INSERT", "UPDATE"), _PROOF_OF_ANOTHER_REQUEST),)

    class Meta:
        verbose_name = _("check of a stated fact")
        verbose_name_plural = _("checks of stated facts")
        constraints = [
            models.UniqueConstraint(fields=["support_request", "fact"], name="a_fact_is_checked_once"),
            models.CheckConstraint(condition=Q(fact__in=Fact.values), name="stated_fact_is_known"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="fact_verdict_is_known"),
            models.CheckConstraint(
                condition=Q(stated_sha256__regex=r"^[0-9a-f]{64}$"), name="stated_fact_digest_is_sha256"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.DIFFERS) | ~Q(found=""), name="what_was_found_is_said"
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.MISSING) | Q(proven_by__isnull=True),
                name="a_missing_proof_is_no_document",
            ),
            waived_whole("a_waiver_of_a_fact_is_whole"),
            # What differs is corrected; only a proof that nobody can bring is let pass.
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True) | Q(verdict=Verdict.MISSING),
                name="only_a_missing_proof_is_waived",
            ),
        ]

    def __str__(self):
        return self.get_fact_display()


class AskOutcome(models.TextChoices):
    BROUGHT = "brought", _("Everything came in")
    ASKED_AGAIN = "asked_again", _("Asked again")


class DocumentsAsked(AboutRequest):
    """That the person was told which documents are missing and until when to bring them, over any channel."""

    support_request = of_request("documents_asked")
    # The codes of the required documents; their names stand in the policy version.
    codes = models.JSONField(_("documents"))
    asked_on = models.DateField(_("asked on"))
    bring_until = models.DateField(_("expected until"))
    how_told = models.CharField(_("how the person was told"), max_length=10, choices=HowTold.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    letter = models.ForeignKey(
        Letter, verbose_name=_("letter"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(_("settled on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=11, choices=AskOutcome.choices, blank=True)

    timeline_hidden = ("support_request", "codes")

    class Meta:
        verbose_name = _("request for missing documents")
        verbose_name_plural = _("requests for missing documents")
        constraints = [
            models.UniqueConstraint(
                fields=["support_request"],
                condition=Q(closed_on__isnull=True),
                name="one_list_of_missing_documents_is_open",
            ),
            models.CheckConstraint(
                condition=Q(bring_until__gt=F("asked_on")), name="documents_are_expected_later"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="")
                | Q(closed_on__isnull=False, outcome__in=AskOutcome.values),
                name="a_settled_list_says_how",
            ),
            models.CheckConstraint(
                condition=Q(how_told__in=HowTold.values), name="how_missing_documents_were_told_is_known"
            ),
        ]

    def __str__(self):
        return str(self.bring_until)
