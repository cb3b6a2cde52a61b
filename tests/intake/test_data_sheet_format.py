"""The data sheet, format 2: no change keeps the digest, and the same case always has the same one."""

import hashlib
import json
import random
import unicodedata
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import getitem

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.roles import Role
from audit.writing import write
from beneficiaries.around import add_phone, put_in_category
from beneficiaries.households.budget import record_budget_line
from beneficiaries.households.homes import open_household
from beneficiaries.households.members import add_member
from beneficiaries.papers import receive_paper
from beneficiaries.people import change_person
from intake.case_file import CaseFile
from intake.data_sheet import DataSheet, canonical
from intake.models import AccuracyPledge, SupportRequest
from intake.rules import pledge_stands
from intake.sheet_formats import FORMATS, NEWEST
from policies.models import PolicyVersion
from tests import factories as make

from .mutations import places, something_else

pytestmark = pytest.mark.django_db
MUTATIONS = 10_000


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def case_of(request) -> CaseFile:
    return CaseFile(SupportRequest.objects.get(pk=request.pk))


CHILDREN = (("ريم محمد الحارثي", date(2012, 5, 1)), ("سعد محمد الحارثي", date(2014, 2, 9)), ("هند", None))
LINES = (("income", "salary", "3200.5"), ("expense", "rent", "1500"), ("expense", "food", "900"))


def stated_by(person, clerk, *, backwards: bool = False):
    """A person with everything that a sheet can hold, written in one order or in the other."""
    turn = (lambda things: list(reversed(things))) if backwards else list
    change_person(
        person,
        by=clerk,
        latin_name="Sarah Al Harthi",
        nationality="SA",
        marital_state="widowed",
        email="sarah@example.org",
        iban="SA0380000000608010167519",
        short_address="RRRD2929",
        latitude="21.2704",
        longitude="40.4158",
        education="secondary",
        work="home",
        health_note="سكري",
        disability_note="ضعف في السمع",
    )
    household = open_household(person, by=clerk, city="الطائف", housing="rented", rooms=3)
    head = household.members.get()
    for name, born in turn(CHILDREN):
        known = {"birth_date": born, "birth_precision": "day"} if born else {}
        add_member(household, relation="child", depends_on=head, name=name, by=clerk, **known)
    for direction, kind, amount in turn(LINES):
        record_budget_line(
            household, direction=direction, kind=kind, monthly_amount=Decimal(amount), by=clerk
        )
    for number in turn(("+966551112223", "+966501112224")):
        add_phone(person, number=number, answered_by="الأخت", by=clerk)
    for category in turn(list(PolicyVersion.objects.in_force().categories.order_by("position"))[:2]):
        put_in_category(person, category=category, by=clerk)
    return person


@pytest.fixture
def full(clerk):
    request = make.make_request("verified")
    stated_by(request.beneficiary, clerk)
    return SupportRequest.objects.get(pk=request.pk)


# Mutations --------------------------------------------------------------------------------------------------------


def test_ten_thousand_mutations_of_a_data_sheet_never_keep_its_digest(full):
    sheet = case_of(full).data_sheet
    facts, everywhere = json.loads(sheet.text), [place for place in places(sheet.facts) if place]
    chance, tried, touched = random.Random(20261121), 0, set()
    while tried < MUTATIONS:
        place = chance.choice(everywhere)
        holder = reduce(getitem, place[:-1], facts)
        kept = holder[place[-1]]
        holder[place[-1]] = something_else(kept, chance)
        mutated = DataSheet(canonical(facts))
        # Two equal rows that changed places are the same sheet.
        if mutated.text != sheet.text:
            assert mutated.sha256 != sheet.sha256, place
            tried += 1
            touched.add(place)
        holder[place[-1]] = kept
    assert canonical(facts) == sheet.text
    assert touched == set(everywhere), "every place was tried"


# The same case ----------------------------------------------------------------------------------------------------


def test_what_was_written_in_another_order_has_the_same_digest(clerk):
    make.make_policy()
    one, other = make.make_person(), make.make_person()
    facts = []
    for person, backwards in ((one, False), (other, True)):
        stated_by(person, clerk, backwards=backwards)
        request = make.make_request("received", beneficiary=person)
        facts.append(case_of(request).data_sheet.facts)
    for own in ("identity_number", "phone", "grandfather_name"):
        for sheet in facts:
            sheet["person"][own] = ""
    for sheet in facts:
        sheet["request"]["reference"] = ""
        assert [member["relation"] for member in sheet["household"]["members"]][0] == "head"
        for member in sheet["household"]["members"]:
            member["identity_number"] = member["name"] = member["called"] = member["depends_on"] = ""
    assert canonical(facts[0]) == canonical(facts[1])


