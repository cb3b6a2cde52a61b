"""Who sits in a session and when: coming, leaving, an alternate's place, and times that were written down wrong."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import apart, clean_line
from audit.reasons import refuse_placeholder
from audit.refusals import Refused
from audit.writing import one_transaction, refuse_stale, remove, write

from ..models import Attendance, CommitteeSession, Vote
from ..outcomes import ItemResult, Position
from ..rules import refuse_unless_running
from ..session_file import SessionFile
from .locks import lock_session

ATTENDED = gettext_lazy("Attendance recorded")
CAME = gettext_lazy("Came to the session")
STANDS_IN = gettext_lazy("Took the place of an absent member")
LEFT = gettext_lazy("Left the session")
CORRECTED = gettext_lazy("Time of attendance corrected")


def mark_attendance(
    session: CommitteeSession, members: Iterable[User], *, by: User, seen: Iterable[int] | None = None
) -> CommitteeSession:
    """Makes these the members who are in the room; `seen` are those who stood on the screen as being there.

    Whoever is not among them was never there; somebody who leaves is noted as leaving. An alternate who sits in a
    member's place stays there.
    """
    refuse_unless_running(session, by)
    with one_transaction():
        current = lock_session(session)
        file = SessionFile(current)
        if seen is not None and set(seen) != file.attending:
            raise Refused(_("The attendance was changed after you opened it. Read it, then decide again."))
        wanted = {member.pk: member for member in members}
        there = {row.member_id: row for row in file.attendances if row.left_at is None}
        for pk in sorted(there.keys() - wanted.keys()):
            if there[pk].stands_in_for_id is None:
                _take_back(there[pk], by)
        for pk in sorted(wanted.keys() - there.keys()):
            _refuse_stranger(file, wanted[pk])
            if file.positions[pk] == Position.ALTERNATE:
                raise Refused(_needs_a_place(wanted[pk]), field="members")
            _refuse_taken_place(file, wanted[pk], "members")
            write(_coming(current, wanted[pk]), by=by, reason=ATTENDED)
    return current


def note_coming(
    session: CommitteeSession, member: User, *, by: User, stands_in_for: User | None = None
) -> Attendance:
    """A member comes now; an alternate comes in the place of a member who is not there."""
    refuse_unless_running(session, by)
    with one_transaction():
        current = lock_session(session)
        file = SessionFile(current)
        _refuse_stranger(file, member, "member")
        if member.pk in file.attending:
            raise Refused(_("%(who)s is in the session already.") % {"who": member}, field="member")
        if file.positions[member.pk] != Position.ALTERNATE:
            if stands_in_for is not None:
                raise Refused(_("Only an alternate stands in for somebody."), field="stands_in_for")
            _refuse_taken_place(file, member, "member")
            return write(_coming(current, member), by=by, reason=CAME)
        _refuse_place(file, member, stands_in_for)
        row = _coming(current, member)
        row.stands_in_for = stands_in_for
        return write(row, by=by, reason=STANDS_IN)


def note_leaving(session: CommitteeSession, member: User, *, by: User) -> Attendance:
    """Somebody leaves now: votes cast stand, new ones are not cast; who comes back comes anew."""
    refuse_unless_running(session, by)
    with one_transaction():
        current = lock_session(session)
        row = current.attendances.filter(member=member, left_at__isnull=True).first()
        if row is None:
            raise Refused(_("%(who)s is not in the session now.") % {"who": member}, field="member")
        row.left_at = timezone.now()
        return write(row, by=by, reason=LEFT)


def correct_times(
    attendance: Attendance,
    *,
    came_at: datetime,
    left_at: datetime | None,
    reason: str,
    by: User,
    seen_version: int | None = None,
) -> Attendance:
    """Mends a time that was written down wrong, while the session is open; what was counted with it stands."""
    refuse_unless_running(attendance.session, by)
    reason = clean_line(reason)
    with one_transaction():
        current = lock_session(attendance.session)
        file = SessionFile(current)
        row = next(row for row in file.attendances if row.pk == attendance.pk)
        refuse_stale(row, seen_version)
        _refuse_impossible(came_at, left_at)
        counted = {item.pk: row.covers(item.closed_at) for item in _decided(file)}
        row.came_at, row.left_at = came_at, left_at
        _refuse_overlap(file, row)
        for item in _decided(file):
            if row.covers(item.closed_at) != counted[item.pk]:
                raise Refused(
                    _("%(reference)s was decided meanwhile with this attendance; that count stands.")
                    % {"reference": apart(item.support_request.reference)}
                )
        refuse_placeholder(reason)
        return write(row, by=by, reason=CORRECTED, note=reason)


def _coming(session: CommitteeSession, member: User) -> Attendance:
    return Attendance(session=session, member=member, came_at=timezone.now())


def _decided(file: SessionFile) -> list:
    return [item for item in file.items if item.result == ItemResult.DECIDED]


def _take_back(row: Attendance, by: User) -> None:
    voted = Vote.objects.filter(item__session=row.session, member=row.member)
    decided = row.session.items.filter(result=ItemResult.DECIDED)
    if voted.exists():
        raise Refused(
            _("%(who)s has voted in this session and stays on the attendance.") % {"who": row.member},
            field="members",
        )
    if any(row.covers(moment) for moment in decided.values_list("closed_at", flat=True)):
        raise Refused(
            _("%(who)s was counted as present when an item was decided; note the leaving instead.")
            % {"who": row.member},
            field="members",
        )
    remove(row, by=by, reason=ATTENDED)


def _refuse_stranger(file: SessionFile, member: User, field: str = "members") -> None:
    if member.pk not in file.positions:
        raise Refused(
            _("%(who)s was not a member of the committee on the day of the session.") % {"who": member},
            field=field,
        )


def _refuse_taken_place(file: SessionFile, member: User, field: str) -> None:
    """A member whose place an alternate holds comes when the alternate has left."""
    alternate = file.sitting.get(member.pk)
    if alternate is not None:
        who = next(seat.user for seat in file.alternates if seat.user_id == alternate)
        raise Refused(
            _("%(alternate)s sits in the place of %(who)s; the alternate leaves first.")
            % {"alternate": who, "who": member},
            field=field,
        )


def _refuse_place(file: SessionFile, alternate: User, member: User | None) -> None:
    """An alternate sits in one place a session: that of a member who is not there."""
    if member is None:
        raise Refused(_needs_a_place(alternate), field="stands_in_for")
    if member.pk not in {seat.user_id for seat in file.members}:
        raise Refused(_("An alternate stands in for a member of the committee."), field="stands_in_for")
    if member.pk in file.attending:
        raise Refused(
            _("%(who)s is in the session; an alternate stands in for a member who is absent.")
            % {"who": member},
            field="stands_in_for",
        )
    _refuse_taken_place(file, member, "stands_in_for")
    earlier = file.place_of.get(alternate.pk, member.pk)
    if earlier != member.pk:
        who = next(seat.user for seat in file.members if seat.user_id == earlier)
        raise Refused(
            _("In this session %(alternate)s stands in for %(who)s and for nobody else.")
            % {"alternate": alternate, "who": who},
            field="stands_in_for",
        )


def _needs_a_place(alternate: User) -> str:
    return _("Say for which absent member %(who)s stands in.") % {"who": alternate}


def _refuse_impossible(came_at: datetime, left_at: datetime | None) -> None:
    now = timezone.now()
    for field, moment in (("came_at", came_at), ("left_at", left_at)):
        if moment is not None and moment > now:
            raise Refused(_("This time has not come yet."), field=field)
    if left_at is not None and left_at < came_at:
        raise Refused(_("The time of leaving lies before the time of coming."), field="left_at")


def _refuse_overlap(file: SessionFile, row: Attendance) -> None:
    """Nobody is in the room twice, and a place has one sitter at a time."""
    place = row.stands_in_for_id or row.member_id
    for other in file.attendances:
        if other.pk == row.pk or (other.stands_in_for_id or other.member_id) != place:
            continue
        begins_later = row.left_at is not None and (other.came_at or row.left_at) >= row.left_at
        ended_before = other.left_at is not None and other.left_at <= row.came_at
        if not (begins_later or ended_before):
            raise Refused(
                _("During this time %(who)s was already in this place of the session.")
                % {"who": other.member}
            )
