"""What lies before a session: its items, who is recused from them, and the votes."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet
from intake.models.requests import AboutRequest, of_request

from ..outcomes import ItemResult, Outcome
from . import counting_sql, session_sql, sql
from .sessions import CommitteeSession

_STANDS = f"NOT {sql.recused('v.item_id', 'v.member_id')} AND NOT {sql.handled('v.item_id', 'v.member_id')}"
# An alternate and the member whose place they took have one vote on an item between them.
_PLACE_HAS_VOTED = session_sql.place_has_voted(_STANDS)


class ItemQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        """The lines of agendas: references and counts, nothing about a person."""
        return self if user.may("research_committee.see_sessions") else self.none()

    def open_to(self, user):
        """The items whose page this person may read; who is recused from one of a request reads none of it."""
        recused = Recusal._base_manager.filter(member=user, item__support_request=OuterRef("support_request"))
        return self.visible_to(user).filter(~Exists(recused))


class AgendaItem(AboutRequest):
    """One study of one request before one session, open until it is decided or carried over."""

    session = models.ForeignKey(
        CommitteeSession, verbose_name=_("committee session"), on_delete=models.PROTECT, related_name="items"
    )
    support_request = of_request("agenda_items")
    study = models.PositiveSmallIntegerField(_("study"))
    position = models.PositiveSmallIntegerField(_("place on the agenda"))
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    result = models.CharField(_("closed as"), max_length=12, choices=ItemResult.choices, blank=True)
    carry_reason = models.CharField(_("why it was carried over"), max_length=500, blank=True)

    timeline_hidden = ("support_request", "position")
    objects = ItemQuerySet.as_manager()
    guards = (
        Guard("an_agenda_item_begins_open", ("INSERT",), "NEW.closed_at IS NOT NULL OR NEW.result <> ''"),
        Guard("only_a_studied_request_comes_before_a_session", ("INSERT",), sql.IS_NOT_STUDIED),
        Guard("agenda_items_are_kept", ("DELETE",)),
        Guard("a_closed_item_stands_still", ("UPDATE",), "OLD.closed_at IS NOT NULL"),
        Guard(
            "nothing_is_added_to_a_closed_session",
            ("INSERT",),
            session_sql.takes_no_items("NEW.session_id"),
        ),
        Guard(
            "an_agenda_item_keeps_its_matter",
            ("UPDATE",),
            "OLD.session_id <> NEW.session_id OR OLD.support_request_id <> NEW.support_request_id "
            "OR OLD.study <> NEW.study",
        ),
        Guard(
            "a_decided_item_has_its_decision",
            ("UPDATE",),
            "NEW.result = 'decided' AND NOT EXISTS "
            "(SELECT 1 FROM research_committee_decision d WHERE d.item_id = NEW.id)",
        ),
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["support_request", "study"],
                condition=Q(closed_at__isnull=True),
                name="a_study_lies_before_one_session",
            ),
            models.UniqueConstraint(fields=["session", "position"], name="agenda_places_are_given_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, result="")
                | Q(closed_at__isnull=False, result=ItemResult.DECIDED)
                | (Q(closed_at__isnull=False, result=ItemResult.CARRIED_OVER) & ~Q(carry_reason="")),
                name="a_closed_item_says_how",
            ),
        ]

    def __str__(self):
        return f"{self.session}: {self.support_request}"


class AboutItem(Audited):
    """A row that belongs to an agenda item and shows on its request's timeline."""

    class Meta:
        abstract = True

    def audit_subjects(self):
        return self.item.support_request.beneficiary_id, self.item.support_request_id


class Recusal(AboutItem):
    """A member who has no part in an item, and why: declared by the member, or by the chair or secretary."""

    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="recusals"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("declared by"), on_delete=models.PROTECT, related_name="+"
    )

    append_only = True
    # A relation to the person is nobody's business outside the committee.
    timeline_hidden = ("item", "reason")
    guards = (
        Guard("only_members_are_recused", ("INSERT",), counting_sql.not_seated("NEW.member_id")),
        Guard(
            "a_recusal_is_declared_by_the_member_or_who_runs_the_session",
            ("INSERT",),
            f"NEW.declared_by_id <> NEW.member_id AND {counting_sql.not_run_by('NEW.declared_by_id')}",
        ),
        Guard("nobody_is_recused_from_a_closed_item", ("INSERT",), sql.ITEM_IS_CLOSED),
        Guard(
            "nobody_takes_anothers_vote_by_recusal",
            ("INSERT",),
            "NEW.declared_by_id <> NEW.member_id AND EXISTS (SELECT 1 FROM research_committee_vote v "
            "WHERE v.item_id = NEW.item_id AND v.member_id = NEW.member_id) AND NOT EXISTS "
            "(SELECT 1 FROM research_committee_conflictruling c WHERE c.item_id = NEW.item_id "
            "AND c.member_id = NEW.member_id AND c.confirmed)",
        ),
    )

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="a_member_is_recused_once_from_an_item"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_recusal_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.member} — {self.item}"


class Vote(AboutItem):
    """What one member says to one item; it may be changed, with history, until the item is closed."""

    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), on_delete=models.PROTECT, related_name="votes"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+"
    )
    choice = models.CharField(_("vote"), max_length=6, choices=Outcome.choices)
    opinion = models.CharField(_("opinion"), max_length=1000, blank=True)

    # Who voted and when is seen by everyone who sees the request; how, only by the committee and the auditor.
    timeline_hidden = ("item", "choice", "opinion")
    guards = (
        Guard("only_members_of_the_committee_vote", ("INSERT", "UPDATE"), sql.HAS_NO_VOTE),
        Guard("votes_are_kept", ("DELETE",)),
        Guard(
            "a_vote_stays_with_its_member_and_item",
            ("UPDATE",),
            "OLD.item_id <> NEW.item_id OR OLD.member_id <> NEW.member_id",
        ),
        Guard("nobody_votes_on_a_closed_item", ("INSERT", "UPDATE"), sql.ITEM_IS_CLOSED),
        Guard("the_recused_do_not_vote", ("INSERT", "UPDATE"), sql.recused("NEW.item_id", "NEW.member_id")),
        Guard("only_who_attends_votes", ("INSERT", "UPDATE"), sql.MEMBER_IS_ABSENT),
        Guard("nobody_votes_in_a_session_that_is_not_open", ("INSERT", "UPDATE"), session_sql.ITEM_NOT_OPEN),
        Guard("a_place_votes_once_on_an_item", ("INSERT", "UPDATE"), _PLACE_HAS_VOTED),
        Guard(
            "who_handled_a_request_does_not_vote_on_it",
            ("INSERT", "UPDATE"),
            sql.handled("NEW.item_id", "NEW.member_id"),
        ),
    )

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="a_member_votes_once_on_an_item"),
            models.CheckConstraint(condition=Q(choice__in=Outcome.values), name="a_vote_is_one_of_three"),
        ]

    def __str__(self):
        return f"{self.member} — {self.item}"
