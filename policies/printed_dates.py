"""The dates of an approval as they stand on the paper, compared through the Umm al-Qura calendar."""

from datetime import date

from django.utils.translation import gettext as _

from arabic.calendars import Calendar, HijriDate, ImpossibleDate, gregorian_of, hijri_of, parse_date


def read_hijri(printed: str) -> HijriDate:
    """The Hijri day of a printed text such as "14/10/1444هـ"; ImpossibleDate when there is no such day."""
    return hijri_of(parse_date(printed, Calendar.HIJRI))


def read_gregorian(printed: str) -> date:
    """The Gregorian day of a printed text; ImpossibleDate when there is no such day."""
    return parse_date(printed, Calendar.GREGORIAN)


def dates_disagree(hijri: HijriDate, gregorian: date) -> bool:
    return gregorian_of(*hijri) != gregorian


def numeric(day) -> str:
    """Day/month/year of a day of either calendar."""
    return f"{day.day}/{day.month}/{day.year}"


def reason_dates_disagree(hijri: HijriDate, gregorian: date) -> str | None:
    """Why the two printed dates cannot both be right, with both conversions, or None."""
    if not dates_disagree(hijri, gregorian):
        return None
    return _(
        "The two dates disagree: %(hijri)s AH is %(hijri_as_gregorian)s CE,"
        " and %(gregorian)s CE is %(gregorian_as_hijri)s AH."
    ) % {
        "hijri": numeric(hijri),
        "hijri_as_gregorian": numeric(gregorian_of(*hijri)),
        "gregorian": numeric(gregorian),
        "gregorian_as_hijri": numeric(hijri_of(gregorian)),
    }


def reason_reading_differs(printed: str, recorded: HijriDate | date) -> str | None:
    """Why what is recorded is a reading and not the printed text itself, or None."""
    read = read_hijri if isinstance(recorded, HijriDate) else read_gregorian
    try:
        if not printed or read(printed) == recorded:
            return None
    except ImpossibleDate:
        pass
    return _("The printed text “%(printed)s” is not the date recorded.") % {"printed": printed}
