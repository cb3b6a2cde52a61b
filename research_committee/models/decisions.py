"""The decision: what the votes said, on which day, for which reasons. Never edited afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from intake.models.requests import AboutRequest, of_request

from ..outcomes import Outcome
from . import counting_sql, decision_sql, session_sql, sql
from .agenda import AgendaItem

_OWN_REQUEST = (
    "EXISTS (SELECT 1 FROM intake_supportrequest r WHERE r.id = NEW.support_request_id AND {condition})"
)


def _count(label) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label)


def _leads(outcome: str, *others: str) -> Q:
    """No other outcome has more votes."""
    return Q(outcome=outcome) & Q(*(Q(**{f"{outcome}_votes__gte": F(f"{other}_votes")}) for other in others))


class Decision(AboutRequest):
    """The result of one item with its count and its reasons.

    SECURITY: the reply period stands here three times: as a rule of the walk, as a constraint between the
    two days of the row, and as a guard that compares the row with its request.
    """

    item = models.OneToOneField(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="decision"
    )
    support_request = of_request("decisions")
    study = models.PositiveSmallIntegerField(_("study"))
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices)
    # A code of the policy version's reasons (or of ours, where it names none); "" in the oldest decisions.
    reason_code = models.CharField(_("reason in one word"), max_length=40, blank=True)
    reasons = models.TextField(_("reasons"), max_length=4000)
    # The last day of an appeal, as the version counts it; only a rejection has one.
    appeal_until = models.DateField(_("appeal possible until"), null=True, blank=True)
    earliest_decision_on = models.DateField(_("earliest decision"))
    decided_on = models.DateField(_("decided on"))
    members = _count(_("members"))
    present = _count(_("present and not recused"))
    recused = _count(_("recused"))
    needed = _count(_("needed"))
    accept_votes = _count(_("votes for acceptance"))
    reject_votes = _count(_("votes for rejection"))
    defer_votes = _count(_("votes for deferral"))
    casting_vote_used = models.BooleanField(_("by the chair's casting vote"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True
    timeline_hidden = ("support_request", "item", "earliest_decision_on")
    guards = (
        Guard("a_decision_counts_the_whole_committee", ("INSERT",), counting_sql.OTHER_MEMBERS),
        Guard("a_decision_counts_who_is_recused", ("INSERT",), counting_sql.OTHERS_RECUSED),
        Guard("a_decision_counts_who_is_present", ("INSERT",), counting_sql.OTHERS_PRESENT),
        Guard("a_decision_needs_the_quorum_of_its_policy", ("INSERT",), counting_sql.OTHER_QUORUM),
        Guard("a_tie_is_decided_by_the_chairs_own_vote", ("INSERT",), counting_sql.TIE_IS_NOT_THE_CHAIRS),
        Guard(
            "a_decision_is_recorded_by_who_runs_the_session", ("INSERT",), counting_sql.RECORDED_BY_ANOTHER
        ),
        Guard("a_decision_follows_its_report", ("INSERT",), counting_sql.REPORT_IS_MISSING),
        Guard(
            "a_decision_is_not_dated_ahead",
            ("INSERT",),
            counting_sql.DATED_AHEAD,
            sqlite=counting_sql.DATED_AHEAD_SQLITE,
        ),
        Guard("a_decision_is_not_older_than_its_session", ("INSERT",), counting_sql.DATED_BACK),
        Guard(
            "no_decision_before_the_reply_period_ends",
            ("INSERT",),
            "NEW.outcome <> 'defer' AND NOT "
            + _OWN_REQUEST.format(
                condition="r.earliest_decision_on = NEW.earliest_decision_on "
                "AND NEW.decided_on >= r.earliest_decision_on"
            ),
        ),
        Guard(
            "only_a_studied_request_is_decided",
            ("INSERT",),
            "NOT " + _OWN_REQUEST.format(condition="r.state = 'studied' AND r.study = NEW.study"),
        ),
        Guard(
            "a_decision_answers_its_open_item",
            ("INSERT",),
            "NOT EXISTS (SELECT 1 FROM research_committee_agendaitem i WHERE i.id = NEW.item_id "
            "AND i.closed_at IS NULL AND i.support_request_id = NEW.support_request_id "
            "AND i.study = NEW.study)",
        ),
        Guard("a_decision_is_taken_in_an_open_session", ("INSERT",), session_sql.ITEM_NOT_OPEN),
        Guard(
            "a_decision_counts_the_votes_cast",
            ("INSERT",),
            " OR ".join(sql.miscounted(choice) for choice in Outcome),
        ),
        Guard("a_decision_names_a_reason_of_its_policy", ("INSERT",), decision_sql.REASON_IS_MADE_UP),
        Guard(
            "a_rejection_says_until_when_to_appeal",
            ("INSERT",),
            decision_sql.REMEDY_IS_WRONG,
            sqlite=decision_sql.REMEDY_IS_WRONG_SQLITE,
        ),
        # These stand on the walk's own tables: it cannot know the committee's.
        Guard(
            "a_decided_request_has_its_decision",
            ("INSERT", "UPDATE"),
            f"NEW.state IN ('accepted', 'rejected', 'registered', 'served') AND NOT {sql.DECIDED}",
            table="intake_supportrequest",
        ),
        Guard(
            "a_studied_request_has_its_report",
            ("INSERT", "UPDATE"),
            counting_sql.STUDIED_WITHOUT_REPORT,
            table="intake_supportrequest",
        ),
        Guard(
            "a_service_is_granted_with_its_acceptance",
            ("INSERT",),
            counting_sql.NOTHING_IS_GRANTED,
            table="intake_grantedservice",
        ),
        Guard(
            "who_voted_does_not_register",
            ("INSERT",),
            sql.voted("NEW.registered_by_id"),
            table="intake_registration",
        ),
        Guard(
            "who_voted_does_not_deliver",
            ("INSERT",),
            sql.voted("NEW.delivered_by_id"),
            table="intake_servicedelivery",
        ),
    )

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["support_request", "study"], name="a_study_is_decided_once"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DEFER) | Q(decided_on__gte=F("earliest_decision_on")),
                name="decision_waits_for_reply_period",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="a_decision_has_reasons"),
            models.CheckConstraint(
                condition=Q(appeal_until__isnull=True)
                | Q(outcome=Outcome.REJECT, appeal_until__gte=F("decided_on")),
                name="only_a_rejection_has_an_appeal_window",
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("needed"), present__lte=F("members") - F("recused"))
                & Q(needed__lte=F("accept_votes") + F("reject_votes") + F("defer_votes")),
                name="a_decision_has_its_quorum",
            ),
            models.CheckConstraint(
                condition=_leads("accept", "reject", "defer")
                | _leads("reject", "accept", "defer")
                | _leads("defer", "accept", "reject"),
                name="the_most_votes_decide",
            ),
        ]

    def __str__(self):
        return f"{self.support_request}: {self.get_outcome_display()}"
