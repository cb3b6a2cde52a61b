"""The fields: what they accept, what they say, and that nothing typed is lost."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from arabic.calendars import PartialDate, Precision, gregorian_of
from arabic.forms import (
    AmountField,
    CleanCharField,
    CleanTextField,
    DigitsField,
    DualDateField,
    PartialDateField,
    PrintedDateField,
    printed_date,
)

MAY_4 = date(2023, 5, 4)


class PaperForm(forms.Form):
    full_name = CleanCharField(max_length=100)
    note = CleanTextField(max_length=200, required=False)
    number = DigitsField(max_length=10, min_length=10, required=False)
    amount = AmountField(required=False)
    issued_on = DualDateField(required=False, until_today=True)
    born = PartialDateField(required=False, until_today=True)
    printed_on = PrintedDateField(required=False, until_today=True)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def filled(**data) -> PaperForm:
    return PaperForm({"full_name": "محمد", **data})


def value_of(field: str, **data):
    form = filled(**data)
    assert form.is_valid(), form.errors
    return form.cleaned_data[field]


def reason_for(field: str, **data) -> str:
    form = filled(**data)
    assert not form.is_valid()
    assert list(form.errors) == [field]
    return form.errors[field][0]


def test_a_name_is_stored_clean():
    assert value_of("full_name", full_name=" مـحـمـد\u202e  \u0000علي\u200f ") == "محمد علي"


def test_a_name_of_10000_characters_gets_a_clear_sentence():
    sentence = "This text is too long: 10000 characters; 100 fit here."
    assert reason_for("full_name", full_name="م" * 10_000) == sentence
    with translation.override("ar"):
        assert "10000" in reason_for("full_name", full_name="م" * 10_000)


def test_a_name_is_measured_after_cleaning():
    assert value_of("full_name", full_name="م\u0640" * 100) == "م" * 100
    assert reason_for("full_name", full_name="\ufdf4" * 100).startswith("This text is too long: 400")


@pytest.mark.parametrize("nothing", ["", "  ", "\u202e", "\u200f\u0640\u0000", "\u3164"])
def test_a_name_without_ink_is_no_name(nothing):
    assert list(filled(full_name=nothing).errors) == ["full_name"]


@given(st.text(max_size=300))
def test_a_stored_name_is_never_longer_than_its_column(text):
    form = filled(full_name=text)
    if form.is_valid():
        assert 0 < len(form.cleaned_data["full_name"]) <= 100


def test_a_text_keeps_its_lines():
    assert value_of("note", note="سطر\r\n\r\nآخر\u202e\r\n") == "سطر\n\nآخر"


@pytest.mark.parametrize(
    "typed", ["1012345672", "١٠١٢٣٤٥٦٧٢", "۱۰۱۲۳۴۵۶۷۲", "101 234-5672", "\u200f١٠١٢٣٤٥٦٧٢"]
)
def test_a_number_is_stored_in_ascii_digits(typed):
    assert value_of("number", number=typed) == "1012345672"


@pytest.mark.parametrize("typed", ["10123456²2", "x012345672", "1012345.72", "+101234567", "①012345672"])
def test_a_number_with_other_signs_is_refused(typed):
    assert reason_for("number", number=typed) == "Write digits only."


@pytest.mark.parametrize("typed", ["123", "١٢٣"])
def test_a_short_number_is_refused(typed):
    assert reason_for("number", number=typed) == "This text is too short: 3 characters; 10 are needed."


@pytest.mark.parametrize(
    "typed",
    ["1250.50", "1,250.50", "١٢٥٠٫٥٠", "١٬٢٥٠٫٥٠", "۱۲۵۰٫۵", "1 250.5", "1250.5\u200f", "01250.50"],
)
def test_an_amount_is_read_in_any_digits(typed):
    assert value_of("amount", amount=typed) == Decimal("1250.5")


@pytest.mark.parametrize(
    "typed", ["12,5", "1,25.0", "1e5", "NaN", "Infinity", "1.2.3", "½", "0x10", "1_000", "SAR 5"]
)
def test_what_is_not_an_amount_is_refused_with_an_example(typed):
    assert reason_for("amount", amount=typed).endswith("for example 1250.50.")


def test_an_amount_below_zero_or_beyond_its_digits_is_refused():
    assert reason_for("amount", amount="-5") == "The amount cannot be less than 0."
    assert reason_for("amount", amount="\u2212٥") == "The amount cannot be less than 0."
    assert reason_for("amount", amount="1.234")
    assert reason_for("amount", amount="9" * 10_000)


@pytest.mark.parametrize(
    "data",
    [
        {"issued_on": "14/10/1444"},
        {"issued_on": "١٤/١٠/١٤٤٤", "issued_on_calendar": "auto"},
        {"issued_on": "14/10/1444 هـ", "issued_on_calendar": "hijri"},
        {"issued_on": "4/5/2023", "issued_on_calendar": ""},
        {"issued_on": "2023-05-04", "issued_on_calendar": "gregorian"},
    ],
)
def test_a_day_is_entered_in_either_calendar(data):
    assert value_of("issued_on", **data) == MAY_4


@pytest.mark.parametrize(
    ("text", "calendar", "sentence"),
    [
        ("30/05/1446", "auto", "Jumada I 1446 has 29 days; day 30 does not exist."),
        ("14/10/1444", "gregorian", "1444 is a Hijri year; choose the Hijri calendar."),
        ("soon", "auto", "Write the date as day/month/year with a four-digit year"),
        ("14/10/1444", "mayan", "Choose automatic, Hijri or Gregorian."),
    ],
)
def test_an_impossible_day_is_refused_beside_the_field(text, calendar, sentence):
    assert reason_for("issued_on", issued_on=text, issued_on_calendar=calendar).startswith(sentence)


def test_a_paper_is_not_issued_tomorrow():
    with time_machine.travel(datetime(2023, 5, 3, 20, 59, tzinfo=UTC), tick=False):
        assert reason_for("issued_on", issued_on="14/10/1444") == "This day has not come yet."
        assert reason_for("born", born="1445") == "This day has not come yet."
    with time_machine.travel(datetime(2023, 5, 3, 21, 0, tzinfo=UTC), tick=False):
        assert value_of("issued_on", issued_on="14/10/1444") == MAY_4


def test_no_day_is_no_day_unless_one_is_needed():
    assert value_of("issued_on", issued_on=" \u200f") is None
    assert value_of("born", born="") is None
    with pytest.raises(forms.ValidationError):
        DualDateField().clean(["", "auto"])


def test_a_birth_date_keeps_how_much_is_known_and_what_was_printed():
    born = value_of("born", born="١٣٩٠ هـ")
    assert born == PartialDate(gregorian_of(1390, 1, 1), Precision.YEAR, "1390 ه")
    assert str(born) == "1390 AH (1970 – 1971)"
    assert value_of("born", born="5/1390").precision == Precision.MONTH
    assert value_of("born", born="12/5/1390").date == date(1970, 7, 16)


@pytest.mark.parametrize("field", ["issued_on", "born"])
def test_what_was_typed_comes_back_with_the_reason(field):
    form = filled(**{field: '30/05/1446"><b>', f"{field}_calendar": "hijri"})
    html = render_crispy_form(form)
    assert 'value="30/05/1446&quot;&gt;&lt;b&gt;"' in html
    assert '<option value="hijri" selected>' in html


def test_the_date_input_is_labelled_and_carries_its_reason():
    html = render_crispy_form(filled(issued_on="30/05/1446"))
    assert re.search(r'<label[^>]*for="id_issued_on"', html)
    text = re.search(r'<input[^>]*name="issued_on"[^>]*>', html)[0]
    calendar = re.search(r'<select[^>]*name="issued_on_calendar"[^>]*>', html)[0]
    for part, identity in ((text, "id_issued_on"), (calendar, "id_issued_on_calendar")):
        assert f'id="{identity}"' in part
        assert 'aria-describedby="id_issued_on_helptext id_issued_on_error"' in part
        assert 'aria-invalid="true"' in part
    assert 'aria-label="Calendar"' in calendar
    assert "form-control" not in calendar
    # Bootstrap shows a reason only after an element that is itself marked.
    assert '<div class="input-group is-invalid">' in html


def test_a_correct_date_input_is_not_marked():
    html = render_crispy_form(PaperForm())
    assert '<div class="input-group">' in html
    assert "is-invalid" not in html
    assert "For example 14/10/1444 or 4/5/2023." in html


def test_a_needed_date_does_not_ask_for_the_calendar():
    class NeededForm(forms.Form):
        day = DualDateField()

    html = str(NeededForm()["day"])
    assert "required" in re.search(r"<input[^>]*>", html)[0]
    assert "required" not in re.search(r"<select[^>]*>", html)[0]


@pytest.mark.parametrize(
    ("initial", "shown"),
    [
        ({"issued_on": MAY_4}, "4/5/2023"),
        ({"born": PartialDate(gregorian_of(1390, 1, 1), Precision.YEAR)}, "1390"),
        ({"born": PartialDate(gregorian_of(1390, 5, 1), Precision.MONTH, "٥/١٣٩٠")}, "٥/١٣٩٠"),
        ({"born": PartialDate(date(1970, 7, 16), Precision.DAY)}, "16/7/1970"),
    ],
)
def test_a_stored_date_is_offered_for_correction(initial, shown):
    (field,) = initial
    assert f'value="{shown}"' in str(PaperForm(initial=initial)[field])


def test_the_same_day_in_the_other_calendar_is_no_change():
    data = {"full_name": "محمد", "issued_on": "14/10/1444", "issued_on_calendar": "hijri"}
    assert "issued_on" not in PaperForm(data, initial={"issued_on": MAY_4}).changed_data
    assert "issued_on" in PaperForm(data, initial={"issued_on": date(2023, 5, 5)}).changed_data
    assert "issued_on" in PaperForm({**data, "issued_on": "x"}, initial={"issued_on": MAY_4}).changed_data


def test_a_disabled_date_keeps_its_stored_value():
    class FixedForm(forms.Form):
        day = DualDateField(disabled=True)
        born = PartialDateField(disabled=True)

    born = PartialDate(date(1970, 1, 1), Precision.YEAR)
    form = FixedForm({"day": "1/1/2020"}, initial={"day": MAY_4, "born": born})
    assert form.is_valid()
    assert form.cleaned_data == {"day": MAY_4, "born": born}
    assert not form.has_changed()


def test_the_date_input_speaks_arabic():
    with translation.override("ar"):
        html = render_crispy_form(PaperForm())
    for word in ("تلقائي", "هجري", "ميلادي", 'aria-label="التقويم"'):
        assert word in html


def test_inputs_of_numbers_open_the_right_keyboard_and_run_left_to_right():
    form = PaperForm()
    assert 'inputmode="numeric"' in str(form["number"])
    assert 'inputmode="decimal"' in str(form["amount"])
    for name in ("number", "amount", "issued_on"):
        assert 'dir="ltr"' in str(form[name])
        assert "maxlength" not in str(form[name])


@pytest.mark.parametrize("typed", ["14/10/1444", "1444-10-14", "14/10/1444 AH", "4/5/2023", "04/05/2023"])
def test_a_day_on_a_paper_is_shown_again_as_it_was_typed_in_its_calendar(typed):
    read = value_of("printed_on", printed_on=typed)
    assert read == PartialDate(MAY_4, Precision.DAY, typed)
    shown = PaperForm(initial={"printed_on": printed_date(read.date, read.printed)})
    assert f'value="{typed}"' in str(shown["printed_on"])
    again = filled(printed_on=typed)
    again.initial = {"printed_on": printed_date(read.date, read.printed)}
    assert "printed_on" not in again.changed_data


@pytest.mark.parametrize("field", ["printed_on", "born"])
def test_a_day_that_an_old_card_prints_is_kept_beside_the_nearest_day(field):
    read = value_of(field, **{field: "٢٩/٨/١٣٦٤"})
    assert (read.date, read.printed) == (date(1945, 8, 7), "29/8/1364")


def test_a_day_on_a_paper_is_a_whole_day():
    sentence = "Write the date as day/month/year with a four-digit year"
    assert reason_for("printed_on", printed_on="10/1444").startswith(sentence)
    with time_machine.travel(datetime(2023, 5, 3, 20, 59, tzinfo=UTC), tick=False):
        assert reason_for("printed_on", printed_on="14/10/1444") == "This day has not come yet."


def test_a_day_whose_words_were_not_kept_is_shown_in_the_gregorian_calendar():
    shown = PaperForm(initial={"printed_on": printed_date(MAY_4, "")})
    assert 'value="4/5/2023"' in str(shown["printed_on"])
    assert printed_date(None, "") is None
