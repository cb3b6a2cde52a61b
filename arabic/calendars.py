"""Both calendars as people meet them: today in Riyadh, dates as they are shown and as they are typed."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from arabic.text import ascii_digits, clean_line
from arabic.umm_al_qura import (
    GREGORIAN_MONTHS,
    HIJRI_MONTHS,
    Calendar,
    HijriDate,
    ImpossibleDate,
    gregorian_day,
    gregorian_of,
    hijri_lengths,
    hijri_of,
    in_hijri_range,
    nearest_day_of,
)

__all__ = [
    "GREGORIAN_MONTHS",
    "HIJRI_MONTHS",
    "Calendar",
    "HijriDate",
    "ImpossibleDate",
    "PartialDate",
    "Precision",
    "dual",
    "dual_partial",
    "dual_printed",
    "gregorian_day",
    "gregorian_of",
    "gregorian_text",
    "hijri_of",
    "hijri_text",
    "known_in",
    "parse_date",
    "parse_partial",
    "parse_printed",
    "riyadh_day",
    "riyadh_today",
    "typed_text",
    "unlike_the_table",
]

RIYADH = ZoneInfo("Asia/Riyadh")


class Precision(TextChoices):
    """How much of a date is known."""

    DAY = "day", _("Full date")
    MONTH = "month", _("Month and year")
    YEAR = "year", _("Year only")


_HIJRI_TEXT = {
    Precision.DAY: pgettext_lazy("Hijri date", "%(day)s %(month)s %(year)s AH"),
    Precision.MONTH: pgettext_lazy("Hijri date", "%(month)s %(year)s AH"),
    Precision.YEAR: pgettext_lazy("Hijri date", "%(year)s AH"),
}
_GREGORIAN_TEXT = {
    Precision.DAY: pgettext_lazy("Gregorian date", "%(day)s %(month)s %(year)s"),
    Precision.MONTH: pgettext_lazy("Gregorian date", "%(month)s %(year)s"),
    Precision.YEAR: pgettext_lazy("Gregorian date", "%(year)s"),
}
_DUAL_DAY = pgettext_lazy("weekday, Hijri date, Gregorian date", "%(weekday)s %(hijri)s (%(gregorian)s)")
_GREGORIAN_DAY = pgettext_lazy("weekday, Gregorian date", "%(weekday)s %(gregorian)s")
_DUAL_PARTIAL = pgettext_lazy("the calendar it is known in, the other calendar", "%(known)s (%(other)s)")
_AS_PRINTED = _("%(date)s, printed as %(printed)s")
_FROM_TO = pgettext_lazy("first and last month or year", "%(first)s – %(last)s")

# Below this a typed year can only be Hijri, from it on only Gregorian.
_CALENDARS_MEET = 1700
_LONGEST_DATE = 40

_WRITE_A_DATE = _(
    "Write the date as day/month/year with a four-digit year, for example 14/10/1444 or 4/5/2023."
)
_WRITE_A_PARTIAL_DATE = _(
    "Write a year, a month and year, or a full date, for example 1390, 5/1390 or 12/5/1390."
)
_SEPARATOR = re.compile(r"\s*[/\\.\-\u2010-\u2013\u2212]\s*|\s+")
# «هـ» loses its tatweel when the line is cleaned.
_ERA = re.compile(r"\s*(?:(?P<hijri>ه|a\.?h\.?|h)|(?P<gregorian>م|a\.?d\.?|c\.?e\.?))\.?$", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: the first day it can mean, how much is known, and what was typed.

    `printed` belongs into a column beside the date: made again of both, the date is shown as it was typed.
    """

    date: date
    precision: Precision
    printed: str = ""

    def __str__(self) -> str:
        return dual_partial(self.date, self.precision)


def riyadh_today() -> date:
    """Today where the associations are; the only "today" there is."""
    return timezone.localdate(timezone=RIYADH)


def riyadh_day(moment: datetime) -> date:
    """The day in Riyadh at an aware moment."""
    return timezone.localtime(moment, RIYADH).date()


def hijri_text(day: date, precision: str = Precision.DAY) -> str:
    """14 Shawwal 1444 AH; a day outside the table has no Hijri text."""
    return _hijri_text(day, Precision(precision), get_language())


@lru_cache(maxsize=8192)
def _hijri_text(day: date, precision: Precision, language: str | None) -> str:
    if not in_hijri_range(day):
        return ""
    hijri = hijri_of(day)
    params = {"day": hijri.day, "month": HIJRI_MONTHS[hijri.month - 1], "year": hijri.year}
    return str(_HIJRI_TEXT[precision]) % params


def gregorian_text(day: date, precision: str = Precision.DAY) -> str:
    """4 May 2023"""
    return _gregorian_text(day, Precision(precision), get_language())


@lru_cache(maxsize=8192)
def _gregorian_text(day: date, precision: Precision, language: str | None) -> str:
    params = {"day": day.day, "month": GREGORIAN_MONTHS[day.month], "year": day.year}
    return str(_GREGORIAN_TEXT[precision]) % params


def dual(day: date) -> str:
    """Thursday 14 Shawwal 1444 AH (4 May 2023), in the active language."""
    if isinstance(day, datetime):
        day = riyadh_day(day)
    return _dual(day, get_language())


@lru_cache(maxsize=8192)
def _dual(day: date, language: str | None) -> str:
    params = {"weekday": WEEKDAYS[day.weekday()], "hijri": hijri_text(day), "gregorian": gregorian_text(day)}
    return str(_DUAL_DAY if params["hijri"] else _GREGORIAN_DAY) % params


