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
    latest = opened.aggregate(day=Max("held_on"))["day"]
    if latest is None:
        return []
    if seat.pk is None:
        if seat.from_on < latest and (seat.until_on is None or seat.until_on >= seat.from_on):
            return [
                (
                    "from_on",
                    _("A session was held on %(date)s; a new seat begins then or later.")
                    % {"date": dual(latest)},
                )
            ]
        return []
    before = CommitteeMember.objects.get(pk=seat.pk)
    if not before.sits_on(latest) and not (before.until_on is not None and before.until_on < latest):
        return []
    kept = all(getattr(seat, name) == getattr(before, name) for name in ("user_id", "position", "from_on"))
    last_counted = latest if before.sits_on(latest) else before.until_on
    if not kept or (seat.until_on is not None and seat.until_on < last_counted):
        return [
            (
                "until_on",
                _("Sessions were counted with this seat until %(date)s; end it then or later.")
                % {"date": dual(last_counted)},
            )
        ]
    return []


def _overlap(seat: CommitteeMember, other: CommitteeMember) -> bool:
    return (other.until_on is None or seat.from_on <= other.until_on) and (
        seat.until_on is None or other.from_on <= seat.until_on
    )
