"""The seats of the committee: given and ended by the administrator, who cannot sit on it."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, system_user
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, write

from .models import CommitteeMember
from .outcomes import Position
from .seat_rules import reasons_against_seat

GIVEN = gettext_lazy("Committee seat given")
CHANGED = gettext_lazy("Committee seat changed")


def give_seat(
    *,
    user: User,
    position: str = Position.MEMBER,
    from_on: date | None = None,
    until_on: date | None = None,
    by: User,
) -> CommitteeMember:
    """Gives a seat on the committee, from today unless another day is named."""
    seat = CommitteeMember(user=user, position=position, from_on=from_on or riyadh_today(), until_on=until_on)
    return keep_seat(seat, by=by)


def end_seat(seat: CommitteeMember, *, until_on: date | None = None, by: User) -> CommitteeMember:
    """Ends a seat; `until_on` is its last day."""
    with one_transaction():
        current = CommitteeMember.objects.select_for_update().get(pk=seat.pk)
        current.until_on = until_on or riyadh_today()
        return keep_seat(current, by=by)


def keep_seat(seat: CommitteeMember, *, by: User, seen_version: int | None = None) -> CommitteeMember:
    """Saves a new or changed seat; the portal's own account sets up the first committee."""
    if not (by.may("accounts.change_staff") or by.pk == system_user().pk):
        raise NotPermitted(_("Only the system administrator gives and ends seats on the committee."))
    with one_transaction():
        # The seats of the whole committee, so that two administrators do not appoint two chairs at once.
        list(CommitteeMember.objects.select_for_update().order_by("pk").values_list("pk"))
        for field, sentence in reasons_against_seat(seat):
            raise Refused(sentence, field=field)
        return write(seat, by=by, reason=CHANGED if seat.pk else GIVEN, seen_version=seen_version)
