"""Whatever is tried, in whatever order: one head, one home, no circle, no child older than the parent, sums that add up."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.refusals import Refused
from beneficiaries.households.budget import end_budget_line, known_sums, record_budget_line, sums_of
from beneficiaries.households.heads import change_head
from beneficiaries.households.members import add_member, change_member, leave_household, move_member, move_out
from beneficiaries.households.rules import OLDER, YOUNGER, surely_before
from beneficiaries.models import BudgetLine, HouseholdMember, Relation
from beneficiaries.models.budget import KINDS
from tests.factories import make_person, make_user
from tests.households import ADDRESS, head_of, make_household

pytestmark = pytest.mark.django_db
FEW = {
    "max_examples": 40,
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}
PEOPLE = 4
YEARS = (1930, 1960, 1985, 2015)
ACT = st.tuples(
    st.sampled_from(["add", "join", "change", "leave", "move", "out", "head", "died"]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.sampled_from(Relation.values),
    st.booleans(),
)


@pytest.fixture
def clerk():
    return make_user("reception")


@pytest.fixture
def people(clerk):
    return [make_person(by=clerk, birth_date=date(year, 5, 5)) for year in YEARS]


def tried(act, people, clerk) -> None:
    """One verb with rows chosen by number; most are refused, and none may be refused by the database alone."""
    verb, first, second, relation, together = act
    members = list(HouseholdMember.objects.order_by("pk").select_related("household", "person"))
    one, other = members[first % len(members)], members[second % len(members)]
    person = people[first % PEOPLE]
    fields = {"relation": relation, "depends_on": None if relation == Relation.HEAD else other, "by": clerk}
    if verb == "add":
        born = date(YEARS[second % len(YEARS)], 1, 1)
        add_member(other.household, name="فرد", birth_date=born, birth_precision="day", **fields)
    elif verb == "join":
        add_member(other.household, person=person, **fields)
    elif verb == "change":
        change_member(one, **fields)
    elif verb == "leave":
        leave_household(one, because="سبب", by=clerk)
    elif verb == "move":
        move_member(one, other.household, because="سبب", together=together, **fields)
    elif verb == "out":
        move_out(one, because="سبب", together=together, by=clerk, **ADDRESS)
    elif verb == "head":
        change_head(one, other, old_becomes=relation, by=clerk)
    else:
        rest = {row.pk: relation for row in one.dependants.all()}
        change_head(one, other, because="وفاة", relations=rest, by=clerk)


def stands() -> None:
    members = HouseholdMember.objects.filter(left_on=None).select_related("person", "depends_on__person")
    members = {row.pk: row for row in members}
    homes = {row.household_id for row in members.values()}
    heads = Counter(row.household_id for row in members.values() if row.relation == Relation.HEAD)
    assert heads == dict.fromkeys(homes, 1)
    homes_of = Counter(row.person_id for row in members.values() if row.person_id)
    assert set(homes_of.values()) <= {1}
    for member in members.values():
        if member.relation in YOUNGER:
            assert not surely_before(member.born, member.depends_on.born)
        if member.relation in OLDER:
            assert not surely_before(member.depends_on.born, member.born)
        passed, row = set(), member
        while row.relation != Relation.HEAD:
            assert row.pk not in passed
            passed.add(row.pk)
            row = members[row.depends_on_id]
            assert row.household_id == member.household_id


@settings(**FEW)
@given(st.lists(ACT, min_size=4, max_size=16))
def test_whatever_is_tried_households_stand(clerk, people, acts):
    with transaction.atomic():
        make_household(clerk, people[0])
        make_household(clerk, people[1])
        for act in acts:
            try:
                tried(act, people, clerk)
            except Refused:
                continue
            if HouseholdMember.objects.filter(left_on=None).exists():
                stands()
        transaction.set_rollback(True)


AMOUNT = st.decimals("0.01", "99999999.99", places=2)


@settings(**FEW)
@given(st.lists(st.tuples(st.sampled_from(["income", "expense"]), AMOUNT, st.booleans()), max_size=8))
def test_the_sums_are_those_of_the_lines_that_still_run(clerk, people, lines):
    with transaction.atomic():
        household = make_household(clerk, people[0])
        expected = {"income": Decimal(0), "expense": Decimal(0)}
        for direction, amount, ends in lines:
            kind = KINDS[direction][-1]
            line = record_budget_line(
                household, direction=direction, kind=kind, monthly_amount=amount, by=clerk
            )
            if ends:
                end_budget_line(line, by=clerk)
            else:
                expected[direction] += amount
        sums = sums_of(BudgetLine.objects.filter(household=household), people=1)
        assert (sums.income, sums.expenses) == tuple(expected.values())
        assert sums.left == sums.left_per_head == expected["income"] - expected["expense"]
        assert known_sums(head_of(household).person) == sums
        transaction.set_rollback(True)