def known_in(day: date, precision: str) -> Calendar:
    """The calendar whose month or year begins on this day: the one a partial date was written in.

    Some months of both calendars begin on the same day; such a month counts as Hijri.
    """
    if not in_hijri_range(day):
        return Calendar.GREGORIAN
    hijri = hijri_of(day)
    begins = hijri.day == 1 and (precision == Precision.MONTH or hijri.month == 1)
    return Calendar.HIJRI if begins else Calendar.GREGORIAN


def dual_partial(day: date, precision: str) -> str:
    """A date as far as it is known: 1390 AH (1970 – 1971)."""
    if precision == Precision.DAY:
        return dual(day)
    return _dual_partial(day, Precision(precision), get_language())


@lru_cache(maxsize=8192)
def _dual_partial(day: date, precision: Precision, language: str | None) -> str:
    last = _last_day(day, precision)
    known, other = hijri_text, gregorian_text
    if known_in(day, precision) == Calendar.GREGORIAN:
        known, other = gregorian_text, hijri_text
    first_other, last_other = other(day, precision), other(last, precision)
    if not (first_other and last_other):
        return known(day, precision)
    if first_other != last_other:
        first_other = str(_FROM_TO) % {"first": first_other, "last": last_other}
    return str(_DUAL_PARTIAL) % {"known": known(day, precision), "other": first_other}


def _last_day(day: date, precision: Precision) -> date:
    if known_in(day, precision) == Calendar.HIJRI:
        month_length, year_length = hijri_lengths(day)
        return day + timedelta(days=(month_length if precision == Precision.MONTH else year_length) - 1)
    month = day.month if precision == Precision.MONTH else 12
    return date(day.year, month, monthrange(day.year, month)[1])


def parse_date(text: str, calendar: str | None = None) -> date:
    """The day that was typed; without a calendar the year tells which one is meant."""
    day, precision = _parse(text, calendar, _WRITE_A_DATE)
    if precision != Precision.DAY:
        raise ImpossibleDate(_WRITE_A_DATE)
    return day


def parse_partial(text: str, calendar: str | None = None) -> tuple[date, Precision]:
    """The first day of what was typed (a year, a month or a day), and how much of it is known."""
    return _parse(text, calendar, _WRITE_A_PARTIAL_DATE)


def parse_printed(text: str, calendar: str | None = None) -> PartialDate:
    """A date as a paper prints it, kept in its own words beside the day or the nearest day that it means.

    A card may print 29/8/1364, although that month ends with the 28th in the table.
    """
    day, precision = _parse(text, calendar, _WRITE_A_PARTIAL_DATE, hijri=nearest_day_of)
    return PartialDate(day, precision, ascii_digits(clean_line(text)))


def unlike_the_table(printed: str) -> bool:
    """Whether what a paper prints is a day that the calendar's table does not have."""
    try:
        parse_partial(printed)
    except ImpossibleDate:
        return bool(printed)
    return False


def dual_printed(day: date, printed: str, precision: str = Precision.DAY) -> str:
    """A date in both calendars; with the words of its paper where the table has no such day."""
    known = dual_partial(day, precision)
    return str(_AS_PRINTED) % {"date": known, "printed": printed} if unlike_the_table(printed) else known


def typed_text(day: date, precision: str = Precision.DAY) -> str:
    """The shortest text that reads back as this date: 4/5/2023, 5/1390 or 1390."""
    if precision == Precision.DAY:
        return f"{day.day}/{day.month}/{day.year}"
    known = hijri_of(day) if known_in(day, precision) == Calendar.HIJRI else day
    return str(known.year) if precision == Precision.YEAR else f"{known.month}/{known.year}"


def _parse(text: str, calendar: str | None, hint, hijri=gregorian_of) -> tuple[date, Precision]:
    if len(text) > _LONGEST_DATE:
        raise ImpossibleDate(hint)
    text, era = _split_era(ascii_digits(clean_line(text)))
    if calendar and era and era != calendar:
        raise ImpossibleDate(_other_calendar(era))
    year, month, day = _year_month_day(_SEPARATOR.split(text), hint)
    meant = calendar or era or (Calendar.HIJRI if year < _CALENDARS_MEET else Calendar.GREGORIAN)
    convert = hijri if Calendar(meant) == Calendar.HIJRI else gregorian_day
    precision = Precision.YEAR if month is None else Precision.MONTH if day is None else Precision.DAY
    return convert(year, 1 if month is None else month, 1 if day is None else day), precision


def _split_era(text: str) -> tuple[str, Calendar | None]:
    found = _ERA.search(text)
    if not found:
        return text, None
    return text[: found.start()], Calendar.HIJRI if found["hijri"] else Calendar.GREGORIAN


def _other_calendar(era: Calendar):
    if era == Calendar.HIJRI:
        return _("This date is written as a Hijri date; choose the Hijri calendar.")
    return _("This date is written as a Gregorian date; choose the Gregorian calendar.")


def _year_month_day(groups: list[str], hint) -> tuple[int, int | None, int | None]:
    """Year, month and day of one to three groups; the group of four digits is the year."""
    if len(groups) > 3 or not all(_NUMBER.fullmatch(group) for group in groups):
        raise ImpossibleDate(hint)
    years = [position for position, group in enumerate(groups) if len(group) == 4]
    if years not in ([0], [len(groups) - 1]) or any(len(group) == 3 for group in groups):
        raise ImpossibleDate(hint)
    numbers = [int(group) for group in groups]
    if years == [len(groups) - 1]:
        numbers.reverse()
    year, month, day = numbers + [None] * (3 - len(numbers))
    return year, month, day
