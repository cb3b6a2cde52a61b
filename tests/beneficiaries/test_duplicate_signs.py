"""By what two files look like one person's, and what asking costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaries.duplicates.signs import (
    LARGEST_PIECE,
    MOST_SHARING,
    likely_duplicates,
    likely_duplicates_of,
)
from beneficiaries.models import Beneficiary
from tests import factories as make
from tests.duplicates import IBAN, NAMES, file_of, further_phone, lives_at, save
from tests.test_query_plans import read_by_postgresql, read_by_sqlite

pytestmark = pytest.mark.django_db
SPELT_OTHERWISE = {**NAMES, "father_name": "عبد الله", "grandfather_name": "احمد", "family_name": "العُتيبي"}


def alike(person) -> dict:
    return {found.person.pk: {str(sign.value) for sign in found.signs} for found in likely_duplicates(person)}


def test_the_same_name_in_another_spelling_and_the_same_birth_year():
    one = file_of(**NAMES)
    other = file_of(**SPELT_OTHERWISE | {"birth_date": date(1985, 12, 30)}, latin_name="Munirah Alotaibi")
    assert alike(one) == {other.pk: {"name"}}
    assert alike(other) == {one.pk: {"name"}}


def test_a_draft_is_compared_before_it_is_saved():
    one = file_of(**NAMES, iban=IBAN)
    draft = Beneficiary(**SPELT_OTHERWISE, phone=one.phone, iban=IBAN)
    (found,) = likely_duplicates(draft)
    assert found.person == one
    assert len(found.sentences) == len(set(found.sentences)) == 3


@pytest.mark.parametrize(
    ("years", "precisions", "is_alike"),
    [
        ((1985, 1985), ("day", "day"), True),
        ((1985, 1986), ("day", "month"), False),
        ((1985, 1986), ("day", "year"), True),
        ((1986, 1985), ("year", "year"), True),
        ((1985, 1987), ("year", "year"), False),
    ],
)
def test_a_year_known_alone_leaves_one_year_open(years, precisions, is_alike):
    one, other = (
        file_of(**NAMES | {"birth_date": date(year, 3, 1), "birth_precision": precision})
        for year, precision in zip(years, precisions, strict=True)
    )
    assert bool(alike(one)) is is_alike
    assert bool(alike(other)) is is_alike


def test_a_longer_name_is_another_name():
    one = file_of(**NAMES)
    file_of(**NAMES | {"family_name": "العتيبي الروقي"})
    assert alike(one) == {}


def test_a_phone_is_found_where_somebody_else_answers_it_and_no_more_where_it_ended():
    number = "+966561112223"
    one, other, past = file_of(), file_of(phone=number), file_of()
    further_phone(one, number)
    further_phone(past, number, ended_on=date(2024, 1, 1))
    assert alike(one) == {other.pk: {"phone"}}
    assert alike(other) == {one.pk: {"phone"}}
    assert alike(past) == {}


def test_two_further_phones_that_are_the_same_are_found():
    one, other = file_of(), file_of()
    for person in (one, other):
        further_phone(person, "+966561112223")
    assert alike(one) == {other.pk: {"phone"}}


def test_the_same_account():
    one, other = file_of(iban=IBAN), file_of(iban=IBAN)
    assert alike(one) == {other.pk: {"iban"}}
    assert alike(file_of()) == {}


def test_an_address_tells_of_one_person_only_with_the_name():
    shorter = {**NAMES, "grandfather_name": ""}
    one, sister = file_of(**NAMES, short_address="RRRD2929"), file_of(short_address="RRRD2929")
    other = file_of(**shorter)
    lives_at(other, "RRRD2929")
    assert alike(one) == {other.pk: {"address"}}
    assert alike(other) == {one.pk: {"address"}}
    assert alike(sister) == {}


def test_what_an_office_or_a_charity_shares_tells_nothing():
    shared = [file_of(phone="+966561112223") for _number in range(MOST_SHARING + 1)]
    assert alike(file_of(phone="+966561112223")) == {}
    assert alike(shared[0]) == {}


def test_a_signpost_leads_to_the_file_that_was_kept():
    one, kept, signpost = file_of(**NAMES), file_of(), file_of(**NAMES)
    signpost.standing, signpost.standing_reason, signpost.merged_into = "merged", "x", kept
    save(signpost)
    assert alike(one) == {kept.pk: {"name"}}
    assert alike(kept) == {}


def test_many_are_asked_about_in_as_few_questions_as_one():
    for place in range(4):
        file_of(**NAMES, phone=f"+96656111222{place}", iban=IBAN, short_address="RRRD2929")
    drafts = [
        Beneficiary(**NAMES, phone=f"+96656111222{place % 5}", iban=IBAN, short_address="RRRD2929")
        for place in range(LARGEST_PIECE)
    ]
    with CaptureQueriesContext(connection) as one:
        alone = likely_duplicates(drafts[0])
    with CaptureQueriesContext(connection) as many:
        together = likely_duplicates_of(drafts)
    assert len(one) == len(many) <= 9
    assert together[0] == alone
    assert len(together) == LARGEST_PIECE
    assert {len(found) for found in together} == {4}


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 50])
def test_each_question_is_answered_from_an_index(number):
    like = file_of(**NAMES)
    make.copies(
        like,
        3_000,
        identity_number=lambda place: make.identity_number(600_000 + place),
        phone=lambda place: f"+96657{place:07d}",
        iban=lambda place: f"SA{place:022d}" if place % 3 else "",
        short_address=lambda place: f"RRRD{place:04d}",
        search_name=lambda place: f"{make.spelt(place)} {make.spelt(place * 7)} العتيبي",
    )
    people = [
        file_of(**NAMES, phone=f"+96657{place:07d}", iban=f"SA{place:022d}", short_address=f"RRRD{place:04d}")
        for place in range(1, number + 1)
    ]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as captured:
        likely_duplicates_of(people)
    read = read_by_sqlite if connection.vendor == "sqlite" else read_by_postgresql
    broken = [told for row in captured for told in read(row["sql"])]
    assert len(captured) > 4
    assert not broken, "\n".join(broken)
