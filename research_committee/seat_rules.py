"""The conditions of a seat on the committee."""

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.roles import Role
from arabic.calendars import dual, riyadh_today

from .models import CommitteeMember, CommitteeSession
from .outcomes import RUNNERS


def reasons_against_seat(seat: CommitteeMember) -> list[tuple[str, str]]:
    """Why a seat cannot stand like this, as (field, sentence)."""
    reasons = []
    if seat.until_on is not None and seat.until_on < seat.from_on:
        reasons.append(("until_on", _("The last day lies before the first.")))
        return reasons
    ends = seat.until_on is not None and seat.until_on < riyadh_today()
    if not ends and (Role.COMMITTEE not in seat.user.roles or not seat.user.is_active):
        reasons.append(
            ("user", _("A seat is given to an active member of staff who has the role of committee member."))
        )
    reasons += _reasons_against_recounting(seat)
    for other in CommitteeMember.objects.exclude(pk=seat.pk).select_related("user").order_by("pk"):
        if not _overlap(seat, other):
            continue
        if other.user_id == seat.user_id:
            reasons.append(("user", _("%(who)s already has a seat during this time.") % {"who": other.user}))
        elif seat.position in RUNNERS and other.position == seat.position:
            taken = _("During this time the position is held by %(who)s, from %(date)s.")
            reasons.append(("position", taken % {"who": other.user, "date": dual(other.from_on)}))
    return reasons


def _reasons_against_recounting(seat: CommitteeMember) -> list[tuple[str, str]]:
    """Sessions were counted with the committee of their day; a seat does not change that afterwards."""
    # What is only planned has counted nothing yet.
    opened = CommitteeSession.objects.filter(opened_by__isnull=False)
    if seat.pk is not None:
        return _against_changing(seat, CommitteeMember.objects.get(pk=seat.pk), opened)
    latest = opened.aggregate(day=Max("held_on"))["day"]
    if latest is None:
        return []
    if seat.from_on < latest and (seat.until_on is None or seat.until_on >= seat.from_on):
        return [
            (
                "from_on",
                _("A session was held on %(date)s; a new seat begins then or later.")
                % {"date": dual(latest)},
            )
        ]
    return []


def _against_changing(seat: CommitteeMember, before: CommitteeMember, opened) -> list[tuple[str, str]]:
    days = sorted(set(opened.order_by().values_list("held_on", flat=True)))
    counted = [day for day in days if before.sits_on(day)]
    moved = (seat.user_id, seat.position) != (before.user_id, before.position)
    if counted and (moved or not all(seat.sits_on(day) for day in counted)):
        last = {"date": dual(counted[-1])}
        return [
            (
                "until_on",
                _("Sessions were counted with this seat until %(date)s; end it then or later.") % last,
            )
        ]
    without = [day for day in days if seat.sits_on(day) and day not in counted and day != seat.from_on]
    if without:
        words = _(
            "A session was counted without this seat on %(date)s; give a new seat from today on instead."
        )
        field = "from_on" if seat.from_on != before.from_on else "until_on"
        return [(field, words % {"date": dual(without[-1])})]
    return []


def _overlap(seat: CommitteeMember, other: CommitteeMember) -> bool:
    return (other.until_on is None or seat.from_on <= other.until_on) and (
        seat.until_on is None or other.from_on <= seat.until_on
    )
