"""The sessions of the committee: opened, attended, given an agenda, and closed."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import apart, clean_line, listed
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, remove, write
from intake.case_file import under_its_policy
from intake.models import SupportRequest
from intake.steps import State
from intake.workflow import lock_request

from .models import AgendaItem, Attendance, CommitteeMember, CommitteeSession
from .outcomes import ItemResult
from .rules import (
    CARRYING_OVER,
    may_open_a_session,
    reason_session_closed,
    refuse_unless,
    refuse_unless_running,
    refuse_without,
)
from .session_file import ItemFile, SessionFile
from .words import refuse_placeholder

OPENED = gettext_lazy("Committee session opened")
ATTENDED = gettext_lazy("Attendance recorded")
ADDED = gettext_lazy("Laid before the committee")
CARRIED_OVER = gettext_lazy("Carried over to another session")
CLOSED = gettext_lazy("Committee session closed")


def open_session(*, held_on: date | None = None, place: str, by: User) -> CommitteeSession:
    """Opens a session with the next number of its year; only the chair or the secretary of today does."""
    refuse_without("research_committee.run_session", by)
    held_on, place = held_on or riyadh_today(), clean_line(place)
    with one_transaction():
        # Locked, so that two sessions opened at once do not take the same number.
        list(CommitteeMember.objects.select_for_update().order_by("pk").values_list("pk"))
        if not may_open_a_session(by):
            raise NotPermitted(_("Only the chair or the secretary of the committee opens a session."))
        if held_on > riyadh_today():
            raise Refused(
                _("A session is opened on its day: %(date)s has not come yet.") % {"date": dual(held_on)},
                field="held_on",
            )
        if not place:
            raise Refused(_("Write where the session is held."), field="place")
        newest = (
            CommitteeSession.objects.filter(year=held_on.year).aggregate(newest=Max("number"))["newest"] or 0
        )
        session = CommitteeSession(
            year=held_on.year, number=newest + 1, held_on=held_on, place=place, opened_by=by
        )
        return write(session, by=by, reason=OPENED)


def mark_attendance(
    session: CommitteeSession, members: Iterable[User], *, by: User, seen: Iterable[int] | None = None
) -> CommitteeSession:
    """Makes these the members who attend; `seen` are the users who stood on the screen as attending."""
    refuse_unless_running(session, by)
    with one_transaction():
        current = lock_session(session)
        file = SessionFile(current)
        held = {row.member_id: row for row in current.attendances.select_for_update().order_by("pk")}
        if seen is not None and set(seen) != held.keys():
            raise Refused(_("The attendance was changed after you opened it. Read it, then decide again."))
        wanted = {member.pk: member for member in members}
        for pk, member in wanted.items():
            if pk not in file.positions:
                raise Refused(
                    _("%(who)s was not a member of the committee on the day of the session.")
                    % {"who": member},
                    field="members",
                )
        for pk in sorted(held.keys() - wanted.keys()):
            _take_back(held[pk], by)
        for pk in sorted(wanted.keys() - held.keys()):
            write(Attendance(session=current, member=wanted[pk]), by=by, reason=ATTENDED)
    return current


def _take_back(attendance: Attendance, by: User) -> None:
    voted = AgendaItem.objects.filter(session=attendance.session, votes__member=attendance.member)
    if voted.exists():
        raise Refused(
            _("%(who)s has voted in this session and stays on the attendance.") % {"who": attendance.member},
            field="members",
        )
    remove(attendance, by=by, reason=ATTENDED)


def add_item(session: CommitteeSession, support_request: SupportRequest, *, by: User) -> AgendaItem:
    """Lays a studied request before the session. Before its earliest day it may be discussed, not decided."""
    refuse_unless_running(session, by)
    with one_transaction():
        request = lock_request(support_request)
        current = lock_session(session)
        if request.state != State.STUDIED:
            raise Refused(
                _("Only a studied request comes before the committee; %(reference)s stands at “%(state)s”.")
                % {"reference": apart(request.reference), "state": request.get_state_display()},
                field="support_requests",
            )
        elsewhere = AgendaItem.objects.filter(
            support_request=request, study=request.study, closed_at__isnull=True
        )
        if other := elsewhere.select_related("session").first():
            raise Refused(
                _("%(reference)s is already on the agenda of a session: %(session)s.")
                % {"reference": apart(request.reference), "session": other.session},
                field="support_requests",
            )
        last = current.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem(session=current, support_request=request, study=request.study, position=last + 1)
        return _written_once(item, by)


def _written_once(item: AgendaItem, by: User) -> AgendaItem:
    try:
        return write(item, by=by, reason=ADDED)
    except IntegrityError as error:
        raise Refused(_("Somebody else changed the agenda at the same moment. Look again.")) from error


def carry_over(item: AgendaItem, *, reason: str, by: User, seen_version: int | None = None) -> AgendaItem:
    """Closes an item without a decision, for another session; a result is not put off like this."""
    refuse_unless_running(item.session, by)
    reason = clean_line(reason)
    with one_transaction():
        lock_request(item.support_request)
        current = lock_item(item)
        refuse_stale(current, seen_version)
        refuse_unless(CARRYING_OVER, ItemFile(current), by)
        refuse_placeholder(reason)
        current.result, current.carry_reason, current.closed_at = (
            ItemResult.CARRIED_OVER,
            reason,
            timezone.now(),
        )
        return write(current, by=by, reason=CARRIED_OVER, note=reason)


def close_session(
    session: CommitteeSession, *, by: User, seen_version: int | None = None
) -> CommitteeSession:
    """Closes a session whose every item is decided or carried over; nothing in it changes afterwards."""
    refuse_unless_running(session, by)
    with one_transaction():
        current = lock_session(session)
        refuse_stale(current, seen_version)
        if reason := reason_items_open(SessionFile(current)):
            raise Refused(reason)
        current.closed_at = timezone.now()
        return write(current, by=by, reason=CLOSED)


def reason_items_open(file: SessionFile) -> str | None:
    """Why a session cannot be closed: items that are neither decided nor carried over."""
    references = [apart(item.support_request.reference) for item in file.items if item.closed_at is None]
    if references:
        return _("These items are still open; decide them or carry them over: %(references)s.") % {
            "references": listed(references)
        }


def lock_session(session: CommitteeSession) -> CommitteeSession:
    """The open session as it stands now, locked. Locks come in the order request, session, item."""
    current = CommitteeSession.objects.select_for_update().get(pk=session.pk)
    reason = reason_session_closed(current)
    if reason:
        raise Refused(reason)
    return current


def lock_item(item: AgendaItem) -> AgendaItem:
    """The item as it stands now in its open session, both locked."""
    session = lock_session(item.session)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("support_request__beneficiary")
    current = rows.get(pk=item.pk)
    current.session = session
    under_its_policy(current.support_request)
    return current
