"""Template filters: dates in both calendars, and pieces of text kept apart from the direction around them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import pgettext

from arabic.calendars import (
    RIYADH,
    PartialDate,
    Precision,
    dual,
    dual_partial,
    gregorian_text,
    hijri_text,
    riyadh_day,
)
from arabic.text import grouped

register = template.Library()


def _time(machine: str, text: str) -> str:
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', machine, text)


def _day(value) -> date | None:
    if isinstance(value, datetime):
        return riyadh_day(value)
    return value if isinstance(value, date) else None


@register.filter
def dual_date(value, precision=Precision.DAY):
    """A date in both calendars; with a precision, only as far as it is known."""
    if isinstance(value, PartialDate):
        value, precision = value.date, value.precision
    day = _day(value)
    if day is None:
        return ""
    if not precision or precision == Precision.DAY:
        return _time(day.isoformat(), dual(day))
    return bdi(dual_partial(day, precision))


@register.filter
def hijri(value):
    """A date in the Hijri calendar only; nothing for a day outside its table."""
    day = _day(value)
    text = hijri_text(day) if day else ""
    return _time(day.isoformat(), text) if text else ""


@register.filter
def gregorian(value):
    """A date in the Gregorian calendar only."""
    day = _day(value)
    return _time(day.isoformat(), gregorian_text(day)) if day else ""


@register.filter
def moment(value):
    """A moment in Riyadh: the day in both calendars, and the time."""
    if not isinstance(value, datetime):
        return ""
    here = timezone.localtime(value, RIYADH)
    text = pgettext("day, time", "%(day)s, %(time)s") % {"day": dual(here.date()), "time": f"{here:%H:%M}"}
    return _time(here.isoformat(timespec="seconds"), text)


@register.filter
def bdi(value):
    """A name, number or reference that keeps its own direction."""
    return "" if value is None else format_html("<bdi>{}</bdi>", value)


@register.filter
def amount(value):
    """An amount of money with its thousands apart, in one piece."""
    return bdi(grouped(value))
