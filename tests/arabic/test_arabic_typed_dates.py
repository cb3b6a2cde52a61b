"""Dates as people type them."""

from contextlib import suppress
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from arabic.calendars import (
    Calendar,
    ImpossibleDate,
    Precision,
    dual_printed,
    gregorian_of,
    hijri_of,
    parse_date,
    parse_partial,
    parse_printed,
    typed_text,
    unlike_the_table,
)
from arabic.umm_al_qura import FIRST_DAY, LAST_DAY

DAYS = st.dates(FIRST_DAY, LAST_DAY)
MAY_4 = date(2023, 5, 4)
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
HINT = "Write the date as day/month/year"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    "text",
    [
        "14/10/1444",
        "1444/10/14",
        "14-10-1444",
        "14.10.1444",
        "14 10 1444",
        "14 / 10 / 1444",
        "1444–10–14",
        "14\\10\\1444",
        "١٤/١٠/١٤٤٤",
        "۱۴/۱۰/۱۴۴۴",
        "14/10/1444هـ",
        "14/10/1444 هـ",
        "14/10/1444ه",
        "١٤‏/١٠‏/١٤٤٤ هـ.",
        "14/10/1444 AH",
        "4/5/2023",
        "04/05/2023",
        "2023-05-04",
        "4/5/2023م",
        "٤/٥/٢٠٢٣ م",
        "4/5/2023 CE",
    ],
)
def test_one_day_typed_in_many_ways_is_one_day(text):
    assert parse_date(text) == MAY_4


@given(DAYS, st.sampled_from("/-."), st.booleans(), st.sampled_from([{}, ARABIC_DIGITS, PERSIAN_DIGITS]))
def test_every_day_typed_in_either_calendar_is_read_back(day, separator, year_first, digits):
    for calendar, parts in ((Calendar.HIJRI, hijri_of(day)), (Calendar.GREGORIAN, day.timetuple()[:3])):
        typed = separator.join(map(str, parts if year_first else reversed(parts))).translate(digits)
        assert parse_date(typed) == day
        assert parse_date(typed, calendar) == day
        assert parse_date(typed, str(calendar)) == day


@pytest.mark.parametrize(
    ("text", "calendar", "sentence"),
    [
        ("10/20/1446", None, "Month 20 does not exist: a year has twelve months."),
        ("14/80/2024", None, "Month 80 does not exist: a year has twelve months."),
        ("30/05/1446", None, "Jumada I 1446 has 29 days; day 30 does not exist."),
        ("29/2/2023", "gregorian", "February 2023 has 28 days; day 29 does not exist."),
        ("14/10/1444", "gregorian", "1444 is a Hijri year; choose the Hijri calendar."),
        ("4/5/2023", "hijri", "2023 is a Gregorian year; choose the Gregorian calendar."),
        ("14/10/1444هـ", "gregorian", "This date is written as a Hijri date; choose the Hijri calendar."),
        ("4/5/2023م", "hijri", "This date is written as a Gregorian date; choose the Gregorian calendar."),
        ("1/1/1342", None, "The year 1342 is outside the calendar tables"),
        ("1/1/1650", None, "The year 1650 is outside the calendar tables"),
        ("1/1/0000", None, "The year 0 is outside the calendar tables"),
        ("14/10/44", None, HINT),
        ("14/1444/10", None, HINT),
        ("1444/10/1444", None, HINT),
        ("141/10/1444", None, HINT),
        ("14101444", None, HINT),
        ("10/1444", None, HINT),
        ("1444", None, HINT),
        ("yesterday", None, HINT),
        ("²/10/1444", None, HINT),
        ("½/10/1444", None, HINT),
        ("-4/5/2023", None, HINT),
        ("4/5/2023/", None, HINT),
        ("", None, HINT),
        ("1" * 10_000, None, HINT),
    ],
)
def test_what_is_not_a_day_is_refused_with_the_reason(text, calendar, sentence):
    with pytest.raises(ImpossibleDate) as refusal:
        parse_date(text, calendar)
    assert str(refusal.value).startswith(sentence)


