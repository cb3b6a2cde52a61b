"""The step log, the checked documents, and the referral that starts the clock."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from beneficiaries.models import PersonDocument, StoredFile
from policies.models import Channel, RequiredDocument

from ..steps import State, Step
from .requests import AboutRequest, SupportRequest, of_request
from .waivers import Waivable, waived_whole


class HandlingStep(models.Model):
    """One act of the walk: who did which step, from where to where, when and why. Append-only."""

    support_request = models.ForeignKey(
        SupportRequest,
        verbose_name=_("support request"),
        on_delete=models.PROTECT,
        related_name="handling_steps",
    )
    step = models.CharField(_("step"), max_length=12, choices=Step.choices)
    from_state = models.CharField(_("from state"), max_length=10, choices=State.choices, blank=True)
    to_state = models.CharField(_("to state"), max_length=10, choices=State.choices)
    round = models.PositiveSmallIntegerField(_("round"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="handling_steps",
    )
    acting_as = models.CharField(_("acting as"), max_length=120)
    at = models.DateTimeField(_("when"))
    note = models.TextField(_("note"), blank=True)

    append_only = True
    guards = (Guard("a_change_of_researcher_says_why", ("INSERT",), "NEW.step = 'assign' AND NEW.note = ''"),)

    class Meta:
        verbose_name = _("handling step")
        verbose_name_plural = _("handling steps")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="handling_step_is_known"),
        ]
        indexes = [models.Index(fields=["support_request", "id"], name="steps_of_request")]

    def __str__(self):
        return f"{self.support_request_id} {self.step}"


class Verdict(models.TextChoices):
    MATCHES = "matches", _("Matches")
    DIFFERS = "differs", _("Differs")
    MISSING = "missing", _("Missing")


_OF_ANOTHER_PERSON = (
    "NEW.taken_from_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM beneficiaries_persondocument AS held "
    "JOIN intake_supportrequest AS request ON request.beneficiary_id = held.beneficiary_id "
    "WHERE held.id = NEW.taken_from_id AND request.id = NEW.support_request_id)"
)
_CHANNEL_OF_ANOTHER_POLICY = (
    "NEW.channel_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM policies_channel AS channel "
    "JOIN intake_supportrequest AS request ON request.policy_version_id = channel.policy_version_id "
    "WHERE channel.id = NEW.channel_id AND request.id = NEW.support_request_id)"
)


class DataVerification(Waivable):
    """One required document as it was checked: what it says, who saw the original, and the verdict."""

    support_request = of_request("verifications")
    required_document = models.ForeignKey(
        RequiredDocument, verbose_name=_("required document"), on_delete=models.PROTECT, related_name="+"
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    number = models.CharField(_("document number"), max_length=40, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issued_printed = models.CharField(_("issue date as printed"), max_length=30, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    expires_printed = models.CharField(_("expiry date as printed"), max_length=30, blank=True)
    presented_on = models.DateField(_("presented on"))
    proves = models.CharField(_("what it proves"), max_length=200, blank=True)
    difference = models.CharField(_("what differs"), max_length=500, blank=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    original_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("original seen by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("checked by"), on_delete=models.PROTECT, related_name="+"
    )
    # Over which it came in: what was missing may be brought in any way.
    channel = models.ForeignKey(
        Channel,
        verbose_name=_("came in over"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # The document in the person's file that answered, so that nobody was asked for it again.
    taken_from = models.ForeignKey(
        PersonDocument,
        verbose_name=_("taken over from the person's file"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_over",
    )

    guards = (
        Guard(
            "a_document_is_taken_over_from_the_same_person",
            ("INSERT",),
            _OF_ANOTHER_PERSON,
        ),
        Guard(
            "a_document_is_taken_from_the_same_person",
            ("UPDATE",),
            f"COALESCE(OLD.taken_from_id, 0) <> NEW.taken_from_id AND {_OF_ANOTHER_PERSON}",
        ),
        Guard(
            "a_document_comes_in_over_a_channel_of_the_policy",
            ("INSERT", "UPDATE"),
            _CHANNEL_OF_ANOTHER_POLICY,
        ),
    )

    class Meta:
        verbose_name = _("document check")
        verbose_name_plural = _("document checks")
        constraints = [
            models.UniqueConstraint(
                fields=["support_request", "required_document"], name="a_document_is_checked_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(issued_on__isnull=True)
                | Q(expires_on__gte=F("issued_on")),
                name="a_document_expires_after_its_issue",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.DIFFERS) | ~Q(difference=""), name="a_difference_is_named"
            ),
            waived_whole("a_waiver_says_who_when_and_why"),
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True) | ~Q(verdict=Verdict.MATCHES),
                name="what_matches_is_not_waived",
            ),
        ]

    def __str__(self):
        return str(self.required_document)

    @property
    def is_accepted(self) -> bool:
        """Whether the request may go on with it: it matches, or the executive director let it pass."""
        return self.verdict == Verdict.MATCHES or self.is_waived


class HowTold(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    MESSAGE = "message", _("By message")
    LETTER = "letter", _("By letter")


_TOLD_TOO_EARLY = (
    "EXISTS (SELECT 1 FROM intake_referral f "
    "WHERE f.support_request_id = NEW.support_request_id AND f.told_on > NEW.told_on) "
    "OR EXISTS (SELECT 1 FROM intake_accuracypledge p "
    "WHERE p.support_request_id = NEW.support_request_id AND {signed} > NEW.told_on)"
)


class Referral(AboutRequest):
    """The person was told, and the request went to social research: the day on which the clock starts."""

    support_request = of_request("referrals")
    study = models.PositiveSmallIntegerField(_("study"))
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("social researcher"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    told_on = models.DateField(_("told on"))
    how_told = models.CharField(_("how the person was told"), max_length=10, choices=HowTold.choices)
    minimum_reply_days = models.PositiveSmallIntegerField(_("minimum reply period in days"))
    earliest_decision_on = models.DateField(_("earliest decision"))

    append_only = True
    guards = (
        Guard(
            "a_referral_is_of_the_next_study",
            ("INSERT",),
            "NOT EXISTS (SELECT 1 FROM intake_supportrequest r "
            "WHERE r.id = NEW.support_request_id AND NEW.study = r.study + 1)",
        ),
        # Nobody dates a telling back: it comes after the signature, and after every telling before it.
        Guard(
            "nobody_is_told_before_the_pledge_or_an_earlier_telling",
            ("INSERT",),
            _TOLD_TOO_EARLY.format(signed="(p.signed_at AT TIME ZONE 'Asia/Riyadh')::date"),
            sqlite=_TOLD_TOO_EARLY.format(signed="date(p.signed_at, '+3 hours')"),
        ),
        # That the period is the policy's, the committee's room guards: an appeal has one of its own.
        Guard(
            "the_reply_period_counts_calendar_days",
            ("INSERT",),
            "NEW.earliest_decision_on <> NEW.told_on + NEW.minimum_reply_days",
            sqlite="NEW.earliest_decision_on <> date(NEW.told_on, '+' || NEW.minimum_reply_days || ' days')",
        ),
    )

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        constraints = [
            models.UniqueConstraint(fields=["support_request", "study"], name="one_referral_per_study"),
            models.CheckConstraint(
                condition=Q(earliest_decision_on__gt=F("told_on")), name="an_answer_comes_after_the_telling"
            ),
        ]

    def __str__(self):
        return str(self.support_request)
