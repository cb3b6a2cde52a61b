"""The two calendars and what they do not contain: Umm al-Qura Hijri and Gregorian, converted and checked."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.dates import MONTHS_ALT as GREGORIAN_MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from hijridate import Gregorian, Hijri

# The years of hijridate's Umm al-Qura table, and the Gregorian days it reaches.
FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR = 1343, 1500
FIRST_DAY, LAST_DAY = date(1924, 8, 1), date(2077, 11, 16)
FIRST_GREGORIAN_YEAR, LAST_GREGORIAN_YEAR = 1900, 2077
# From here on every table says the same; before it papers were dated by tables that gave some months another length.
FIRST_AGREED_YEAR = 1420

HIJRI_MONTHS = (
    pgettext_lazy("Hijri month", "Muharram"),
    pgettext_lazy("Hijri month", "Safar"),
    pgettext_lazy("Hijri month", "Rabi I"),
    pgettext_lazy("Hijri month", "Rabi II"),
    pgettext_lazy("Hijri month", "Jumada I"),
    pgettext_lazy("Hijri month", "Jumada II"),
    pgettext_lazy("Hijri month", "Rajab"),
    pgettext_lazy("Hijri month", "Sha’ban"),
    pgettext_lazy("Hijri month", "Ramadan"),
    pgettext_lazy("Hijri month", "Shawwal"),
    pgettext_lazy("Hijri month", "Dhu al-Qa’dah"),
    pgettext_lazy("Hijri month", "Dhu al-Hijjah"),
)


class Calendar(TextChoices):
    HIJRI = "hijri", _("Hijri")
    GREGORIAN = "gregorian", _("Gregorian")


class HijriDate(NamedTuple):
    year: int
    month: int
    day: int


class ImpossibleDate(ValueError):
    """No such day; its text is the sentence that says why, in the language of whoever reads it."""

    def __init__(self, sentence, **params):
        super().__init__(sentence, params)
        self.sentence, self.params = sentence, params

    def __str__(self) -> str:
        return str(self.sentence) % self.params


def in_hijri_range(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY


def hijri_of(day: date) -> HijriDate:
    """The Hijri date of a Gregorian day."""
    if not in_hijri_range(day):
        raise _outside(day.year)
    return HijriDate(*Gregorian.fromordinal(day.toordinal()).to_hijri().datetuple())


def hijri_lengths(day: date) -> tuple[int, int]:
    """Days in the Hijri month and in the Hijri year that hold this day."""
    hijri = Hijri(*hijri_of(day))
    return hijri.month_length(), hijri.year_length()


def gregorian_of(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri date."""
    if FIRST_GREGORIAN_YEAR <= year <= LAST_GREGORIAN_YEAR:
        raise ImpossibleDate(_("%(year)s is a Gregorian year; choose the Gregorian calendar."), year=year)
    if not FIRST_HIJRI_YEAR <= year <= LAST_HIJRI_YEAR:
        raise _outside(year)
    _check_month(month)
    _check_day(day, Hijri(year, month, 1).month_length(), HIJRI_MONTHS[month - 1], year)
    return date.fromordinal(Hijri(year, month, day).to_gregorian().toordinal())


def nearest_day_of(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri date on a paper: an old month that was longer then ends with its last day now."""
    if day in (29, 30) and 1 <= month <= 12 and FIRST_HIJRI_YEAR <= year < FIRST_AGREED_YEAR:
        day = min(day, Hijri(year, month, 1).month_length())
    return gregorian_of(year, month, day)


def gregorian_day(year: int, month: int, day: int) -> date:
    """A Gregorian day, refused with the same care as a Hijri one."""
    if FIRST_HIJRI_YEAR <= year <= LAST_HIJRI_YEAR:
        raise ImpossibleDate(_("%(year)s is a Hijri year; choose the Hijri calendar."), year=year)
    if not FIRST_GREGORIAN_YEAR <= year <= LAST_GREGORIAN_YEAR:
        raise _outside(year)
    _check_month(month)
    _check_day(day, monthrange(year, month)[1], GREGORIAN_MONTHS[month], year)
    return date(year, month, day)


def _outside(year: int) -> ImpossibleDate:
    return ImpossibleDate(
        _(
            "The year %(year)s is outside the calendar tables: Hijri years %(first_hijri)s to %(last_hijri)s,"
            " Gregorian years %(first)s to %(last)s."
        ),
        year=year,
        first_hijri=FIRST_HIJRI_YEAR,
        last_hijri=LAST_HIJRI_YEAR,
        first=FIRST_GREGORIAN_YEAR,
        last=LAST_GREGORIAN_YEAR,
    )


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise ImpossibleDate(_("Month %(month)s does not exist: a year has twelve months."), month=month)


def _check_day(day: int, length: int, month_name, year: int) -> None:
    if not 1 <= day <= length:
        raise ImpossibleDate(
            _("%(month)s %(year)s has %(length)s days; day %(day)s does not exist."),
            month=month_name,
            year=year,
            length=length,
            day=day,
        )
