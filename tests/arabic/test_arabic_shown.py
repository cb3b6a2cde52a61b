"""Dates and names in templates, and the formats of numbers and dates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, translation

from arabic.calendars import PartialDate, Precision, gregorian_of
from arabic.text import apart, clean_line, grouped

MAY_4 = date(2023, 5, 4)


def render(source: str, **context) -> str:
    return Template("{% load arabic %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("filter_name", "value", "shown"),
    [
        ("dual_date", MAY_4, "الخميس 14 شوال 1444هـ (4 مايو 2023م)"),
        ("dual_date", datetime(2023, 5, 3, 21, 30, tzinfo=UTC), "الخميس 14 شوال 1444هـ (4 مايو 2023م)"),
        ("hijri", MAY_4, "14 شوال 1444هـ"),
        ("gregorian", MAY_4, "4 مايو 2023م"),
        ("gregorian", date(1922, 4, 1), "1 أبريل 1922م"),
    ],
)
def test_a_date_is_marked_for_machines_and_kept_apart(filter_name, value, shown):
    with translation.override("ar"):
        html = render("{{ value|" + filter_name + " }}", value=value)
    machine = "1922-04-01" if "1922" in shown else "2023-05-04"
    assert html == f'<time datetime="{machine}"><bdi>{shown}</bdi></time>'


def test_a_moment_shows_the_day_and_time_in_riyadh():
    value = datetime(2023, 5, 3, 21, 5, tzinfo=UTC)
    with translation.override("ar"):
        html = render("{{ value|moment }}", value=value)
    assert html == (
        '<time datetime="2023-05-04T00:05:00+03:00">'
        "<bdi>الخميس 14 شوال 1444هـ (4 مايو 2023م)، الساعة 00:05</bdi></time>"
    )


def test_a_partly_known_date_shows_what_is_known():
    born = PartialDate(gregorian_of(1390, 1, 1), Precision.YEAR, "1390")
    with translation.override("ar"):
        shown = "<bdi>1390هـ (1970م – 1971م)</bdi>"
        assert render("{{ born|dual_date }}", born=born) == shown
        assert render("{{ day|dual_date:precision }}", day=born.date, precision="year") == shown
    assert "<time" in render("{{ day|dual_date:precision }}", day=MAY_4, precision="day")


@pytest.mark.parametrize("filter_name", ["dual_date", "hijri", "gregorian", "moment", "bdi", "amount"])
@pytest.mark.parametrize("value", [None, ""])
def test_nothing_is_shown_for_nothing(filter_name, value):
    html = render("{{ value|" + filter_name + " }}", value=value)
    assert html in {"", "<bdi></bdi>"}


def test_a_day_outside_the_hijri_table_has_no_hijri_text():
    assert render("{{ value|hijri }}", value=date(1922, 4, 1)) == ""


def test_a_reference_keeps_its_direction_inside_a_sentence():
    assert apart("26-0000001") == "\u200e26-0000001"
    assert clean_line(apart("26-0000001")) == "26-0000001"


def test_a_name_is_escaped_and_isolated():
    html = render("{{ name|bdi }}", name=clean_line("\u202e<script>محمد"))
    assert html == "<bdi>&lt;script&gt;محمد</bdi>"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_numbers_have_a_decimal_point_in_both_languages(language):
    with translation.override(language):
        assert formats.number_format(Decimal("1250.50"), use_l10n=True, force_grouping=True) == "1,250.50"
        assert formats.localize_input(Decimal("1250.50")) == "1250.50"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("3140.00"), "3,140"),
        (Decimal("1234567.5"), "1,234,567.50"),
        (Decimal("-980.05"), "-980.05"),
        (0, "0"),
        (Decimal("100"), "100"),
    ],
)
def test_amounts_have_their_thousands_apart(value, shown):
    assert grouped(value) == shown
    assert render("{{ value|amount }}", value=value) == f"<bdi>{shown}</bdi>"


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("typed", ["21/11/2026", "21-11-2026", "2026-11-21"])
def test_plain_date_inputs_read_the_day_first_in_both_languages(language, typed):
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2026, 11, 21)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_week_begins_on_sunday(language):
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 0
