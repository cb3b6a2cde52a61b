"""The sessions of the committee, and who attended them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from audit.guards import Guard
from audit.models import Audited, AuditedQuerySet

_CLOSED = (
    "EXISTS (SELECT 1 FROM research_committee_committeesession s "
    "WHERE s.id = {row}.session_id AND s.closed_at IS NOT NULL)"
)
_VOTED = (
    "EXISTS (SELECT 1 FROM research_committee_vote v "
    "JOIN research_committee_agendaitem i ON i.id = v.item_id "
    "WHERE i.session_id = OLD.session_id AND v.member_id = OLD.member_id)"
)


class SessionQuerySet(AuditedQuerySet):
    def visible_to(self, user):
        return self if user.may("research_committee.see_sessions") else self.none()


class CommitteeSession(Audited):
    """One meeting of the committee, numbered within its year; open until its last item is closed."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number in the year"))
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=200)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("opened by"), on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    objects = SessionQuerySet.as_manager()
    guards = (
        Guard("committee_sessions_are_kept", ("DELETE",)),
        Guard("a_closed_session_stands_still", ("UPDATE",), "OLD.closed_at IS NOT NULL"),
        Guard(
            "a_session_closes_after_its_last_item",
            ("UPDATE",),
            "NEW.closed_at IS NOT NULL AND EXISTS (SELECT 1 FROM research_committee_agendaitem i "
            "WHERE i.session_id = NEW.id AND i.closed_at IS NULL)",
        ),
    )

    class Meta:
        verbose_name = _("committee session")
        verbose_name_plural = _("committee sessions")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="a_session_number_is_given_once_a_year"),
            models.CheckConstraint(condition=Q(number__gte=1), name="sessions_count_from_one"),
        ]

    def __str__(self):
        return _text("Session %(number)s of %(year)s") % {"number": self.number, "year": self.year}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Attendance(Audited):
    """A member who sat in a session; taken back only while it is open and before the member votes."""

    session = models.ForeignKey(
        CommitteeSession,
        verbose_name=_("committee session"),
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.PROTECT, related_name="+"
    )

    removable = True
    guards = (
        Guard("nobody_comes_to_a_closed_session", ("INSERT", "UPDATE"), _CLOSED.format(row="NEW")),
        Guard(
            "who_voted_stays_on_the_attendance",
            ("UPDATE", "DELETE"),
            f"{_CLOSED.format(row='OLD')} OR {_VOTED}",
        ),
        Guard(
            "only_members_attend_a_session",
            ("INSERT", "UPDATE"),
            "NOT EXISTS (SELECT 1 FROM research_committee_committeemember m, "
            "research_committee_committeesession s "
            "WHERE s.id = NEW.session_id AND m.user_id = NEW.member_id AND m.from_on <= s.held_on "
            "AND (m.until_on IS NULL OR m.until_on >= s.held_on))",
        ),
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["session", "member"], name="a_member_attends_a_session_once")
        ]

    def __str__(self):
        return f"{self.member} — {self.session}"
