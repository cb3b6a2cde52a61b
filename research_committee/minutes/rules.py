"""The conditions of minutes: who draws them up, signs, locks and adds to them."""

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.text import listed
from audit.refusals import NotPermitted, Refused

from ..models import Attendance, CommitteeSession, Minutes
from ..outcomes import Position
from ..rules import refuse_unless_running
from ..session_file import SessionFile


def reason_not_drawn_up(session: CommitteeSession) -> str | None:
    """Why a session gets no minutes now."""
    if session.closed_at is None:
        return _("The minutes are drawn up when the session is closed.")
    if Minutes.objects.filter(session=session).exists():
        return _("The minutes of this session are drawn up already.")
    return None


def present_at(minutes: Minutes) -> dict[int, User]:
    """Everybody who was in the session at all, in the order of coming."""
    rows = Attendance.objects.filter(session=minutes.session_id).select_related("member").order_by("pk")
    return {row.member_id: row.member for row in rows}


def still_to_sign(minutes: Minutes) -> list[User]:
    signed = set(minutes.signatures.values_list("member_id", flat=True))
    return [member for pk, member in present_at(minutes).items() if pk not in signed]


def reason_not_to_sign(minutes: Minutes, by: User) -> str | None:
    """Why this person cannot sign the minutes."""
    if by.pk not in present_at(minutes):
        return _("The minutes are signed by those who were present at the session.")
    if minutes.signatures.filter(member=by).exists():
        return _("You have signed these minutes already.")
    if minutes.locked_at is not None:
        return _("The minutes are locked; nobody signs them any more.")
    return None


def reason_not_to_lock(minutes: Minutes, by: User) -> str | None:
    """Why this person cannot lock the minutes without the signatures that are missing."""
    if minutes.locked_at is not None:
        return _("The minutes are locked already.")
    if not _chaired(minutes, by):
        return _("Only the chair of the session locks its minutes without every signature.")
    if reason_not_to_sign(minutes, by) is None:
        return _("Sign the minutes yourself before you lock them without the others.")
    return None


def _chaired(minutes: Minutes, by: User) -> bool:
    return SessionFile(minutes.session).positions.get(by.pk) == Position.CHAIR


def reason_not_to_add(minutes: Minutes) -> str | None:
    if minutes.locked_at is None:
        return _("An addendum corrects locked minutes; these are not locked yet.")
    return None


def reason_no_paper(minutes: Minutes | None) -> str | None:
    """Why the minutes are not issued as a paper yet."""
    if minutes is None:
        return _("Draw the minutes up first; they are issued when they are signed and locked.")
    if minutes.locked_at is None:
        names = listed(member.full_name for member in still_to_sign(minutes))
        return _("The minutes are issued when they are locked. Signatures are missing: %(who)s.") % {
            "who": names
        }
    return None


def refuse_with(reason: str | None, **where) -> None:
    if reason:
        raise Refused(reason, **where)


def refuse_unless_chair(minutes: Minutes, by: User) -> None:
    refuse_unless_running(minutes.session, by)
    if not _chaired(minutes, by):
        raise NotPermitted(_("Only the chair of the session locks its minutes without every signature."))
