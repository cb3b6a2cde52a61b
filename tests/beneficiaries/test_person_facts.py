"""Every fact of a person: how it may be written, how it is stored, and what is refused with which sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as oracle

from arabic.calendars import parse_partial
from audit.refusals import Refused
from beneficiaries.countries import country_choices, country_code, country_name
from beneficiaries.iban import BANKS, bank_of, iban_as_stored, in_fours, masked_iban, reason_iban_is_wrong
from beneficiaries.models import Beneficiary
from beneficiaries.people import change_person
from beneficiaries.search import find_people
from tests.factories import identity_number, make_person, make_user

from .test_beneficiaries_pages import as_shown, filled

IBAN = "SA0380000000608010167519"
HINDI = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def stored(**fields) -> Beneficiary:
    return Beneficiary.objects.get(pk=make_person(**fields).pk)


def refused(**fields) -> tuple:
    with pytest.raises(Refused) as caught:
        make_person(**fields)
    return caught.value.field, str(caught.value)


# Bank accounts ---------------------------------------------------------------------------------------------------


def saudi_iban(account: str) -> str:
    return f"SA{oracle.calc_check_digits(f'SA00{account}')}{account}"


@given(st.text("0123456789", min_size=22, max_size=22))
def test_the_check_of_an_iban_agrees_with_an_independent_library(digits):
    iban = f"SA{digits}"
    assert (reason_iban_is_wrong(iban) is None) == oracle.is_valid(iban, check_country=False)


@given(st.text("0123456789", min_size=20, max_size=20), st.integers(4, 23), st.integers(1, 9))
def test_one_mistyped_digit_of_an_iban_is_always_noticed(account, place, shift):
    right = saudi_iban(account)
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert reason_iban_is_wrong(right) is None
    assert reason_iban_is_wrong(wrong)


@pytest.mark.parametrize(
    "typed",
    [
        *(IBAN, IBAN.lower(), in_fours(IBAN), f" {IBAN[:4]}-{IBAN[4:]}\u200f", IBAN.translate(HINDI)),
        f"IBAN: {in_fours(IBAN)}",
    ],
)
def test_an_iban_in_any_writing_is_one_iban(typed):
    assert iban_as_stored(typed) == IBAN


def test_the_bank_is_named_by_two_digits_in_both_languages():
    assert bank_of(IBAN) == "مصرف الراجحي"
    with translation.override("en"):
        assert bank_of(IBAN) == "Al Rajhi Bank"
    assert bank_of(saudi_iban("99" + "0" * 18)) == ""
    assert all(len(code) == 2 and code.isdecimal() for code in BANKS)


def test_a_masked_iban_shows_four_digits():
    assert masked_iban(IBAN) == "SA•••• 7519"


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["SA0380000000608010167518", "GB82WEST12345698765432", "SA03", "حساب"])
def test_a_wrong_iban_is_refused_at_its_field(typed):
    assert refused(iban=typed)[0] == "iban"


# Documents of other states ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "typed", "country", "number"),
    [
        ("gcc", "٧٨٤ ١٩٨٠ ١٢٣٤٥٦٧ ١", "ae", "784198012345671"),
        ("passport", " a12-34567 ", "YE", "A1234567"),
        ("passport", "N٠٠١٢٣٤٥", "SY", "N0012345"),
        ("visitor", "٤١٢٣٤٥٦٧٨٩", "", "4123456789"),
    ],
)
def test_numbers_of_other_documents_are_stored_in_one_writing(kind, typed, country, number):
    person = stored(identity_kind=kind, identity_number=typed, identity_country=country)
    assert (person.identity_number, person.identity_country) == (number, country.upper())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"identity_kind": "gcc", "identity_number": "12345", "identity_country": "KW"}, "identity_number"),
        ({"identity_kind": "gcc", "identity_number": "123456", "identity_country": "EG"}, "identity_country"),
        ({"identity_kind": "gcc", "identity_number": "123456", "identity_country": ""}, "identity_country"),
        ({"identity_kind": "passport", "identity_number": "A1", "identity_country": "EG"}, "identity_number"),
        (
            {"identity_kind": "passport", "identity_number": "Aß34567", "identity_country": "EG"},
            "identity_number",
        ),
        (
            {"identity_kind": "passport", "identity_number": "A1234567", "identity_country": "ZZ"},
            "identity_country",
        ),
        ({"identity_kind": "visitor", "identity_number": "2123456789"}, "identity_number"),
        ({"identity_kind": "visitor", "identity_number": "41234567890"}, "identity_number"),
        ({"nationality": "ZZ"}, "nationality"),
        ({"latin_name": "سارة"}, "latin_name"),
        ({"latin_name": "----"}, "latin_name"),
        ({"email": "nobody"}, "email"),
        ({"short_address": "RRR2929"}, "short_address"),
        ({"short_address": "٢٩٢٩RRRD"}, "short_address"),
        ({"latitude": "21.27"}, "longitude"),
        ({"longitude": "40.41"}, "latitude"),
        ({"latitude": "91", "longitude": "40"}, "latitude"),
        ({"latitude": "21", "longitude": "-181"}, "longitude"),
        ({"latitude": "شمال", "longitude": "40"}, "latitude"),
        ({"marital_state": "engaged"}, "marital_state"),
        ({"preferred_channel": "pigeon"}, "preferred_channel"),
        ({"education": "doctorate of everything"}, "education"),
        ({"work": "x"}, "work"),
        ({"workplace": "م" * 121}, "workplace"),
        ({"health_note": "م" * 2001}, "health_note"),
    ],
)
def test_a_wrong_fact_is_refused_at_its_field(fields, field):
    assert refused(**fields)[0] == field
    assert not Beneficiary.objects.exists()


@pytest.mark.django_db
def test_one_number_of_two_states_is_two_people_and_of_one_state_one():
    kuwaiti = {"identity_kind": "gcc", "identity_number": "123456789", "identity_country": "KW"}
    make_person(**kuwaiti)
    make_person(**{**kuwaiti, "identity_country": "QA"})
    assert refused(**kuwaiti)[0] == "identity_number"


@pytest.mark.django_db
def test_the_country_goes_with_the_document_that_had_one():
    person = make_person(identity_kind="passport", identity_number="A1234567", identity_country="YE")
    clerk = make_user("reception")
    changed = change_person(person, by=clerk, identity_kind="iqama", identity_number=identity_number(7, "2"))
    assert changed.identity_country == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("nationality", "sa"),
        ("iban", "SA03 8000"),
        ("short_address", "rrrd2929"),
        ("latitude", "21.5"),
        ("identity_country", "YE"),
        ("identity_number", None),
    ],
)
def test_the_database_itself_refuses_such_a_fact(column, value):
    person = make_person()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE beneficiaries_beneficiary SET {column} = %s WHERE id = %s", [value, person.pk]
        )


@pytest.mark.django_db
def test_facts_are_stored_in_one_writing():
    person = stored(
        latin_name="  Sara   Alharthi ",
        short_address="rrrd ٢٩٢٩",
        iban=in_fours(IBAN).translate(HINDI),
        latitude="٢١٫٢٧٠٤",
        longitude="40.4158",
        nationality="sa",
        health_note="سكري\r\nضغط",
        phone="٠٥٥١٢٣٤٥٦٧",
    )
    assert (person.latin_name, person.short_address, person.iban) == ("Sara Alharthi", "RRRD2929", IBAN)
    assert (person.latitude, person.longitude) == (Decimal("21.2704"), Decimal("40.4158"))
    assert (person.nationality, person.health_note, person.phone) == ("SA", "سكري\nضغط", "+966551234567")


# Names and countries ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_person_is_found_by_the_arabic_and_by_the_latin_name():
    person = make_person(grandfather_name="عبدالله", latin_name="Sara Al-Harthi")
    clerk = make_user("reception")
    assert person.search_name == "ساره محمد عبدالله الحارثي sara al harthi"
    for typed in ("سارة الحارثي", "harth sar", "SARA"):
        assert [row["id"] for row in find_people(typed, user=clerk)] == [person.pk]


def test_the_countries_are_those_of_the_standard_in_both_languages():
    assert len(country_choices()) == 249
    assert country_choices()[0] == ("SA", "المملكة العربية السعودية")
    with translation.override("en"):
        assert len(country_choices()) == 249
        assert country_name("YE") == "Yemen"
    assert country_name("YE") == "اليمن"
    assert [country_code(name) for name in ("اليمن", "Yemen", "ye", "أطلانتس")] == ["YE", "YE", "YE", ""]


# The birth date as it is printed ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "printed", "shown"),
    [
        ("14/10/1405", "14/10/1405", "14/10/1405"),
        ("١٤/١٠/١٤٠٥", "14/10/1405", "14/10/1405"),
        ("3/4/1985", "", "3/4/1985"),
        ("1390", "", "1390"),
    ],
)
def test_a_birth_date_comes_back_in_the_calendar_in_which_it_was_written(sign_in, typed, printed, shown):
    desk = sign_in(make_user("reception"))
    desk.post(reverse("person_add"), filled(birth_date=typed))
    person = Beneficiary.objects.get()
    assert (person.birth_printed, person.birth_date) == (printed, parse_partial(typed)[0])
    page = desk.get(reverse("person_change", args=[person.pk])).content.decode()
    assert f'value="{shown}"' in page
    sent = as_shown(desk, person) | {"birth_date": shown, "phone": str(person.phone)}
    assert desk.post(reverse("person_change", args=[person.pk]), sent).status_code == 303
    assert person.history.count() == 1


@pytest.mark.django_db
def test_a_corrected_birth_date_leaves_no_old_words_beside_it():
    person = make_person(birth_printed="14/10/1405", birth_date=date(1985, 7, 2))
    changed = change_person(person, by=make_user("reception"), birth_date=date(1986, 1, 1))
    assert changed.birth_printed == ""
