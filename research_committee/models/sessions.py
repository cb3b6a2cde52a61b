"""The sessions of the committee, and who attended them."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet

from ..outcomes import SessionMode
from . import session_sql as sql

_VOTED = (
    "EXISTS (SELECT 1 FROM research_committee_vote v "
    "JOIN research_committee_agendaitem i ON i.id = v.item_id "
    "WHERE i.session_id = OLD.session_id AND v.member_id = OLD.member_id)"
)


class SessionQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        return self if user.may("research_committee.see_sessions") else self.none()


class CommitteeSession(Audited):
    """One meeting of the committee, numbered within its year: planned, then open until its last item is closed."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200)
    mode = models.CharField(
        _("how the members meet"), max_length=8, choices=SessionMode.choices, default=SessionMode.TOGETHER
    )
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    meeting_link = models.URLField(_("link of the remote meeting"), max_length=500, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("planned by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    # Empty while the session is only planned.
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("called off"), null=True, editable=False)
    cancelled_because = models.CharField(_("why it was called off"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects = SessionQuerySet.as_manager()
    guards = (
        Guard(
            "a_session_begins_neither_closed_nor_called_off",
            ("INSERT",),
            "NEW.closed_at IS NOT NULL OR NEW.cancelled_at IS NOT NULL",
        ),
        Guard(
            "only_chair_or_secretary_open_a_session",
            ("INSERT",),
            f"NEW.opened_by_id IS NOT NULL AND {sql.OPENED_BY_ANOTHER}",
        ),
        Guard(
            "only_chair_or_secretary_open_a_session",
            ("UPDATE",),
            f"NEW.opened_by_id IS NOT NULL AND OLD.opened_by_id IS NULL AND {sql.OPENED_BY_ANOTHER}",
        ),
        Guard(
            "a_session_counts_in_the_year_of_its_day",
            ("INSERT",),
            "NEW.year <> EXTRACT(YEAR FROM NEW.held_on)",
            sqlite="NEW.year <> CAST(strftime('%Y', NEW.held_on) AS INTEGER)",
        ),
        # An opened one keeps both.
        Guard(
            "a_session_counts_in_the_year_of_its_day",
            ("UPDATE",),
            "OLD.opened_by_id IS NULL AND NEW.year <> EXTRACT(YEAR FROM NEW.held_on)",
            sqlite="OLD.opened_by_id IS NULL AND NEW.year <> CAST(strftime('%Y', NEW.held_on) AS INTEGER)",
        ),
        Guard("committee_sessions_are_kept", ("DELETE",)),
        Guard("a_closed_session_stands_still", ("UPDATE",), "OLD.closed_at IS NOT NULL"),
        Guard("a_session_called_off_stands_still", ("UPDATE",), "OLD.cancelled_at IS NOT NULL"),
        Guard(
            "an_open_session_is_not_planned_again",
            ("UPDATE",),
            "OLD.opened_by_id IS NOT NULL AND (NEW.opened_by_id IS NULL OR NEW.cancelled_at IS NOT NULL "
            "OR NEW.held_on <> OLD.held_on OR NEW.year <> OLD.year OR NEW.number <> OLD.number)",
        ),
        Guard(
            "a_session_closes_after_its_last_item",
            ("UPDATE",),
            f"NEW.closed_at IS NOT NULL AND {sql.HAS_OPEN_ITEMS}",
        ),
        Guard(
            "a_session_closes_when_everybody_has_left",
            ("UPDATE",),
            f"NEW.closed_at IS NOT NULL AND {sql.SOMEBODY_IS_THERE}",
        ),
        Guard(
            "a_session_called_off_leaves_no_item_open",
            ("UPDATE",),
            f"NEW.cancelled_at IS NOT NULL AND {sql.HAS_OPEN_ITEMS}",
        ),
        Guard(
            "a_session_is_not_opened_before_its_day",
            ("INSERT", "UPDATE"),
            "NEW.opened_at IS NOT NULL AND (NEW.opened_at AT TIME ZONE 'Asia/Riyadh')::date < NEW.held_on",
            sqlite="NEW.opened_at IS NOT NULL AND date(NEW.opened_at, '+3 hours') < NEW.held_on",
        ),
    )

    class Meta:
        verbose_name = _("committee session")
        verbose_name_plural = _("committee sessions")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="a_session_number_is_given_once_a_year"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sessions_count_from_one"),
            models.CheckConstraint(
                condition=Q(opened_by__isnull=False) | Q(planned_by__isnull=False, opened_at__isnull=True),
                name="a_session_is_planned_or_opened_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_by__isnull=False),
                name="only_an_open_session_closes",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_because="")
                | (Q(cancelled_at__isnull=False, opened_by__isnull=True) & ~Q(cancelled_because="")),
                name="only_a_planned_session_is_called_off",
            ),
            models.CheckConstraint(condition=Q(mode__in=SessionMode.values), name="session_mode_is_known"),
        ]

    def __str__(self):
        return _text("Session %(number)s of %(year)s") % {"number": self.number, "year": self.year}

    @property
    def is_open(self) -> bool:
        return self.opened_by_id is not None and self.closed_at is None

    @property
    def is_planned(self) -> bool:
        return self.opened_by_id is None and self.cancelled_at is None


class Attendance(Audited):
    """The time of one member in a session, from coming to leaving; who comes back has a second row.

    Taken back only while the session is open, before the member votes and before an item is decided with it.
    An alternate's row says in whose place they sit; without a place an alternate is not on the attendance.
    """

    session = models.ForeignKey(
        CommitteeSession,
        verbose_name=_("committee session"),
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+"
    )

    # Empty in the sessions that were held before comings and goings were kept.
    came_at = models.DateTimeField(_("came"), null=True)
    left_at = models.DateTimeField(_("left"), null=True)
    # An alternate sits in the place of this member.
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("stands in for"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    removable = True
    guards = (
        Guard("nobody_comes_to_a_closed_session", ("INSERT", "UPDATE"), sql.not_open("NEW.session_id")),
        Guard(
            "who_voted_stays_on_the_attendance",
            ("DELETE",),
            f"{sql.closed('OLD.session_id')} OR {_VOTED} OR {sql.WAS_THERE_AT_A_DECISION}",
        ),
        Guard("who_comes_has_a_time_of_coming", ("INSERT",), "NEW.came_at IS NULL"),
        Guard("a_member_leaves_after_coming", ("INSERT", "UPDATE"), "NEW.left_at < NEW.came_at"),
        # A time may be corrected while the session is open; whose it is stays.
        Guard(
            "an_attendance_keeps_its_member_and_place",
            ("UPDATE",),
            f"{sql.closed('OLD.session_id')} OR OLD.session_id <> NEW.session_id "
            "OR OLD.member_id <> NEW.member_id "
            "OR COALESCE(OLD.stands_in_for_id, 0) <> COALESCE(NEW.stands_in_for_id, 0)",
        ),
        Guard("nobody_comes_to_what_was_decided", ("INSERT",), sql.COMES_BEFORE_A_DECISION),
        Guard("who_was_there_at_a_decision_was_there", ("UPDATE",), sql.MOVES_ABOUT_A_DECISION),
        Guard("only_members_attend_a_session", ("INSERT", "UPDATE"), f"NOT {sql.SITS_ON_THE_COMMITTEE}"),
        Guard("an_alternate_sits_in_a_members_place", ("INSERT",), sql.SITS_IN_NO_PLACE),
        Guard("an_alternate_has_one_place_in_a_session", ("INSERT",), sql.SITS_IN_TWO_PLACES),
        Guard("one_person_sits_in_a_place_at_a_time", ("INSERT",), f"{sql.PLACE_IS_TAKEN})"),
        Guard(
            "one_person_sits_in_a_place_at_a_time", ("UPDATE",), f"{sql.PLACE_IS_TAKEN} AND o.id <> NEW.id)"
        ),
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "member"],
                condition=Q(left_at__isnull=True),
                name="a_member_is_in_a_session_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["session", "stands_in_for"],
                condition=Q(left_at__isnull=True, stands_in_for__isnull=False),
                name="a_member_has_one_alternate_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(came_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="whoever_leaves_came_before",
            ),
        ]

    def __str__(self):
        return f"{self.member} — {self.session}"

    def covers(self, moment: datetime | None) -> bool:
        """Whether the person was in the room at a moment; None is now, of whoever has not left."""
        if moment is None:
            return self.left_at is None
        return (self.came_at is None or self.came_at <= moment) and (
            self.left_at is None or moment <= self.left_at
        )
