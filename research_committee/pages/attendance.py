"""Who sits in a session, from when until when, and what its chair or secretary notes of it."""

import uuid

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import User
from arabic.calendars import RIYADH

from ..models import Attendance, CommitteeMember
from ..session_clock import is_next_day
from ..session_file import SessionFile
from .changes import Changes


def attendance_rows(file: SessionFile, changes: Changes, running: bool = False) -> list[dict]:
    """Everybody with a place, and the alternates; `running` adds what the reader may note now."""
    running = running and file.session.is_open
    return [_row(file, seat, changes, running) for seat in file.seats]


def _row(file: SessionFile, seat: CommitteeMember, changes: Changes, running: bool) -> dict:
    there = seat.user_id in file.attending
    return {
        "pk": seat.user_id,
        "name": seat.user.full_name,
        "position": seat.get_position_display(),
        "there": there,
        "word": _word(file, seat),
        "times": [_times(row, changes, running) for row in file.intervals[seat.user_id]],
        "act": _act(file, seat, there) if running else None,
    }


def _word(file: SessionFile, seat: CommitteeMember) -> str:
    if file.session.opened_by_id is None:
        # Nobody is absent from what has not begun.
        return _("When a member is absent") if seat in file.alternates else ""
    if seat in file.alternates:
        return _word_of_alternate(file, seat)
    if seat.user_id in file.attending:
        return _("Attended") if file.session.closed_at else _("Attends")
    if (alternate := file.sitting.get(seat.user_id)) is not None:
        return _("Absent; %(who)s stands in") % {"who": _name(file, alternate)}
    return pgettext("of a member of a session", "Left") if seat.user_id in file.attended else _("Absent")


def _word_of_alternate(file: SessionFile, seat: CommitteeMember) -> str:
    place = file.place_of.get(seat.user_id)
    if place is None:
        return _("Has no place in this session")
    words = _("Stands in for %(who)s") if seat.user_id in file.attending else _("Stood in for %(who)s")
    return words % {"who": _name(file, place)}


def _name(file: SessionFile, user: int) -> str:
    return next(seat.user.full_name for seat in file.seats if seat.user_id == user)


def _times(row: Attendance, changes: Changes, running: bool) -> dict:
    """One interval in words; empty where an old session kept no times."""
    came, left = clock_of(row.came_at), clock_of(row.left_at)
    words = _("%(came)s to %(left)s") if left else _("since %(came)s")
    if left and came and is_next_day(row.left_at, row.came_at):
        words = _("%(came)s to %(left)s of the next day")
    return {
        "words": words % {"came": came, "left": left} if came else "",
        "changed": changes.of_times(row),
        "pk": row.pk,
        "correct_url": reverse("attendance_correct", args=[row.pk]) if running else "",
    }


def clock_of(moment) -> str:
    return f"{timezone.localtime(moment, RIYADH):%H:%M}" if moment else ""


def _act(file: SessionFile, seat: CommitteeMember, there: bool) -> dict:
    """The one button beside a name: came now, left now, or the form where an alternate's place is chosen."""
    name, label = ("session_leave", _("Left now")) if there else ("session_come", _("Came now"))
    url = reverse(name, args=[file.session.pk])
    needs_form = not there and (seat in file.alternates or seat.user_id in file.sitting)
    return {
        "post_url": "" if needs_form else url,
        "form_url": f"{url}?member={seat.user_id}",
        "label": _("Stands in …") if needs_form and seat in file.alternates else label,
        "key": str(uuid.uuid4()),
    }


def attended_in_words(file: SessionFile) -> str:
    """How many places are held now, or in a closed session were held at all; before it opens, how many are invited."""
    if file.session.opened_by_id is None:
        invited = len(file.members)
        return ngettext("%(count)d member invited", "%(count)d members invited", invited) % {"count": invited}
    if file.session.closed_at:
        held = {file.place_of.get(user) for user in file.attended}
        there = sum(seat.user_id in held for seat in file.members)
    else:
        there = sum(file.sitting.get(seat.user_id, seat.user_id) in file.attending for seat in file.members)
    return _("Attendance: %(there)d of %(members)d") % {"there": there, "members": len(file.members)}


def session_actions(file: SessionFile, user: User) -> list[dict]:
    """What the chair and the secretary do with a session that is planned or open, the next act first."""
    if user.pk not in file.runners or not user.may("research_committee.run_session"):
        return []
    if file.session.is_planned:
        acts = (
            ("session_start", _("Open the session"), "unlock"),
            ("session_add_item", _("Add to the agenda"), "plus-lg"),
            ("session_change_plan", _("Change the plan"), "pencil-square"),
            ("session_call_off", _("Call the session off"), "x-circle"),
        )
    elif file.session.is_open:
        acts = (
            ("session_add_item", _("Add to the agenda"), "plus-lg"),
            ("session_attend", _("Record the attendance"), "person-check"),
            ("session_close", _("Close the session"), "lock"),
        )
    else:
        return []
    return [
        {"name": name, "url": reverse(name, args=[file.session.pk]), "label": label, "icon": icon}
        for name, label, icon in acts
    ]


def plan_in_words(file: SessionFile) -> list[str]:
    """When and how the members meet, besides day and place."""
    session = file.session
    parts = [f"{session.starts_at:%H:%M}" if session.starts_at else "", str(session.get_mode_display())]
    return [part for part in parts if part]
