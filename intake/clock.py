"""The two-week rule: one pure function, and the same figures in words."""

from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from arabic.calendars import gregorian_text, hijri_text


def earliest_decision_day(told_on: date, minimum_reply_days: int) -> date:
    """The first day, from its 00:00 in Riyadh, on which a decision may be recorded.

    `told_on` is the Riyadh day on which the request was referred and the person told; the period counts calendar days.
    """
    return told_on + timedelta(days=minimum_reply_days)


def reply_clock(told_on: date, earliest: date, today: date) -> dict:
    """Where the reply period stands, ready for the ring and the bar."""
    total = (earliest - told_on).days
    day = min(max((today - told_on).days, 0), total)
    passed = today >= earliest
    sentence = (
        _("The minimum reply period has passed: the committee may decide.")
        if passed
        else _("Day %(day)d of %(total)d of the minimum reply period.") % {"day": day, "total": total}
    )
    return {
        "day": day,
        "total": total,
        "percent": round(100 * day / total),
        "dash": f"{round(100 * day / total)} 100",
        "earliest_hijri": hijri_text(earliest),
        "earliest_gregorian": gregorian_text(earliest),
        "weekday": str(WEEKDAYS[earliest.weekday()]),
        "passed": passed,
        "sentence": sentence,
    }