@given(st.text(max_size=30), st.sampled_from([None, "hijri", "gregorian"]))
def test_any_text_is_a_date_or_a_sentence(text, calendar):
    for parse in (parse_date, parse_partial):
        with suppress(ImpossibleDate):
            parse(text, calendar)


@pytest.mark.parametrize(
    ("text", "calendar", "day", "precision"),
    [
        ("1390", None, gregorian_of(1390, 1, 1), Precision.YEAR),
        ("١٣٩٠هـ", None, gregorian_of(1390, 1, 1), Precision.YEAR),
        ("5/1390", None, gregorian_of(1390, 5, 1), Precision.MONTH),
        ("1390/5", "hijri", gregorian_of(1390, 5, 1), Precision.MONTH),
        ("12/5/1390", None, gregorian_of(1390, 5, 12), Precision.DAY),
        ("1970", None, date(1970, 1, 1), Precision.YEAR),
        ("7/1970م", "gregorian", date(1970, 7, 1), Precision.MONTH),
    ],
)
def test_a_partly_known_date_keeps_how_much_is_known(text, calendar, day, precision):
    assert parse_partial(text, calendar) == (day, precision)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("13/1390", "Month 13 does not exist"),
        ("5/90", "Write a year, a month and year, or a full date"),
        ("90", "Write a year, a month and year, or a full date"),
        ("1340", "The year 1340 is outside the calendar tables"),
    ],
)
def test_an_impossible_partial_date_is_refused_with_the_reason(text, sentence):
    with pytest.raises(ImpossibleDate) as refusal:
        parse_partial(text)
    assert str(refusal.value).startswith(sentence)


@given(DAYS, st.sampled_from(Precision))
def test_the_text_offered_for_a_date_reads_back_as_that_date(day, precision):
    begins = {Precision.YEAR: day.replace(month=1, day=1), Precision.MONTH: day.replace(day=1)}.get(
        precision, day
    )
    assert parse_partial(typed_text(begins, precision)) == (begins, precision)


@given(st.integers(1343, 1500), st.integers(1, 12))
def test_a_hijri_month_or_year_reads_back_from_its_first_day(year, month):
    assert typed_text(gregorian_of(year, 1, 1), Precision.YEAR) == str(year)
    assert typed_text(gregorian_of(year, month, 1), Precision.MONTH) == f"{month}/{year}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29/8/1364", date(1945, 8, 7)),
        ("٣٠/٨/١٣٦٤ هـ", date(1945, 8, 7)),
        ("1364-08-28", date(1945, 8, 7)),
        ("30/9/1343", date(1925, 4, 23)),
    ],
)
def test_an_old_paper_keeps_its_day_though_the_table_ends_the_month_earlier(text, day):
    printed = parse_printed(text)
    assert (printed.date, printed.precision) == (day, Precision.DAY)
    assert parse_printed(printed.printed) == printed


@pytest.mark.parametrize(
    "text", ["30/5/1446", "31/8/1364", "29/13/1364", "0/8/1364", "30/3/1420", "31/4/1990"]
)
def test_a_paper_keeps_no_day_that_no_calendar_ever_had(text):
    with pytest.raises(ImpossibleDate):
        parse_printed(text)


def test_only_a_day_beyond_the_table_is_said_to_be_unlike_it():
    assert unlike_the_table("29/8/1364")
    assert not any(map(unlike_the_table, ("28/8/1364", "1364", "4/5/2023", "")))
    printed = "Tuesday 28 Sha’ban 1364 AH (7 August 1945)"
    assert dual_printed(date(1945, 8, 7), "28/8/1364") == dual_printed(date(1945, 8, 7), "") == printed
    assert dual_printed(date(1945, 8, 7), "29/8/1364") == f"{printed}, printed as 29/8/1364"


@given(DAYS)
def test_a_paper_that_the_table_knows_means_the_day_of_the_table(day):
    hijri = hijri_of(day)
    assert parse_printed(f"{hijri.day}/{hijri.month}/{hijri.year}").date == day
