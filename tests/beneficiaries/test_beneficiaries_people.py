"""One file per person, complete or refused with the reason beside the field."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python

from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused, Stale
from beneficiaries.models import Beneficiary
from beneficiaries.people import add_person, change_person
from beneficiaries.phones import dialled
from tests.factories import identity_number, make_branch, make_person, make_user

pytestmark = pytest.mark.django_db


def refusal_of(**fields) -> Refused:
    with pytest.raises(Refused) as caught:
        make_person(**fields)
    return caught.value


def test_a_new_person_has_one_history_row_by_the_clerk():
    clerk = make_user("reception")
    person = make_person(by=clerk)
    entry = AuditEntry.objects.get(model="beneficiaries.beneficiary", object_pk=person.pk)
    assert (entry.user, entry.reason, entry.about_person) == (clerk, "Person added", person.pk)
    assert person.history.count() == 1


def test_names_are_stored_clean_and_found_folded():
    person = make_person(first_name="  مُحَمَّد\u202e ", family_name="آل\u200f سعود")
    assert person.first_name == "مُحَمَّد"
    assert person.family_name == "آل سعود"
    assert person.search_name.startswith("محمد ")


def test_identity_in_arabic_digits_is_stored_in_ascii():
    number = identity_number(77)
    arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert make_person(identity_number=arabic).identity_number == number


@pytest.mark.parametrize(
    "phone", ["0501234567", "٠٥٠١٢٣٤٥٦٧", "+966501234567", "00966501234567", "\u202a050 123 4567\u202c"]
)
def test_a_phone_in_any_writing_is_one_phone(phone):
    assert make_person(phone=phone).phone == "+966501234567"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"identity_number": "1000000000"}, "identity_number"),
        ({"first_name": ""}, "first_name"),
        ({"first_name": "123"}, "first_name"),
        ({"first_name": "\u202e\u200f"}, "first_name"),
        ({"family_name": "م" * 10_000}, "family_name"),
        ({"birth_date": None}, "birth_date"),
        ({"birth_date": date(1890, 1, 1)}, "birth_date"),
        ({"phone": "123"}, "phone"),
        ({"phone": "not a phone"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"gender": "other"}, "gender"),
        ({"birth_precision": "century"}, "birth_precision"),
        ({"city": ""}, "city"),
        ({"identity_kind": "library_card"}, "identity_kind"),
    ],
)
def test_a_wrong_field_is_refused_at_that_field_and_nothing_is_saved(fields, field):
    assert refusal_of(**fields).field == field
    assert not Beneficiary.objects.exists()


def test_nobody_is_born_tomorrow():
    assert refusal_of(birth_date=riyadh_today() + timedelta(days=1)).field == "birth_date"


def test_a_missing_document_needs_a_reason_and_somebody_who_follows_it_up():
    nothing = {"identity_kind": "none", "identity_number": ""}
    assert refusal_of(**nothing).field == "identity_missing_reason"
    assert refusal_of(**nothing, identity_missing_reason="فُقدت الهوية").field == "identity_follow_up_by"
    owner = make_user("reception")
    person = make_person(**nothing, identity_missing_reason="فُقدت الهوية", identity_follow_up_by=owner)
    assert person.identity_number is None


def test_two_people_without_a_document_may_stand_side_by_side():
    fields = {"identity_kind": "none", "identity_number": None, "identity_missing_reason": "مولود حديث"}
    owner = make_user("reception")
    assert make_person(**fields, identity_follow_up_by=owner) != make_person(
        **fields, identity_follow_up_by=owner
    )


def test_an_identity_number_opens_only_one_file():
    person = make_person()
    refusal = refusal_of(identity_number=person.identity_number)
    assert refusal.field == "identity_number"
    assert str(refusal) == _(
        "There is already a file with this identity number; open it instead of adding another."
    )


def test_of_two_clerks_at_once_the_second_gets_a_sentence(monkeypatch):
    person = make_person()
    monkeypatch.setattr("beneficiaries.people._refuse_second_file", lambda *args: None)
    refusal = refusal_of(identity_number=person.identity_number)
    assert refusal.field == "identity_number"
    assert Beneficiary.objects.count() == 1


def test_a_delegate_is_told_that_the_file_is_at_another_branch():
    person = make_person()
    delegate = make_user("delegate", branch=make_branch())
    refusal = refusal_of(by=delegate, identity_number=person.identity_number)
    assert str(refusal) == _(
        "There is already a file with this identity number at another branch; ask beneficiary relations."
    )


def test_people_of_a_delegate_belong_to_the_delegates_branch():
    north, south = make_branch("north"), make_branch("south")
    delegate = make_user("delegate", branch=north)
    assert make_person(by=delegate).branch == north
    assert refusal_of(by=delegate, branch=south).field == "branch"


def test_a_delegate_without_a_branch_adds_nobody():
    assert refusal_of(by=make_user("delegate")).reasons


def test_a_delegate_changes_only_people_of_the_own_branch():
    person = make_person(branch=make_branch("south"))
    with pytest.raises(NotPermitted):
        change_person(person, by=make_user("delegate", branch=make_branch("north")), city="جدة")


@pytest.mark.parametrize(
    "role", ["researcher", "committee", "delivery", "executive", "board", "auditor", "administrator"]
)
def test_other_roles_neither_add_nor_change_people(role):
    person, other = make_person(), make_user(role)
    with pytest.raises(NotPermitted):
        make_person(by=other)
    with pytest.raises(NotPermitted):
        change_person(person, by=other, city="جدة")


def test_a_change_keeps_what_was_not_given_and_shows_from_and_to():
    clerk, person = make_user("reception"), make_person(city="الطائف")
    changed = change_person(person, by=clerk, seen_version=person.version, city="جدة")
    assert (changed.city, changed.first_name, changed.version) == ("جدة", person.first_name, 2)
    entry = AuditEntry.objects.get(model="beneficiaries.beneficiary", object_pk=person.pk, seq=2)
    assert entry.changes == {"city": ["الطائف", "جدة"]}


def test_saving_without_a_change_writes_nothing():
    clerk, person = make_user("reception"), make_person()
    change_person(
        person, by=clerk, city=person.city, phone=str(person.phone), first_name=f" {person.first_name} "
    )
    assert person.history.count() == 1


def test_the_second_of_two_saves_is_told_what_changed():
    clerk, person = make_user("reception"), make_person()
    change_person(person, by=clerk, seen_version=1, city="جدة")
    with pytest.raises(Stale) as caught:
        change_person(person, by=clerk, seen_version=1, district="الشهداء")
    assert len(caught.value.reasons) == 2
    assert Beneficiary.objects.get(pk=person.pk).district == ""


def test_an_iqama_may_become_a_national_id_but_not_another_persons():
    clerk, person = make_user("reception"), make_person()
    newcomer = make_person(identity_kind="iqama", identity_number=identity_number(4, "2"))
    number = identity_number(123456)
    changed = change_person(newcomer, by=clerk, identity_kind="national_id", identity_number=number)
    assert changed.identity_number == number
    with pytest.raises(Refused):
        change_person(newcomer, by=clerk, identity_number=person.identity_number)


def test_the_document_found_again_clears_the_reason_for_missing():
    clerk = make_user("reception")
    person = make_person(
        identity_kind="none", identity_number="", identity_missing_reason="فُقدت", identity_follow_up_by=clerk
    )
    changed = change_person(
        person, by=clerk, identity_kind="national_id", identity_number=identity_number(31)
    )
    assert (changed.identity_missing_reason, changed.identity_follow_up_by) == ("", None)


def test_an_unknown_field_is_a_programming_error():
    with pytest.raises(TypeError, match="no search_name"):
        add_person(by=make_user("reception"), search_name="x")


def test_the_database_itself_refuses_a_number_that_does_not_fit():
    person = make_person()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE beneficiaries_beneficiary SET identity_number = %s WHERE id = %s", ["٣" * 10, person.pk]
        )


@pytest.mark.parametrize(
    ("number", "shown"),
    [("+966551234567", "055 123 4567"), ("+971501234567", "+971 50 123 4567"), (None, "")],
)
def test_a_phone_is_shown_as_it_is_dialled_from_here(number, shown):
    assert dialled(to_python(number)) == shown
