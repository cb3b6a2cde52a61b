"""Who sits on the research committee, in which position, from when until when."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arabic.calendars import dual
from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet

from ..outcomes import Position

_TABLE = "research_committee_committeemember"
# Two seats on the same days that cannot stand beside each other: two chairs, two secretaries, a person twice.
_OVERLAPS = f"""EXISTS (SELECT 1 FROM {_TABLE} other
  WHERE (other.user_id = NEW.user_id
         OR (NEW.position IN ('chair', 'secretary') AND other.position = NEW.position))
    AND other.from_on <= COALESCE(NEW.until_on, '9999-12-31')
    AND COALESCE(other.until_on, '9999-12-31') >= NEW.from_on"""  # noqa: S608 (constants only)


def _covers(row: str) -> str:
    return f"{row}.from_on <= s.held_on AND ({row}.until_on IS NULL OR {row}.until_on >= s.held_on)"


_HELD = "EXISTS (SELECT 1 FROM research_committee_committeesession s WHERE s.opened_by_id IS NOT NULL AND "
# A session was counted with the seat, which then became another one or ended before, or without it.
_COUNTED_OTHERWISE = (
    f"{_HELD}(({_covers('OLD')}) AND (NEW.user_id <> OLD.user_id OR NEW.position <> OLD.position "
    f"OR NOT ({_covers('NEW')})) OR ({_covers('NEW')}) AND NOT ({_covers('OLD')}) AND s.held_on <> NEW.from_on))"
)
_BEGINS_BEFORE_A_SESSION = f"{_HELD}{_covers('NEW')} AND s.held_on > NEW.from_on)"


class MemberQuerySet(AuditedQuerySet):
    def on(self, day: date):
        """The committee of a day, the chair first."""
        seats = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=day), from_on__lte=day)
        order = models.Case(
            models.When(position=Position.CHAIR, then=0),
            models.When(position=Position.SECRETARY, then=1),
            models.When(position=Position.ALTERNATE, then=3),
            default=2,
        )
        return seats.select_related("user").order_by(order, "pk")


class CommitteeMember(Audited):
    """A seat on the committee; it ends on its last day and is kept, as sessions were counted with it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("member"),
        on_delete=models.PROTECT,
        related_name="committee_seats",
    )
    position = models.CharField(
        _("position on the committee"), max_length=9, choices=Position.choices, default=Position.MEMBER
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()
    guards = (
        Guard("committee_seats_are_kept", ("DELETE",)),
        Guard("committee_seats_do_not_clash", ("INSERT",), f"{_OVERLAPS})"),
        Guard("committee_seats_do_not_clash", ("UPDATE",), f"{_OVERLAPS} AND other.id <> NEW.id)"),
        Guard("a_seat_stands_as_sessions_were_counted_with_it", ("UPDATE",), _COUNTED_OTHERWISE),
        Guard("a_new_seat_changes_no_session_before_it", ("INSERT",), _BEGINS_BEFORE_A_SESSION),
    )

    class Meta:
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(position=Position.CHAIR, until_on__isnull=True),
                name="one_chair_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(position=Position.SECRETARY, until_on__isnull=True),
                name="one_secretary_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(until_on__isnull=True), name="a_member_has_one_seat_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(position__in=Position.values), name="committee_position_is_known"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="a_seat_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_position_display()})"

    def sits_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    @property
    def term(self) -> str:
        """The first and the last day in words."""
        first = dual(self.from_on)
        return f"{first} – {dual(self.until_on)}" if self.until_on else first
