"""Identity numbers are those of the document, in ASCII digits, with the right check digit."""

import pytest
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from beneficiaries.identity import check_digit_is_right, identity_digits, kind_of, reason_identity_is_wrong
from tests.factories import identity_number

DIGITS = {
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "fullwidth": "０１２３４５６７８９",
    "bengali": "০১২৩৪৫৬৭৮৯",
}


@given(st.text("0123456789", min_size=10, max_size=10))
def test_check_digit_agrees_with_an_independent_library(number):
    assert check_digit_is_right(number) == luhn.is_valid(number)


@given(st.integers(0, 99_999_999), st.sampled_from("12"), st.integers(1, 9), st.integers(0, 9))
def test_one_mistyped_digit_is_always_noticed(seed, prefix, shift, place):
    right = identity_number(seed, prefix)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert check_digit_is_right(right)
    assert not check_digit_is_right(wrong)


@given(st.integers(0, 99_999_999), st.sampled_from(sorted(DIGITS)))
def test_digits_of_every_script_become_one_number(seed, script):
    number = identity_number(seed)
    typed = number.translate(str.maketrans("0123456789", DIGITS[script]))
    assert identity_digits(f" {typed[:4]}-{typed[4:]}\u200f ") == number


@given(st.text())
def test_whatever_is_typed_is_either_ten_ascii_digits_or_refused(typed):
    number = identity_digits(typed)
    if reason_identity_is_wrong("national_id", number) is None:
        assert len(number) == 10
        assert set(number) <= set("0123456789")


@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [
        ("national_id", "", "Write the identity number as it stands on the document."),
        ("national_id", "10101010²6", "An identity number is written in digits only."),
        ("national_id", "١٠٠٠٠٠٠٠٠٨", "An identity number is written in digits only."),
        (
            "national_id",
            identity_number(5, "2"),
            "The number of a national ID begins with 1; a number that begins with 2 stands on an Iqama.",
        ),
        (
            "iqama",
            identity_number(5, "1"),
            "The number of an Iqama begins with 2; a number that begins with 1 stands on a national ID.",
        ),
        ("none", identity_number(5), "Without an identity document there is no identity number."),
    ],
)
def test_the_sentence_says_what_is_wrong(kind, number, sentence):
    assert reason_identity_is_wrong(kind, number) == _(sentence)


def test_the_sentence_says_which_length_is_wrong():
    sentence = _("An identity number has 10 digits; digits written here: %(count)d.")
    assert reason_identity_is_wrong("national_id", "100") == sentence % {"count": 3}


def test_the_sentence_says_that_the_check_digit_is_wrong():
    number = identity_number(7)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    sentence = _("The check digit does not fit: one of the digits is mistyped. Compare it with the document.")
    assert reason_identity_is_wrong("national_id", wrong) == sentence


def test_the_document_of_a_number_is_told_by_the_number():
    assert kind_of(identity_number(9, "1")) == "national_id"
    assert kind_of(identity_number(9, "2")) == "iqama"
    assert kind_of("0501234567") is None
