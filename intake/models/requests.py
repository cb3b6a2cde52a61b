"""The support request: whose, under which version of the policy, and where it stands."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch
from arabic.calendars import riyadh_today
from audit.guards import Guard
from audit.models import Audited
from beneficiaries.models import Beneficiary
from beneficiaries.models.merge_guards import passes_on_only_with_a_merge
from beneficiaries.models.open_files import only_of_open_files
from policies.models import Channel, PolicyVersion, ServiceType

from ..queues import RequestQuerySet
from ..steps import DECIDED_STATES, OPEN_STATES, REFERRED_STATES, State
from .assigning import NOT_A_RESEARCHER


class SameNeedPermit(Audited):
    """An executive's permission for one more request for a need that is already being handled, with the reason."""

    beneficiary = models.ForeignKey(
        Beneficiary, verbose_name=_("beneficiary"), on_delete=models.PROTECT, related_name="same_need_permits"
    )
    service_type = models.ForeignKey(
        ServiceType, verbose_name=_("service"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("allowed by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True
    follows = ("beneficiary",)
    guards = (passes_on_only_with_a_merge("intake_sameneedpermit"),)

    class Meta:
        verbose_name = _("permission for a second request")
        verbose_name_plural = _("permissions for a second request")

    def __str__(self):
        return self.reason

    def audit_subjects(self):
        return self.beneficiary_id, None


def new_reference() -> str:
    """A short number to say on the phone: the year and seven random digits, so that nobody can count through them."""
    return f"{riyadh_today():%y}-{secrets.randbelow(10_000_000):07d}"


class SupportRequest(Audited):
    """A person's request for support. Its state changes only through `intake.workflow.perform`."""

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    beneficiary = models.ForeignKey(
        Beneficiary, verbose_name=_("beneficiary"), on_delete=models.PROTECT, related_name="support_requests"
    )
    policy_version = models.ForeignKey(
        PolicyVersion,
        verbose_name=_("policy version"),
        on_delete=models.PROTECT,
        related_name="support_requests",
    )
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="+"
    )
    service_type = models.ForeignKey(
        ServiceType, verbose_name=_("service"), on_delete=models.PROTECT, related_name="+"
    )
    need = models.TextField(_("need"), max_length=2000)
    branch = models.ForeignKey(
        Branch, verbose_name=_("branch"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, editable=False)
    state_since = models.DateTimeField(_("in this state since"), editable=False)
    # Counts the rounds of verification and pledge: a return starts a new one, and the old pledge no longer stands.
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    # Counts the studies: a referral and a deferral each ask for a new report.
    study = models.PositiveSmallIntegerField(_("study"), default=0, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("received by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("social researcher"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    told_on = models.DateField(_("referred and told on"), null=True, editable=False)
    earliest_decision_on = models.DateField(_("earliest decision"), null=True, editable=False)
    # A promise of the version (its optional target reply period), never a rule.
    reply_due_on = models.DateField(_("reply promised by"), null=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    same_need_permit = models.OneToOneField(
        SameNeedPermit,
        verbose_name=_("permission for a second request"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="support_request",
    )

    timeline_hidden = ("state_since", "reference", "beneficiary")
    objects = RequestQuerySet.as_manager()
    guards = (
        # SECURITY: the days of the clock are those of a referral, which nobody edits; every door asks this one.
        Guard(
            "the_clock_is_that_of_a_referral",
            ("INSERT", "UPDATE"),
            "NEW.told_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM intake_referral f "
            "WHERE f.support_request_id = NEW.id AND f.told_on = NEW.told_on "
            "AND f.earliest_decision_on = NEW.earliest_decision_on AND f.study <= NEW.study "
            "AND NOT EXISTS (SELECT 1 FROM intake_referral g "
            "WHERE g.support_request_id = f.support_request_id AND g.told_on > f.told_on))",
        ),
        # What was under way when a file was closed is still brought to its end.
        only_of_open_files("intake_supportrequest", events=("INSERT",)),
        Guard(
            "a_request_keeps_its_policy_version",
            ("UPDATE",),
            "OLD.policy_version_id <> NEW.policy_version_id",
        ),
        Guard(
            "a_request_is_given_to_a_researcher",
            ("UPDATE",),
            f"COALESCE(OLD.researcher_id, 0) <> NEW.researcher_id AND {NOT_A_RESEARCHER}",
        ),
        Guard(
            "who_received_a_request_does_not_study_it",
            ("UPDATE",),
            "COALESCE(OLD.researcher_id, 0) <> NEW.researcher_id AND NEW.researcher_id = NEW.received_by_id",
        ),
        Guard(
            "the_researcher_changes_only_until_the_report",
            ("UPDATE",),
            "COALESCE(OLD.researcher_id, 0) <> COALESCE(NEW.researcher_id, 0) "
            "AND OLD.state NOT IN ('pledged', 'referred')",
        ),
    )

    class Meta:
        verbose_name = _("support request")
        verbose_name_plural = _("support requests")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="request_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=REFERRED_STATES)
                | Q(told_on__isnull=False, earliest_decision_on__isnull=False, researcher__isnull=False),
                name="a_referred_request_has_its_clock",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True, earliest_decision_on__isnull=True)
                | Q(told_on__isnull=False, earliest_decision_on__gt=F("told_on")),
                name="the_clock_runs_forward",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED_STATES)
                | Q(decided_on__isnull=False, decided_on__gte=F("earliest_decision_on")),
                name="request_decision_waits_for_reply_period",
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "service_type"],
                condition=Q(state__in=OPEN_STATES, same_need_permit__isnull=True),
                name="one_open_request_per_need",
            ),
        ]
        indexes = [
            models.Index(fields=["state_since", "id"], name="requests_by_last_move"),
            models.Index(
                fields=["state", "state_since", "id"],
                condition=Q(state__in=OPEN_STATES),
                name="waiting_by_state",
            ),
            models.Index(
                fields=["researcher", "state_since", "id"],
                condition=Q(state=State.REFERRED),
                name="waiting_by_researcher",
            ),
            models.Index(
                fields=["branch", "state", "state_since", "id"],
                condition=Q(state__in=OPEN_STATES),
                name="waiting_by_branch",
            ),
        ]

    def __str__(self):
        return self.reference

    def audit_subjects(self):
        return self.beneficiary_id, self.pk

    def save(self, *args, **kwargs):
        """SECURITY: a state that did not come from `workflow.perform` is refused, also in the shell."""
        before = getattr(self, "_as_read", {}).get("state")
        if self.state != before and not getattr(self, "_moving", False):
            raise RuntimeError("The state of a request changes only through intake.workflow.perform().")
        super().save(*args, **kwargs)


def of_request(related_name: str) -> models.ForeignKey:
    """The link of a row to its request."""
    return models.ForeignKey(
        SupportRequest, verbose_name=_("support request"), on_delete=models.PROTECT, related_name=related_name
    )


class AboutRequest(Audited):
    """A row that belongs to a request (field `support_request`) and shows on its timeline."""

    timeline_hidden = ("support_request",)

    class Meta:
        abstract = True

    def audit_subjects(self):
        return self.support_request.beneficiary_id, self.support_request_id
