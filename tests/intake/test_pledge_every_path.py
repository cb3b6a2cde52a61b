"""One letter of a pledged name, changed by each path: every gate that needs the pledge closes until it is renewed."""

import uuid

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.writing import write
from beneficiaries.duplicates.merging import approve_merge, propose_merge
from beneficiaries.households.homes import open_household
from beneficiaries.households.members import add_member
from beneficiaries.models import Beneficiary
from intake.case_file import CaseFile
from intake.models import SupportRequest
from intake.steps import Step
from intake.workflow import reason_to_refuse
from tests import factories as make
from tests.duplicates import file_of
from tests.importing.bringing import committed, outcomes, person_row
from tests.walks.page import Page

from .forms import send, shown_form

pytestmark = pytest.mark.django_db
OTHER = "الحارسي"
BECAUSE = "الهوية والجوال متطابقان، وأكّدت ذلك هاتفيًا"
GATES = {
    "pledged": (Step.REFER, "reception"),
    "studied": (Step.ACCEPT, "secretary"),
    "accepted": (Step.REGISTER, "reception"),
}


def by_the_form(world, person):
    response = send(world.client("reception"), reverse("person_change", args=[person.pk]), family_name=OTHER)
    assert response.status_code == 303


def by_a_merge(world, person):
    other = file_of(
        **{
            name: getattr(person, name)
            for name in ("first_name", "father_name", "grandfather_name", "birth_date")
        },
        family_name=OTHER,
    )
    clerk = world.users["reception"]
    names = ["first_name", "father_name", "grandfather_name", "family_name"]
    merge = propose_merge(person, other, taken_over=names, because=BECAUSE, by=clerk)
    approve_merge(merge, by=world.users["executive"])


def by_a_list(world, person):
    name = f"{person.first_name} {person.father_name} {person.grandfather_name} {OTHER}"
    row = person_row(
        1,
        name,
        identity_number=person.identity_number,
        phone=str(person.phone),
        birth=person.birth_date.isoformat(),
        gender="أنثى",
        district="",
    )
    assert outcomes(committed(row)) == ["changed"]


def by_the_shell(world, person):
    now = Beneficiary.objects.get(pk=person.pk)
    now.family_name = OTHER
    write(now, by=world.users["administrator"], reason="Corrected in the shell")


def past_the_portal(world, person):
    with connection.cursor() as cursor:
        table = Beneficiary._meta.db_table
        cursor.execute(f"UPDATE {table} SET family_name = %s WHERE id = %s", [OTHER, person.pk])


PATHS = (by_the_form, by_a_merge, by_a_list, by_the_shell, past_the_portal)


def fresh(world, state) -> SupportRequest:
    return SupportRequest.objects.get(pk=world.requests[state].pk)


def pledge_reasons(world, state) -> list[str]:
    """What the step's gate says of the pledge."""
    step, actor = GATES[state]
    reasons = reason_to_refuse(CaseFile(fresh(world, state)), step, world.users[actor])
    return [reason for reason in reasons if _("The pledge no longer stands and must be renewed.") in reason]


def assert_it_is_told_and_renewed(world, state, before: str, after: str, label: str) -> None:
    (reason,) = pledge_reasons(world, state)
    assert label in reason
    for actor in ("reception", GATES[state][1]):
        page = Page(world.client(actor).get(reverse("request_detail", args=[world.requests[state].pk])))
        (shown,) = page.texts("sheet-changes")
        assert (before in shown, after in shown) == (True, True), shown
        assert label in shown
    make.sign(fresh(world, state), world.users["reception"])
    assert pledge_reasons(world, state) == []
    page = Page(world.client("reception").get(reverse("request_detail", args=[world.requests[state].pk])))
    assert page.texts("sheet-changes") == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
@pytest.mark.parametrize("state", GATES)
def test_one_letter_of_the_name_closes_the_gate_until_the_pledge_is_renewed(world, state, path):
    person = world.requests[state].beneficiary
    assert pledge_reasons(world, state) == []
    path(world, Beneficiary.objects.get(pk=person.pk))
    assert_it_is_told_and_renewed(world, state, person.family_name, OTHER, "اسم العائلة")


@pytest.mark.parametrize("state", GATES)
def test_one_letter_of_a_members_name_closes_the_gate_until_the_pledge_is_renewed(world, state):
    clerk, person = world.users["reception"], fresh(world, state).beneficiary
    household = open_household(person, by=clerk, city="الطائف", housing="rented")
    member = add_member(household, relation="child", depends_on=household.members.get(), name="ريم", by=clerk)
    assert pledge_reasons(world, state), "a household that was not signed closes the gate too"
    make.sign(fresh(world, state), clerk)
    assert pledge_reasons(world, state) == []
    response = send(world.client("reception"), reverse("member_change", args=[member.pk]), name="ريما")
    assert response.status_code == 303
    assert_it_is_told_and_renewed(world, state, "ريم", "ريما", "اسم أحد أفراد الأسرة")


@pytest.mark.parametrize("actor", ["auditor", "administrator", "superuser"])
def test_the_administration_changes_no_pledged_name(world, actor):
    person = world.requests["pledged"].beneficiary
    path = reverse("admin:beneficiaries_beneficiary_change", args=[person.pk])
    given = {field.name: getattr(person, field.name) or "" for field in person._meta.concrete_fields}
    client = world.client(actor)
    response = client.post(path, {**given, "family_name": OTHER})
    assert response.status_code in (302, 403)
    assert Beneficiary.objects.get(pk=person.pk).family_name == person.family_name
    assert pledge_reasons(world, "pledged") == []


def test_a_signature_under_the_sheet_of_before_the_change_is_refused(world):
    """The page was open while the letter was changed: what stood on the screen is no longer what is stated."""
    client, request = world.client("reception"), world.requests["pledged"]
    by_the_shell(world, request.beneficiary)
    path = reverse("request_pledge", args=[request.pk])
    data = shown_form(client, path).as_shown()
    past = Beneficiary.objects.get(pk=request.beneficiary_id)
    past.family_name = "الحارتي"
    write(past, by=world.users["administrator"], reason="Corrected in the shell")
    signed = {"scan": make.paper(), "read_out": "on", "signer_name": past.full_name}
    response = client.post(path, {**data, **signed, "idempotency_key": str(uuid.uuid4())})
    assert response.status_code == 409
    assert (
        _("The data changed after this sheet was shown. Show the new sheet and have it signed.")
        in response.text
    )
    assert pledge_reasons(world, "pledged")
