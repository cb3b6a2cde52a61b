"""A session before its first item: planned for a day, changed, called off, and opened on its day."""

from datetime import date, time

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import clean_line
from audit.reasons import refuse_placeholder
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import AgendaItem, CommitteeMember, CommitteeSession
from ..outcomes import SessionMode
from ..rules import may_open_a_session, refuse_unless_running, refuse_without
from .agenda import close_as_carried_over, lock_requests_of
from .locks import lock_session

PLANNED = gettext_lazy("Committee session planned")
CHANGED = gettext_lazy("Plan of the committee session changed")
OPENED = gettext_lazy("Committee session opened")
CALLED_OFF = gettext_lazy("Committee session called off")


def plan_session(
    *,
    held_on: date,
    starts_at: time | None = None,
    place: str = "",
    mode: str = SessionMode.TOGETHER,
    meeting_link: str = "",
    by: User,
) -> CommitteeSession:
    """Plans a session for today or later, with the next number of its year; its agenda may be built at once."""
    plan = {"starts_at": starts_at, "place": place, "mode": mode, "meeting_link": meeting_link}
    with one_transaction():
        _lock_the_committee(by, _("Only the chair or the secretary of the committee plans a session."))
        _refuse_past(held_on)
        session = _numbered(CommitteeSession(held_on=held_on, planned_by=by))
        _put_plan(session, plan)
        return write(session, by=by, reason=PLANNED)


def change_plan(
    session: CommitteeSession,
    *,
    held_on: date,
    starts_at: time | None,
    place: str,
    mode: str,
    meeting_link: str,
    reason: str,
    by: User,
    seen_version: int | None = None,
) -> CommitteeSession:
    """Moves a planned session to another day of its year, another hour or another place, and says why."""
    refuse_unless_running(session, by)
    reason = clean_line(reason)
    with one_transaction():
        current = _lock_planned(session)
        refuse_stale(current, seen_version)
        if held_on != current.held_on:
            _refuse_past(held_on)
        if held_on.year != current.year:
            raise Refused(
                _("The session keeps its number of the year %(year)s; call it off and plan another one.")
                % {"year": current.year},
                field="held_on",
            )
        refuse_placeholder(reason)
        current.held_on = held_on
        _put_plan(
            current, {"starts_at": starts_at, "place": place, "mode": mode, "meeting_link": meeting_link}
        )
        return write(current, by=by, reason=CHANGED, note=reason)


def call_off(
    session: CommitteeSession, *, reason: str, by: User, seen_version: int | None = None
) -> CommitteeSession:
    """Calls a planned session off; its items are carried over, so that their requests are free again."""
    refuse_unless_running(session, by)
    reason = clean_line(reason)
    with one_transaction():
        lock_requests_of(session)
        current = _lock_planned(session)
        refuse_stale(current, seen_version)
        refuse_placeholder(reason)
        for item in (
            AgendaItem.objects.select_for_update(of=("self",))
            .filter(session=current, closed_at__isnull=True)
            .order_by("pk")
        ):
            close_as_carried_over(item, _called_off_because(reason), by)
        current.cancelled_at, current.cancelled_because = timezone.now(), reason
        return write(current, by=by, reason=CALLED_OFF, note=reason)


def open_planned(session: CommitteeSession, *, by: User, seen_version: int | None = None) -> CommitteeSession:
    """Opens a planned session on its day; from then on it is attended, votes are cast and decisions recorded."""
    refuse_unless_running(session, by)
    with one_transaction():
        current = _lock_planned(session)
        refuse_stale(current, seen_version)
        if reason := reason_not_its_day(current):
            raise Refused(reason)
        current.opened_by, current.opened_at = by, timezone.now()
        return write(current, by=by, reason=OPENED)


def reason_not_its_day(session: CommitteeSession) -> str | None:
    """Why a planned session is not opened today."""
    if session.held_on == riyadh_today():
        return None
    if session.held_on > riyadh_today():
        return _("A session is opened on its day: %(date)s has not come yet.") % {
            "date": dual(session.held_on)
        }
    return _("The day of this session has passed: %(date)s. Change the plan, or call the session off.") % {
        "date": dual(session.held_on)
    }


def open_session(
    *,
    starts_at: time | None = None,
    place: str = "",
    mode: str = SessionMode.TOGETHER,
    meeting_link: str = "",
    by: User,
) -> CommitteeSession:
    """Plans and opens a session of today at once, with the next number of its year.

    SECURITY: never of a day that has passed, which would call a committee together that sits no more.
    """
    plan = {"starts_at": starts_at, "place": place, "mode": mode, "meeting_link": meeting_link}
    with one_transaction():
        _lock_the_committee(by, _("Only the chair or the secretary of the committee opens a session."))
        now = {"held_on": riyadh_today(), "opened_at": timezone.now()}
        session = CommitteeSession(planned_by=by, opened_by=by, **now)
        _put_plan(session, plan)
        return write(_numbered(session), by=by, reason=OPENED)


def _lock_the_committee(by: User, refusal: str) -> None:
    """Locks the seats, so that two sessions planned at once do not take the same number."""
    refuse_without("research_committee.run_session", by)
    list(CommitteeMember.objects.select_for_update().order_by("pk").values_list("pk"))
    if not may_open_a_session(by):
        raise NotPermitted(refusal)


def _lock_planned(session: CommitteeSession) -> CommitteeSession:
    current = lock_session(session, planned_too=True)
    if not current.is_planned:
        raise Refused(_("This session is already open."))
    return current


def _refuse_past(held_on: date) -> None:
    if held_on < riyadh_today():
        raise Refused(_("A session is planned for today or for a day to come."), field="held_on")


def _numbered(session: CommitteeSession) -> CommitteeSession:
    session.year = session.held_on.year
    newest = CommitteeSession.objects.filter(year=session.year).aggregate(newest=Max("number"))["newest"]
    session.number = (newest or 0) + 1
    return session


def _put_plan(session: CommitteeSession, plan: dict) -> None:
    """Where and how the members meet; a remote session has a link, any other one a place."""
    for name, value in plan.items():
        setattr(session, name, clean_line(value) if isinstance(value, str) else value)
    if session.mode not in SessionMode.values:
        raise Refused(_("Say whether the members meet in one room or remotely."), field="mode")
    if session.mode != SessionMode.TOGETHER and not session.meeting_link:
        raise Refused(_("Write the link of the remote meeting."), field="meeting_link")
    if session.mode == SessionMode.TOGETHER:
        session.meeting_link = ""
    if session.mode == SessionMode.REMOTE and not session.place:
        session.place = str(SessionMode.REMOTE.label)
    if not session.place:
        raise Refused(_("Write where the session is held."), field="place")


def _called_off_because(reason: str) -> str:
    return _("The session was called off: %(reason)s") % {"reason": reason}
