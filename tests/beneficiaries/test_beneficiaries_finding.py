"""People are found by further numbers too: another phone, a foreign document, a reference, the register."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import system_user
from arabic.calendars import riyadh_today
from audit.writing import write
from beneficiaries.models import OtherPhone
from beneficiaries.search import find_people
from intake.models import Registration
from tests.factories import copies, make_branch, make_person, make_request, make_user

pytestmark = pytest.mark.django_db
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def clerk():
    return make_user("reception")


def found(query, user) -> list[int]:
    return [row["id"] for row in find_people(query, user=user)]


def further_phone(person, number: str, **fields) -> OtherPhone:
    phone = OtherPhone(beneficiary=person, number=number, answered_by="الأخ", **fields)
    return write(phone, by=system_user(), reason="x")


# Numbers of the person --------------------------------------------------------------------------------------------


def test_a_person_is_found_by_a_further_phone_which_is_then_the_one_shown(clerk):
    person, namesake = make_person(by=clerk), make_person(by=clerk, phone="+966501112233")
    further_phone(person, "+966501112233")
    rows = find_people("٠٥٠ ١١١ ٢٢٣٣", user=clerk)
    assert {row["id"] for row in rows} == {person.pk, namesake.pk}
    assert {row["shown_phone"] for row in rows} == {"<mark>•••• 2233</mark>"}


def test_a_phone_that_is_no_longer_right_finds_nobody(clerk):
    person = make_person(by=clerk)
    further_phone(person, "+966501112233", ended_on=riyadh_today())
    assert found("0501112233", clerk) == []


def test_a_further_phone_shows_nobody_of_another_branch(clerk):
    further_phone(make_person(by=clerk, branch=make_branch("south")), "+966501112233")
    assert found("0501112233", make_user("delegate", branch=make_branch("north"))) == []


@pytest.mark.parametrize(
    ("kind", "country", "number", "typed"),
    [
        ("passport", "EG", "A12345678", "a 123-45678"),
        ("passport", "YE", "01234567", "٠١٢٣٤٥٦٧"),
        ("gcc", "KW", "284010112345", "2840 1011 2345"),
        ("visitor", "", "3123456789", "۳۱۲۳۴۵۶۷۸۹"),
    ],
)
def test_a_person_is_found_by_the_number_of_any_identity_document(clerk, kind, country, number, typed):
    make = {"identity_kind": kind, "identity_country": country, "identity_number": number}
    [person] = copies(
        make_person(by=clerk), 1, **{name: lambda place, value=value: value for name, value in make.items()}
    )
    assert found(typed, clerk) == [person.pk]
    assert found(number[:-1], clerk) == []


def test_a_person_is_found_by_the_name_in_latin_letters_which_is_then_shown(clerk):
    person = make_person(by=clerk, first_name="خالد", latin_name="Khalid M. Al-Harbi")
    other = make_person(by=clerk, first_name="ماجد", latin_name="Majed Khalid")
    rows = find_people("KHALID m", user=clerk)
    assert [row["id"] for row in rows] == [person.pk, other.pk]
    assert rows[0]["shown_latin"] == "<mark>Khalid</mark> <mark>M</mark>. Al-Harbi"


def test_a_file_merged_into_another_comes_after_it_and_says_so(clerk):
    kept = make_person(by=clerk, first_name="يوسف")
    merged = {
        "identity_number": lambda place: None,
        "identity_kind": lambda place: "none",
        "identity_missing_reason": lambda place: "x",
        "identity_follow_up_by_id": lambda place: clerk.pk,
        "first_name": lambda place: "أحمد",
        "search_name": lambda place: kept.search_name.replace("يوسف", "احمد"),
        "standing": lambda place: "merged",
        "standing_reason": lambda place: "x",
        "merged_into_id": lambda place: kept.pk,
    }
    [signpost] = copies(kept, 1, **merged)
    first, last = find_people("الحارثي", user=clerk)
    assert (first["id"], first["standing"]) == (kept.pk, "")
    assert (last["id"], last["standing"]) == (signpost.pk, _("Merged into another file"))


# Numbers of papers ------------------------------------------------------------------------------------------------


def registered_under(number: str, *, branch=None, clerk=None):
    support_request = make_request("referred", beneficiary=make_person(branch=branch) if branch else None)
    registration = Registration(
        support_request=support_request,
        number=number,
        category=support_request.policy_version.categories.first(),
        valid_until=riyadh_today() + timedelta(days=30),
        registered_by=system_user(),
    )
    write(registration, by=system_user(), reason="x")
    return support_request


def search(client, query):
    return client.post(reverse("desk"), {"query": query}, follow=True)


@pytest.mark.parametrize(
    ("number", "typed"),
    [
        ("REG-2026-0001", "REG-2026-0001"),
        ("REG-2026-0001", " reg – ٢٠٢٦ - ٠٠٠١ "),
        ("1520", "١٥٢٠"),
        ("ط/77", "ط/٧٧"),
    ],
)
def test_a_person_is_found_by_the_number_in_the_register(sign_in, number, typed):
    support_request = registered_under(number)
    make_request()
    [row] = search(sign_in(make_user("reception")), typed).context["found"]
    assert row["id"] == support_request.beneficiary_id
    [named] = row["open"]
    assert named["url"] == reverse("request_detail", args=[support_request.pk])
    assert named["shown_reference"] == f"<mark>{support_request.reference}</mark>"


def test_a_delegate_finds_no_number_of_another_branchs_register(sign_in):
    registered_under("REG-2026-0001", branch=make_branch("south"))
    client = sign_in(make_user("delegate", branch=make_branch("north")))
    assert search(client, "REG-2026-0001").context["found"] == []


def test_a_name_comes_before_a_number_in_the_register(sign_in, clerk):
    registered_under("محمد 2")
    person = make_person(by=clerk, first_name="محمد", father_name="2 سعد", family_name="الحربي")
    [row] = search(sign_in(clerk), "محمد 2").context["found"]
    assert row["id"] == person.pk


def test_finding_by_any_number_costs_the_same_few_queries(sign_in, clerk):
    client = sign_in(clerk)
    person = make_person(by=clerk)
    further_phone(person, "+966501112233")
    support_request = registered_under("REG-2026-0001")
    asked = {}
    for query in ("0501112233", person.identity_number, support_request.reference, "REG-2026-0001"):
        place = client.post(reverse("desk"), {"query": query}).headers["Location"]
        with CaptureQueriesContext(connection) as queries:
            assert client.get(place).context["found"]
        asked[query] = len(queries)
    assert max(asked.values()) <= 11, asked
