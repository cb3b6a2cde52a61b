"""Both calendars: the whole Umm al-Qura table, what cannot be, and how a date is shown."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation
from hijridate import Gregorian, Hijri, ummalqura
from hypothesis import given
from hypothesis import strategies as st

from arabic.calendars import (
    GREGORIAN_MONTHS,
    HIJRI_MONTHS,
    Calendar,
    ImpossibleDate,
    Precision,
    dual,
    dual_partial,
    gregorian_day,
    gregorian_of,
    hijri_of,
    known_in,
    riyadh_day,
    riyadh_today,
)
from arabic.umm_al_qura import FIRST_DAY, FIRST_HIJRI_YEAR, LAST_DAY, LAST_HIJRI_YEAR

DAYS = st.dates(FIRST_DAY, LAST_DAY)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def arabic():
    with translation.override("ar"):
        yield


def test_every_day_of_the_table_converts_there_and_back():
    for ordinal in range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1):
        day = date.fromordinal(ordinal)
        hijri = hijri_of(day)
        assert hijri == Gregorian.fromordinal(ordinal).to_hijri().datetuple()
        assert gregorian_of(*hijri) == day


def test_our_range_is_the_range_of_the_table():
    assert ummalqura.HIJRI_RANGE[0] == (FIRST_HIJRI_YEAR, 1, 1)
    assert ummalqura.HIJRI_RANGE[1][0] == LAST_HIJRI_YEAR
    assert (FIRST_DAY.timetuple()[:3], LAST_DAY.timetuple()[:3]) == ummalqura.GREGORIAN_RANGE


# Umm al-Qura as it was printed in its first decades; from 1365 on every month has 29 or 30 days.
ODD_MONTHS = {
    (1343, 9): 28,
    (1345, 5): 31,
    (1345, 8): 28,
    (1348, 11): 31,
    (1348, 12): 28,
    (1349, 10): 28,
    (1349, 11): 31,
    (1364, 8): 28,
}


@pytest.mark.parametrize("year", range(FIRST_HIJRI_YEAR, LAST_HIJRI_YEAR + 1))
def test_no_month_has_a_day_too_many(year):
    for month in range(1, 13):
        length = Hijri(year, month, 1).month_length()
        assert length == ODD_MONTHS.get((year, month), length)
        assert length in {29, 30} or (year, month) in ODD_MONTHS
        assert hijri_of(gregorian_of(year, month, length)) == (year, month, length)
        with pytest.raises(ImpossibleDate):
            gregorian_of(year, month, length + 1)


def test_a_card_that_prints_29_shaban_1364_is_refused_with_the_reason(english):
    with pytest.raises(ImpossibleDate, match="Sha’ban 1364 has 28 days; day 29 does not exist."):
        gregorian_of(1364, 8, 29)


@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [
        ((1444, 10, 14), date(2023, 5, 4)),
        ((1445, 5, 13), date(2023, 11, 27)),
        ((1441, 2, 29), date(2019, 10, 28)),
        ((1441, 1, 19), date(2019, 9, 18)),
        ((1446, 2, 10), date(2024, 8, 14)),
    ],
)
def test_the_dates_of_the_five_policies_convert_as_their_boards_read_them(hijri, gregorian):
    assert gregorian_of(*hijri) == gregorian
    assert hijri_of(gregorian) == hijri


@pytest.mark.parametrize(
    ("convert", "parts", "sentence"),
    [
        (gregorian_of, (1446, 20, 10), "Month 20 does not exist: a year has twelve months."),
        (gregorian_of, (1446, 0, 10), "Month 0 does not exist: a year has twelve months."),
        (gregorian_of, (1446, 5, 30), "Jumada I 1446 has 29 days; day 30 does not exist."),
        (gregorian_of, (1446, 5, 0), "Jumada I 1446 has 29 days; day 0 does not exist."),
        (gregorian_of, (2023, 5, 4), "2023 is a Gregorian year; choose the Gregorian calendar."),
        (gregorian_of, (1342, 1, 1), "The year 1342 is outside the calendar tables"),
        (gregorian_of, (1501, 1, 1), "The year 1501 is outside the calendar tables"),
        (gregorian_day, (2024, 80, 14), "Month 80 does not exist: a year has twelve months."),
        (gregorian_day, (2023, 2, 29), "February 2023 has 28 days; day 29 does not exist."),
        (gregorian_day, (1444, 10, 14), "1444 is a Hijri year; choose the Hijri calendar."),
        (gregorian_day, (9999, 1, 1), "The year 9999 is outside the calendar tables"),
    ],
)
def test_an_impossible_date_is_refused_with_the_reason(convert, parts, sentence, english):
    with pytest.raises(ImpossibleDate) as refusal:
        convert(*parts)
    assert str(refusal.value).startswith(sentence)


def test_the_reason_is_told_in_the_language_of_the_reader(arabic):
    refusal = pytest.raises(ImpossibleDate, gregorian_of, 1446, 5, 30).value
    assert "جمادى الأولى 1446" in str(refusal)
    with translation.override("en"):
        assert str(refusal) == "Jumada I 1446 has 29 days; day 30 does not exist."


def test_a_date_is_shown_in_both_calendars_in_arabic(arabic):
    assert dual(date(2023, 5, 4)) == "الخميس 14 شوال 1444هـ (4 مايو 2023م)"


def test_a_date_is_shown_in_both_calendars_in_english(english):
    assert dual(date(2023, 5, 4)) == "Thursday 14 Shawwal 1444 AH (4 May 2023)"


def test_a_shown_date_follows_the_language_although_it_is_remembered():
    texts = set()
    for language in ("ar", "en", "ar", "en"):
        with translation.override(language):
            texts.add(dual(date(2024, 8, 14)))
    assert len(texts) == 2


@pytest.mark.parametrize("day", [date(1922, 3, 1), date(2077, 12, 1)])
def test_a_day_outside_the_hijri_table_is_shown_in_gregorian_only(day, english):
    assert dual(day).endswith(f"{day.day} {GREGORIAN_MONTHS[day.month]} {day.year}")
    assert "AH" not in dual(day)


def test_every_month_has_its_own_arabic_name(arabic):
    assert str(HIJRI_MONTHS[0]) == "محرم"
    assert str(HIJRI_MONTHS[11]) == "ذو الحجة"
    assert str(GREGORIAN_MONTHS[4]) == "أبريل"
    names = {str(name) for name in (*HIJRI_MONTHS, *GREGORIAN_MONTHS.values())}
    assert len(names) == 24
    assert not any(name.isascii() for name in names)


@pytest.mark.parametrize(
    ("day", "precision", "shown"),
    [
        (gregorian_of(1390, 1, 1), Precision.YEAR, "1390 AH (1970 – 1971)"),
        (gregorian_of(1390, 5, 1), Precision.MONTH, "Jumada I 1390 AH (July 1970 – August 1970)"),
        (date(1970, 1, 1), Precision.YEAR, "1970 (1389 AH – 1390 AH)"),
        (date(1970, 7, 1), Precision.MONTH, "July 1970 (Rabi II 1390 AH – Jumada I 1390 AH)"),
        (date(1922, 1, 1), Precision.YEAR, "1922"),
        (date(1924, 1, 1), Precision.YEAR, "1924"),
        (gregorian_of(1390, 5, 12), Precision.DAY, "Thursday 12 Jumada I 1390 AH (16 July 1970)"),
    ],
)
def test_a_partly_known_date_shows_no_more_than_is_known(day, precision, shown, english):
    assert dual_partial(day, precision) == shown
    assert dual_partial(day, str(precision)) == shown


def test_the_calendar_of_a_partial_date_is_seen_from_its_first_day():
    assert known_in(gregorian_of(1390, 1, 1), Precision.YEAR) == Calendar.HIJRI
    assert known_in(gregorian_of(1390, 5, 1), Precision.MONTH) == Calendar.HIJRI
    assert known_in(gregorian_of(1390, 5, 1), Precision.YEAR) == Calendar.GREGORIAN
    assert known_in(date(1970, 1, 1), Precision.YEAR) == Calendar.GREGORIAN


@pytest.mark.parametrize("server_zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_today_is_the_day_in_riyadh_wherever_the_server_stands(server_zone):
    with timezone.override(server_zone):
        with time_machine.travel(datetime(2026, 2, 28, 20, 59, 59, tzinfo=UTC), tick=False):
            assert riyadh_today() == date(2026, 2, 28)
        with time_machine.travel(datetime(2026, 2, 28, 21, 0, tzinfo=UTC), tick=False):
            assert riyadh_today() == date(2026, 3, 1)


@given(st.integers(-600_000_000, 3_000_000_000))
def test_a_moment_belongs_to_the_day_three_hours_ahead_of_utc(second):
    moment = datetime.fromtimestamp(0, UTC) + timedelta(seconds=second)
    assert riyadh_day(moment) == (moment + timedelta(hours=3)).date()


def test_a_moment_shown_as_a_date_is_the_day_in_riyadh(english):
    assert dual(datetime(2023, 5, 3, 21, 30, tzinfo=UTC)) == dual(date(2023, 5, 4))


@given(DAYS)
def test_tomorrow_is_one_hijri_day_later(day):
    if day == LAST_DAY:
        return
    today, tomorrow = hijri_of(day), hijri_of(day + timedelta(days=1))
    next_day = tomorrow.day == today.day + 1 and tomorrow[:2] == today[:2]
    assert next_day or (tomorrow.day == 1 and tomorrow[:2] > today[:2])