def test_a_sheet_is_written_in_one_way_only(full):
    text = case_of(full).data_sheet.text
    assert text == canonical(json.loads(text))
    assert unicodedata.is_normalized("NFC", text)
    assert json.loads(text, parse_float=lambda number: pytest.fail(f"a float: {number}"))
    assert [line["monthly_amount"] for line in json.loads(text)["household"]["budget"]] == [
        "900.00",
        "1500.00",
        "3200.50",
    ]


def test_two_members_of_one_name_are_told_apart(full, clerk):
    household = full.beneficiary.memberships.get().household
    head = household.members.get(relation="head")
    for born in (date(2001, 1, 1), date(1999, 1, 1)):
        add_member(
            household,
            relation="child",
            depends_on=head,
            name="أحمد",
            birth_date=born,
            birth_precision="day",
            by=clerk,
        )
    elder = household.members.get(name="أحمد", birth_date=date(1999, 1, 1))
    baby = add_member(household, relation="grandchild", depends_on=elder, name="ليان", by=clerk)
    before = case_of(full).data_sheet
    members = {member["called"]: member for member in before.facts["household"]["members"]}
    assert members["أحمد"]["birth_date"] == "1999-01-01"
    assert members["ليان"]["depends_on"] == "أحمد"
    write(
        _depending(baby, household.members.get(name="أحمد", birth_date=date(2001, 1, 1))),
        by=clerk,
        reason="Corrected",
    )
    after = case_of(full).data_sheet
    assert after.sha256 != before.sha256
    assert [row["after"] for row in before.differences(after)] == ["أحمد (2)"]


def _depending(member, other):
    member.refresh_from_db()
    member.depends_on = other
    return member


# Formats ----------------------------------------------------------------------------------------------------------

# Bytes that were signed: whoever changes a format that is out there makes every pledge under it fall.
FORMAT_1 = (
    '{"documents":[],"format":1,"person":{"birth_date":"1985-04-03","birth_precision":"day","city":"الطائف",'
    '"district":"","family_name":"الحارثي","father_name":"محمد","first_name":"سارة","gender":"female",'
    '"grandfather_name":"سعد","identity_kind":"national_id","identity_missing_reason":"",'
    '"identity_number":"1000000008","phone":"+966550000001"},'
)


def test_a_pledge_of_the_first_format_is_compared_in_that_format(clerk):
    request = make.make_request("verified")
    old = DataSheet.of(case_of(request), 1)
    assert NEWEST > 1
    person = {**old.facts["person"], "identity_number": "1000000008", "grandfather_name": "سعد"}
    person["phone"] = "+966550000001"
    assert canonical({**old.facts, "documents": [], "person": person}).startswith(FORMAT_1)
    _signed_under(request, old, clerk)
    assert pledge_stands(case_of(request), clerk) is None
    # The first format did not know the household, nor the e-mail.
    change_person(request.beneficiary, by=clerk, email="sarah@example.org")
    open_household(request.beneficiary, by=clerk, city="الطائف", housing="rented")
    assert pledge_stands(case_of(request), clerk) is None
    change_person(request.beneficiary, by=clerk, family_name="الحارثى")
    assert pledge_stands(case_of(request), clerk)


def _signed_under(request, sheet, clerk):
    pledge = AccuracyPledge(
        support_request=request,
        round=request.round,
        method="paper",
        signer_role="self",
        signer_name=request.beneficiary.full_name,
        witness=clerk,
        scan=receive_paper(make.paper(), beneficiary=request.beneficiary, by=clerk, reason="Signed"),
        data_sheet=sheet.text,
        sha256=sheet.sha256,
        signed_at=timezone.now(),
    )
    return write(pledge, by=clerk, reason="Signed")


def test_a_new_pledge_is_signed_under_the_newest_format(clerk):
    pledge = make.make_request("pledged").pledges.get()
    assert DataSheet(pledge.data_sheet).format == NEWEST
    assert hashlib.sha256(pledge.data_sheet.encode()).hexdigest() == pledge.sha256


@pytest.mark.parametrize("text", ['{"format":99}', "{}", "[]", "no sheet", '{"format":true}'])
def test_a_sheet_of_no_known_format_does_not_stand(clerk, text):
    request = make.make_request("verified")
    _signed_under(request, DataSheet(text), clerk)
    sentence = pledge_stands(case_of(request), clerk)
    assert sentence
    assert "format" not in sentence


def test_every_format_has_what_the_portal_asks_of_it():
    for number, module in FORMATS.items():
        assert callable(module.facts_of), number
        assert callable(module.stated_facts), number


def test_the_documentation_names_every_key_of_the_newest_format(full):
    told = (settings.BASE_DIR / "docs" / "data-sheet.md").read_text(encoding="utf-8")
    newest = told.split(f"## Format {NEWEST}")[1].split("\n## ")[0]
    keys = {key for place in places(case_of(full).data_sheet.facts) for key in place if isinstance(key, str)}
    assert len(keys) > 60
    assert {key for key in keys if f"`{key}`" not in newest} == set()
