"""The pages of a person: found by those who may, complete, and every look leaves one trace."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import ReadLog
from beneficiaries.around import add_phone, write_note
from beneficiaries.models import Beneficiary
from beneficiaries.papers import receive_paper
from beneficiaries.people import change_person
from tests.factories import identity_number, make_branch, make_person, make_policy, make_user, paper

pytestmark = pytest.mark.django_db


def filled(**fields) -> dict:
    return {
        "idempotency_key": str(uuid.uuid4()),
        "identity_kind": "national_id",
        "identity_number": identity_number(900),
        "first_name": "نورة",
        "father_name": "سعد",
        "grandfather_name": "",
        "family_name": "القحطاني",
        "gender": "female",
        "birth_date": "12/5/1390",
        "birth_date_calendar": "auto",
        "phone": "٠٥٥١٢٣٤٥٦٧",
        "city": "الطائف",
        "district": "",
        "branch": "",
        **fields,
    }


def errors_of(response) -> dict:
    return response.context["form"].errors


@pytest.fixture
def clerk():
    return make_user("reception")


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def test_a_clerk_adds_a_person_and_comes_to_the_file(desk):
    response = desk.post(reverse("person_add"), filled())
    person = Beneficiary.objects.get()
    assert response.status_code == 303
    assert response["Location"] == reverse("person_detail", args=[person.pk])
    assert (person.phone, person.identity_number) == ("+966551234567", identity_number(900))


def test_a_clerk_goes_straight_to_the_request(desk):
    response = desk.post(reverse("person_add"), filled(start_request="on"))
    assert response["Location"] == reverse("request_open", args=[Beneficiary.objects.get().pk])


def test_the_same_form_sent_twice_adds_one_person(desk):
    form = filled()
    first, second = desk.post(reverse("person_add"), form), desk.post(reverse("person_add"), form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert Beneficiary.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "precision", "day"),
    [("1390", "year", "1970-03-09"), ("5/1390", "month", "1970-07-05"), ("4/5/1985", "day", "1985-05-04")],
)
def test_a_birth_date_keeps_how_much_of_it_is_known(desk, typed, precision, day):
    desk.post(reverse("person_add"), filled(birth_date=typed))
    person = Beneficiary.objects.get()
    assert (person.birth_precision, person.birth_date.isoformat()) == (precision, day)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("identity_number", "1000000000"),
        ("identity_number", "2²00000000"),
        ("first_name", "م" * 10_000),
        ("family_name", "12345"),
        ("birth_date", "30/2/1985"),
        ("birth_date", "1/13/1400"),
        ("birth_date", "1/1/2070"),
        ("phone", "055"),
        ("city", ""),
    ],
)
def test_a_wrong_field_comes_back_with_its_reason_and_everything_typed(desk, field, typed):
    response = desk.post(reverse("person_add"), filled(**{field: typed}))
    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert not Beneficiary.objects.exists()
    page = response.content.decode()
    assert "القحطاني" in page or field == "family_name"
    assert typed in page


def test_every_wrong_field_is_named_at_once(desk):
    wrong = filled(identity_number="1000000000", phone="1", birth_date="", first_name="")
    assert set(errors_of(desk.post(reverse("person_add"), wrong))) == {
        "identity_number",
        "phone",
        "birth_date",
        "first_name",
    }


def test_a_person_without_a_document_needs_a_reason_on_the_form(desk, clerk):
    nothing = filled(identity_kind="none", identity_number="", identity_follow_up_by="")
    assert set(errors_of(desk.post(reverse("person_add"), nothing))) == {
        "identity_missing_reason",
        "identity_follow_up_by",
    }
    explained = {**nothing, "identity_missing_reason": "فُقدت", "identity_follow_up_by": clerk.pk}
    assert desk.post(reverse("person_add"), explained).status_code == 303


def test_direction_overrides_are_neither_stored_nor_shown_again(desk):
    response = desk.post(
        reverse("person_add"), filled(first_name="نو\u202eرة", phone="\u202d1", city="الطا\u2067ئف")
    )
    assert response.status_code == 422
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", response.content.decode())
    desk.post(reverse("person_add"), filled(first_name="نو\u202eرة"))
    assert Beneficiary.objects.get().first_name == "نورة"


def test_a_second_file_is_refused_with_a_link_to_the_first(desk):
    person = make_person()
    response = desk.post(reverse("person_add"), filled(identity_number=person.identity_number))
    assert response.status_code == 409
    assert list(errors_of(response)) == ["identity_number"]
    assert reverse("person_detail", args=[person.pk]) in response.content.decode()


def test_a_delegate_gets_no_link_to_a_file_of_another_branch(sign_in):
    person = make_person()
    client = sign_in(make_user("delegate", branch=make_branch()))
    response = client.post(reverse("person_add"), filled(identity_number=person.identity_number))
    assert response.status_code == 409
    assert reverse("person_detail", args=[person.pk]) not in response.content.decode()


def test_a_delegate_adds_people_to_the_own_branch_whatever_is_posted(sign_in):
    north, south = make_branch("north"), make_branch("south")
    sign_in(make_user("delegate", branch=north)).post(reverse("person_add"), filled(branch=south.pk))
    assert Beneficiary.objects.get().branch == north


def test_what_was_typed_at_the_desk_stands_in_the_new_form(desk):
    number = identity_number(55, "2")
    response = desk.post(reverse("person_add"), {"typed": number})
    assert response.status_code == 200
    assert response.context["form"].initial["identity_kind"] == "iqama"
    assert number in response.content.decode()
    assert "سارة" in desk.post(reverse("person_add"), {"typed": "سارة الحارثي"}).content.decode()
    assert not Beneficiary.objects.exists()


def as_shown(client, person) -> dict:
    form = client.get(reverse("person_change", args=[person.pk])).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return {**shown, "birth_date": "3/4/1985", "birth_date_calendar": "auto", "phone": str(person.phone)}


def test_a_change_sent_as_shown_changes_nothing(desk):
    person = make_person()
    response = desk.post(reverse("person_change", args=[person.pk]), as_shown(desk, person))
    assert response.status_code == 303
    assert person.history.count() == 1


def test_a_partial_birth_date_survives_an_untouched_form(desk):
    desk.post(reverse("person_add"), filled(birth_date="1390"))
    person = Beneficiary.objects.get()
    page = desk.get(reverse("person_change", args=[person.pk]))
    assert page.context["form"]["birth_date"].subwidgets
    assert 'value="1390"' in page.content.decode()


def test_the_second_of_two_saves_is_refused_with_what_changed(desk, clerk):
    person = make_person()
    form = as_shown(desk, person)
    change_person(person, by=clerk, city="جدة")
    response = desk.post(reverse("person_change", args=[person.pk]), {**form, "district": "الشهداء"})
    assert response.status_code == 409
    assert len(response.context["form"].conflict.reasons) == 2
    assert "الشهداء" in response.content.decode()
    assert Beneficiary.objects.get(pk=person.pk).district == ""


def test_the_form_of_a_change_shows_no_way_to_a_request(desk):
    assert (
        "start_request"
        not in desk.get(reverse("person_change", args=[make_person().pk])).context["form"].fields
    )


EXPECTED = {
    "reception": (200, 200),
    "delegate": (404, 404),
    "researcher": (404, 404),
    "committee": (404, 404),
    "delivery": (404, 404),
    "executive": (200, 403),
    "board": (404, 404),
    "auditor": (200, 403),
    "administrator": (404, 404),
}


@pytest.mark.parametrize("role", EXPECTED)
def test_a_person_exists_only_for_those_who_may_see_them(sign_in, role):
    person, client = make_person(), sign_in(make_user(role))
    statuses = [
        client.get(reverse(name, args=[person.pk])).status_code for name in ("person_detail", "person_change")
    ]
    assert tuple(statuses) == EXPECTED[role]


def test_a_delegate_reads_people_of_the_own_branch_only(sign_in):
    north = make_branch("north")
    client = sign_in(make_user("delegate", branch=north))
    own, other = make_person(branch=north), make_person(branch=make_branch("south"))
    assert client.get(reverse("person_detail", args=[own.pk])).status_code == 200
    assert client.get(reverse("person_detail", args=[other.pk])).status_code == 404


def test_every_look_at_a_person_leaves_exactly_one_trace(desk, clerk):
    person = make_person()
    for looks in (1, 2):
        desk.get(reverse("person_detail", args=[person.pk]))
        assert ReadLog.objects.filter(user=clerk, about_person=person.pk, action="view").count() == looks
    desk.get(reverse("person_detail", args=[person.pk + 1000]))
    assert ReadLog.objects.count() == 2


def test_the_file_shows_the_person_and_what_happened(desk, clerk):
    person = make_person(by=clerk, first_name="<b>سارة</b>")
    receive_paper(paper("صك.png"), beneficiary=person, by=clerk, reason="Document received")
    page = desk.get(reverse("person_detail", args=[person.pk])).content.decode()
    assert person.identity_number in page
    assert "&lt;b&gt;سارة&lt;/b&gt;" in page
    assert "صك.png" in page
    assert _("Person added") in page
    assert reverse("request_open", args=[person.pk]) in page


def test_only_the_auditor_sees_who_looked(sign_in, desk):
    person = make_person()
    page = desk.get(reverse("person_detail", args=[person.pk])).content.decode()
    assert _("Who looked") not in page
    auditor = sign_in(make_user("auditor"), fresh=True)
    assert _("Who looked") in auditor.get(reverse("person_detail", args=[person.pk])).content.decode()


@pytest.mark.parametrize("role", ["reception", "auditor"])
def test_the_file_costs_at_most_ten_queries_however_much_happened(sign_in, clerk, role):
    make_policy()
    client = sign_in(make_user(role), fresh=True)
    little, much = make_person(), make_person()
    for number in range(6):
        change_person(much, by=clerk, city=f"مدينة رقم {number} أ")
        receive_paper(paper(), beneficiary=much, by=clerk, reason="Document received")
        write_note(much, text=f"ملاحظة رقم {number}", by=clerk)
        add_phone(much, number=f"055999000{number}", answered_by="جارتها", by=clerk)
    counts = []
    for person in (little, much):
        client.get(reverse("person_detail", args=[person.pk]))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("person_detail", args=[person.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
