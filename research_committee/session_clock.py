"""The clock of a session: which moment somebody means who writes only the time of day."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from arabic.calendars import RIYADH

_MINUTE = {"second": 0, "microsecond": 0}


def moment_meant(clock: time, *, opened_at: datetime, now: datetime) -> datetime:
    """The time of day counted from the opening: an earlier one is of the next day, for a session past midnight.

    Where that has not come yet, somebody was there before the opening, on its day.
    """
    opened = timezone.localtime(opened_at, RIYADH)
    on_its_day = datetime.combine(opened.date(), clock, RIYADH)
    next_day = on_its_day + timedelta(days=1)
    return next_day if on_its_day < opened.replace(**_MINUTE) and next_day <= now else on_its_day


def time_of(moment: datetime | None) -> time | None:
    """The time of day in Riyadh, to the minute."""
    return None if moment is None else timezone.localtime(moment, RIYADH).time().replace(**_MINUTE)


def is_next_day(moment: datetime, after: datetime) -> bool:
    return timezone.localtime(moment, RIYADH).date() > timezone.localtime(after, RIYADH).date()
