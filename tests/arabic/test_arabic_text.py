"""Names and texts: what is stored, and what is found."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.text import ascii_digits, clean_line, clean_text, fold, fold_words
from tests.folding import DIFFERENT, PAIRS, WITH_AND_WITHOUT_IBN

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
INVISIBLE = BIDI + "\u200b\u200c\u200d\ufeff\u2060\u00ad\u0640\u0000\u0007\u3164"
# Everything that typing, pasting and attacking produce, mixed more densely than plain `st.text()` would.
ARABIC = st.text(
    st.one_of(
        st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةآأإؤئء ﷲﷺﻻﻣﺤﻤﺪیکہھے۝٠١۴²½'-ًٌٍَُِّْٰ̣ٓ́̈́ﹾḉ" + INVISIBLE),
        st.characters(),
    ),
    max_size=60,
)
NAMES = st.lists(
    st.sampled_from(["عبد", "الله", "ابو", "بكر", "بن", "آل", "سعود", "الدين", "ام", "x"]), max_size=8
)


@pytest.mark.parametrize(("written", "also_written"), PAIRS)
def test_two_spellings_of_one_name_have_one_key(written, also_written):
    assert fold(written) == fold(also_written)


@pytest.mark.parametrize(("one", "another"), DIFFERENT)
def test_different_names_keep_different_keys(one, another):
    assert fold(one) != fold(another)


@pytest.mark.parametrize(("said", "left_out"), WITH_AND_WITHOUT_IBN)
def test_words_to_look_for_leave_out_whose_child_somebody_is(said, left_out):
    assert fold_words(said) == fold_words(left_out)


def test_a_search_finds_a_name_with_and_without_ibn():
    stored = set(fold("محمد بن عبد الله القحطاني").split())
    for query in ("محمد عبدالله", "محمد ابن عبدالله القحطاني", "محمد بن عبد الله", "القحطاني"):
        assert set(fold_words(query)) <= stored


def test_a_search_for_ibn_alone_still_looks_for_something():
    assert fold_words("بن") == ("بن",)
    assert fold_words(" \u200f ") == ()


@pytest.mark.parametrize(
    "digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡"]
)
def test_decimal_digits_of_any_script_become_ascii(digits):
    assert ascii_digits(digits) == "0123456789"


@pytest.mark.parametrize("odd", ["²", "½", "①", "Ⅳ", "፩", "፲"])
def test_signs_that_only_look_like_digits_are_left_for_the_form_to_refuse(odd):
    assert ascii_digits(odd) == odd


def test_stored_names_hold_letters_and_not_their_shapes():
    assert clean_line("ﻣﺤﻤﺪ") == "محمد"
    assert clean_line("عبد ﷲ") == "عبد الله"
    assert clean_line("ا\u0654حمد") == "أحمد"


def test_a_written_honorific_stays_a_sign():
    assert clean_line("محمد ﷺ") == "محمد ﷺ"
    assert fold("محمد ﷺ") == "محمد"


def test_stored_names_keep_their_harakat():
    assert clean_line("عُمَر") == "عُمَر"


@pytest.mark.parametrize("hidden", INVISIBLE)
def test_nothing_hidden_inside_a_name_survives(hidden):
    assert clean_line(f"مح{hidden}مد{hidden} علي") == "محمد علي"
    assert clean_text(f"{hidden}سطر\nسطر{hidden}") == "سطر\nسطر"
    assert fold(f"مح{hidden}مد") == "محمد"


def test_a_line_has_single_spaces_and_no_line_ends():
    assert clean_line(" \t محمد \u00a0\r\n علي\u2028") == "محمد علي"


def test_a_text_keeps_its_lines_and_loses_the_empty_edges():
    assert clean_text("\r\n\r\n أول  سطر \r\n\r\nثانٍ\u2028ثالث\n\n") == "أول سطر\n\nثانٍ\nثالث"


def test_a_lone_surrogate_never_reaches_the_database():
    assert clean_line("محمد\ud800") == "محمد"


@pytest.mark.parametrize("clean", [clean_line, clean_text, fold])
@pytest.mark.parametrize(
    "flood", ["\u0301\u0323", "\u064e\u0651", "\u0301\u202e\u0323", "\ufe7e\u0301\u0323"]
)
def test_a_flood_of_marks_is_cut_before_it_costs_minutes(clean, flood):
    started = time.monotonic()
    assert len(clean("م" + flood * 200_000)) < 1_000_000
    assert time.monotonic() - started < 5


def test_a_letter_keeps_the_marks_a_script_needs_and_no_more():
    assert clean_line("ا" + "\u064e\u0651\u0670\u0653") == unicodedata.normalize(
        "NFC", "ا\u064e\u0651\u0670\u0653"
    )
    assert len(clean_line("e" + "\u0323" * 500)) <= 5


@given(ARABIC)
def test_cleaning_twice_changes_nothing(text):
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@given(ARABIC)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(NAMES)
def test_folding_compound_names_twice_changes_nothing(words):
    assert fold(fold(" ".join(words))) == fold(" ".join(words))


@given(ARABIC)
def test_cleaning_first_does_not_change_the_key(text):
    assert fold(clean_line(text)) == fold(text)


@given(ARABIC)
def test_nothing_invisible_is_left(text):
    visible_signs = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    for cleaned in (clean_line(text), clean_text(text).replace("\n", ""), fold(text)):
        left = [sign for sign in cleaned if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
        assert set(left) <= set(visible_signs)
        assert not set(cleaned) & set(INVISIBLE)
        cleaned.encode()


@given(ARABIC)
def test_cleaned_text_is_nfc(text):
    assert unicodedata.is_normalized("NFC", clean_line(text))


@given(st.text(st.characters(min_codepoint=0x0620, max_codepoint=0x06FF), max_size=80))
def test_the_key_of_an_arabic_name_is_never_longer_than_the_name(name):
    assert len(fold(name)) <= len(name)


@given(st.text(max_size=80))
def test_after_normalising_every_digit_is_ascii_and_nothing_else_changed(text):
    plain = ascii_digits(text)
    assert len(plain) == len(text)
    assert all(
        new == old or (old.isdecimal() and new in "0123456789") for old, new in zip(text, plain, strict=True)
    )
