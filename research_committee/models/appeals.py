"""The appeal against a rejection: a new item with a clock of its own; the old decision stays as it was."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from intake.models.requests import AboutRequest, of_request
from policies.models import Channel

from . import decision_sql
from .decisions import Decision


class Appeal(AboutRequest):
    """What a person says against a rejection; `study` numbers the item that answers it."""

    support_request = of_request("appeals")
    decision = models.OneToOneField(
        Decision,
        verbose_name=_("the decision appealed against"),
        on_delete=models.PROTECT,
        related_name="appeal",
    )
    study = models.PositiveSmallIntegerField(_("study"))
    channel = models.ForeignKey(
        Channel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="+"
    )
    received_on = models.DateField(_("received on"))
    # The last day of the window, as the version counts it from the decision.
    window_until = models.DateField(_("appeal possible until"))
    grounds = models.TextField(_("what the person says"), max_length=4000)
    said_by = models.CharField(_("who appealed"), max_length=150)
    minimum_reply_days = models.PositiveSmallIntegerField(_("minimum reply period, in days"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("admitted although late by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    admitted_because = models.CharField(_("why it was admitted"), max_length=500, blank=True)

    append_only = True
    timeline_hidden = ("support_request", "study", "decision")
    guards = (
        Guard(
            "only_a_rejection_is_appealed_against",
            ("INSERT",),
            decision_sql.NOT_AGAINST_THE_STANDING_REJECTION,
        ),
        Guard(
            "a_decision_on_an_appeal_is_final",
            ("INSERT",),
            "EXISTS (SELECT 1 FROM research_committee_appeal a "
            "WHERE a.support_request_id = NEW.support_request_id)",
        ),
        Guard(
            "an_appeal_keeps_the_window_of_its_decision",
            ("INSERT",),
            decision_sql.WINDOW_IS_NOT_THE_DECISIONS,
            sqlite=decision_sql.WINDOW_IS_NOT_THE_DECISIONS_SQLITE,
        ),
        Guard(
            "an_appeal_comes_over_a_channel_of_the_policy",
            ("INSERT",),
            decision_sql.CHANNEL_OF_ANOTHER_POLICY,
        ),
        Guard(
            "an_appeal_gives_the_policys_reply_period",
            ("INSERT",),
            decision_sql.REPLY_PERIOD_IS_NOT_THE_POLICYS,
        ),
        Guard(
            "a_late_appeal_is_admitted_by_the_executive_director",
            ("INSERT",),
            "NEW.admitted_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM accounts_user u "
            "WHERE u.id = NEW.admitted_by_id AND u.is_active AND u.role_codes LIKE '%,executive,%')",
        ),
        # These stand on the walk's own tables: it cannot know the committee's.
        Guard(
            "nobody_is_told_of_an_appeal_before_it_came",
            ("INSERT",),
            decision_sql.TOLD_BEFORE_IT_CAME,
            table="intake_referral",
        ),
        Guard(
            "a_referral_gives_the_policys_reply_period",
            ("INSERT",),
            decision_sql.REFERRAL_HAS_ANOTHER_PERIOD,
            table="intake_referral",
        ),
        Guard(
            "only_an_appeal_reopens_a_rejected_request",
            ("UPDATE",),
            decision_sql.REOPENED_WITHOUT_AN_APPEAL,
            table="intake_supportrequest",
        ),
    )

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(fields=["support_request", "study"], name="an_appeal_is_one_item"),
            models.CheckConstraint(
                condition=Q(admitted_by__isnull=True, admitted_because="", received_on__lte=F("window_until"))
                | (Q(admitted_by__isnull=False) & ~Q(admitted_because="")),
                name="a_late_appeal_is_admitted_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(grounds="") & ~Q(said_by=""), name="an_appeal_says_who_and_why"
            ),
        ]

    def __str__(self):
        return f"{self.support_request}: {self.received_on}"
