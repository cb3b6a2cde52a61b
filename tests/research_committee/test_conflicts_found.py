"""What is found that may tie a member to the people of a request, and what is not."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.roles import Role
from arabic.calendars import riyadh_today
from beneficiaries.around import add_phone, end_phone
from beneficiaries.households.members import leave_household
from beneficiaries.people import change_person
from research_committee.conflicts.declaring import declare_relation, end_relation
from research_committee.models import CommitteeSession
from research_committee.session_file import SessionFile
from research_committee.sessions import add_item
from tests.factories import make_person, make_user
from tests.households import make_household, make_member

from .declared import declare, iban
from .factories import make_committee, make_item, make_session, make_studied

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def sitting():
    """An item of a person who lives with a brother who has a file, and with a child who has none."""
    clerk = make_user(Role.RECEPTION, username="reception")
    person = make_person(by=clerk, birth_date=date(1970, 3, 1), iban=iban(1), district="السلامة")
    home = make_household(clerk, head=person)
    brother = make_person(by=clerk, family_name="الزهراني", birth_date=date(1980, 3, 1), iban=iban(2))
    make_member(home, clerk, relation="sibling", person=brother)
    make_member(home, clerk, name="ريم محمد الحارثي")
    item, committee = make_item(beneficiary=person)
    return item, committee, person, brother


def found(item, member) -> list[str]:
    findings = SessionFile(CommitteeSession.objects.get(pk=item.session_id)).findings
    return [finding.ground.value for finding in findings.get(item.pk, []) if finding.member_id == member.pk]


def test_nothing_is_found_without_a_declaration_or_against_a_stranger(sitting):
    item, committee, *_ = sitting
    assert found(item, committee.chair) == []
    declare(committee.chair)
    assert found(item, committee.chair) == []


def test_the_own_request_and_one_of_the_own_household(sitting):
    item, committee, person, brother = sitting
    declare(committee.chair, identity_number=person.identity_number)
    declare(committee.secretary, identity_number=brother.identity_number)
    assert found(item, committee.chair) == ["self"]
    assert found(item, committee.secretary) == ["household"]


@pytest.mark.parametrize(
    ("facts", "grounds"),
    [
        ({"family_name": "الحارثى", "city": "الطائف", "district": "حي السلامه"}, ["family_and_place"]),
        ({"family_name": "الزهراني", "city": "الطائف", "district": "السلامة"}, ["family_and_place"]),
        ({"family_name": "الحارثي", "city": "الطائف", "district": "الشهداء"}, []),
        ({"family_name": "الحارثي", "city": "جدة", "district": "السلامة"}, []),
        ({"family_name": "القرشي", "city": "الطائف", "district": "السلامة"}, []),
    ],
)
def test_the_family_name_with_the_district_whatever_the_spelling(sitting, facts, grounds):
    item, committee, *_ = sitting
    declare(committee.members[0], **facts)
    assert found(item, committee.members[0]) == [*grounds]


def test_where_a_home_states_no_district_the_city_is_compared():
    clerk = make_user(Role.RECEPTION, username="reception")
    item, committee = make_item(beneficiary=make_person(by=clerk, family_name="الثبيتي"))
    declare(committee.chair, family_name="الثبيتي", city="الطائف", district="قروى")
    assert found(item, committee.chair) == ["family_and_place"]


def test_a_phone_of_the_person_or_of_somebody_at_home_while_it_is_right(sitting, clerk):
    item, committee, person, brother = sitting
    declare(committee.chair, phone=str(person.phone))
    declare(committee.secretary, phone=str(brother.phone))
    further = add_phone(brother, number="0559988776", answered_by="زوجته", by=clerk)
    member = committee.members[0]
    declare(member, phone="٠٥٥٩٩٨٨٧٧٦")
    assert [found(item, user) for user in committee.everyone] == [["phone"]] * 3
    end_phone(further, by=clerk)
    assert found(item, member) == []


def test_a_bank_account_of_the_person_or_of_somebody_at_home(sitting):
    item, committee, *_ = sitting
    declare(committee.chair, iban=iban(1))
    declare(committee.secretary, iban=iban(2))
    assert found(item, committee.chair) == ["iban"]
    assert found(item, committee.secretary) == ["iban"]


@pytest.mark.parametrize(
    ("name", "is_meant"),
    [("ريم الحارثي", True), ("ريم بنت محمد", True), ("ريم القرشي", False), ("سارة الحارثي", True)],
)
def test_a_relation_by_the_words_of_a_name(sitting, name, is_meant):
    item, committee, *_ = sitting
    declare_relation(name=name, relation="ابنة أختي", by=committee.chair)
    assert found(item, committee.chair) == (["declared"] if is_meant else [])


def test_a_relation_by_identity_number_until_it_ends(sitting):
    item, committee, _person, brother = sitting
    row = declare_relation(identity_number=brother.identity_number, relation="شريكي", by=committee.chair)
    assert found(item, committee.chair) == ["declared"]
    end_relation(row, by=committee.chair)
    # Today is its last day: nobody ends a relation to vote in today's session.
    assert found(item, committee.chair) == ["declared"]
    with time_machine.travel(riyadh_today() + timedelta(days=1, hours=12)):
        later = add_item(make_session(committee), make_studied(beneficiary=brother), by=committee.chair)
        assert found(later, committee.chair) == []


def test_who_left_the_household_is_not_of_it(sitting, clerk):
    item, committee, person, brother = sitting
    declare(committee.chair, identity_number=brother.identity_number)
    assert found(item, committee.chair) == ["household"]
    row = brother.memberships.get()
    leave_household(row, because="تزوج", by=clerk)
    assert found(item, committee.chair) == []


def test_a_change_of_the_file_is_seen_at_once(sitting, clerk):
    item, committee, person, _brother = sitting
    declare(committee.chair, phone="0561112223")
    assert found(item, committee.chair) == []
    change_person(person, by=clerk, phone="0561112223")
    assert found(item, committee.chair) == ["phone"]


def test_a_session_is_compared_in_as_many_queries_as_one_item(django_assert_num_queries):
    clerk = make_user(Role.RECEPTION, username="reception")
    committee = make_committee()
    session = make_session(committee)
    declare(committee.chair, family_name="الحارثي", city="الطائف", district="السلامة")

    def add(number):
        for _place in range(number):
            person = make_person(by=clerk, birth_date=date(1970, 3, 1))
            make_household(clerk, head=person)
            add_item(session, make_studied(beneficiary=person), by=committee.chair)

    def compare():
        file = SessionFile(session)
        _ = file.items, file.positions, file.session
        return file

    add(1)
    file = compare()
    with django_assert_num_queries(3):
        assert len(file.findings) == 1
    add(3)
    file = compare()
    with django_assert_num_queries(3):
        findings = file.findings
    assert [len(rows) for rows in findings.values()] == [1] * 4
