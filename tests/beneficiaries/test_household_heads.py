"""Another head takes over in one act, and whoever goes takes their dependants along or leaves them to somebody."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet

from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Stale
from beneficiaries.households.heads import change_head, proposed_relation
from beneficiaries.households.members import add_member, change_member, leave_household, move_member, move_out
from beneficiaries.models import Beneficiary, Household, HouseholdMember
from tests.factories import make_branch, make_person, make_user
from tests.households import ADDRESS, head_of, make_household, make_member, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user("reception")


@pytest.fixture
def household(clerk):
    return make_household(clerk)


@pytest.fixture
def wife(clerk, household):
    return make_member(household, clerk, "spouse", "منى", born=1975)


@pytest.fixture
def daughter(clerk, household):
    return make_member(household, clerk, "child", "ريم")


def supports(household) -> dict[str, tuple[str, str]]:
    """Each member who lives there: the relation, and the name of whom they depend on."""
    rows = household.members.filter(left_on=None).select_related("person", "depends_on__person")
    return {str(row): (row.relation, str(row.depends_on or "")) for row in rows}


def test_the_old_head_stays_as_a_member_of_the_new_one(clerk, household, wife, daughter):
    old = head_of(household)
    change_head(old, wife, old_becomes="spouse", by=clerk)
    assert supports(household) == {
        "منى": ("head", ""),
        str(old): ("spouse", "منى"),
        "ريم": ("child", str(old)),
    }


def test_a_grandchild_takes_over_and_no_circle_stays(clerk, household, daughter):
    granddaughter = make_member(household, clerk, "child", "سلمى", on=daughter, born=2020)
    change_head(head_of(household), granddaughter, old_becomes="other", by=clerk)
    assert supports(household)["ريم"][0] == "child"
    assert supports(household)["سلمى"] == ("head", "")


def test_the_old_head_dies_and_everybody_depends_on_the_new_one(clerk, household, wife, daughter):
    old = head_of(household)
    assert "ريم" in refused(change_head, old, wife, because="وفاة", by=clerk)
    change_head(old, wife, because="وفاة", relations={daughter.pk: "child"}, by=clerk)
    assert supports(household) == {"منى": ("head", ""), "ريم": ("child", "منى")}
    former = household.members.get(pk=old.pk)
    assert (former.relation, former.left_because) == ("head", "وفاة")
    acts = AuditEntry.objects.filter(object_pk__in=[old.pk, wife.pk, daughter.pk], model__contains="member")
    assert len(set(acts.order_by("-id").values_list("act", flat=True)[:3])) == 1


def test_a_child_older_than_the_new_head_is_refused(clerk, household, wife):
    son = make_member(household, clerk, "child", "فهد", born=1991)
    young = make_member(household, clerk, "spouse", "هند", born=1995)
    relations = {son.pk: "child", wife.pk: "other"}
    assert "فهد" in refused(
        change_head, head_of(household), young, because="وفاة", relations=relations, by=clerk
    )


def test_the_second_of_two_clerks_who_change_the_head_is_refused(clerk, household, wife, daughter):
    old = head_of(household)
    seen = old.version
    change_head(old, wife, old_becomes="spouse", by=clerk, seen_version=seen)
    with pytest.raises(Stale):
        change_head(old, daughter, old_becomes="parent", by=clerk, seen_version=seen)
    assert "منى" not in refused(change_head, old, daughter, old_becomes="parent", by=clerk)


def test_only_a_member_of_the_household_becomes_its_head(clerk, household, wife):
    stranger = head_of(make_household(clerk))
    refused(change_head, head_of(household), stranger, old_becomes="other", by=clerk)
    refused(change_head, head_of(household), head_of(household), old_becomes="other", by=clerk)
    refused(change_head, head_of(household), wife, old_becomes="head", by=clerk)
    refused(change_head, head_of(household), wife, because=" ", by=clerk)


@pytest.mark.parametrize(
    ("new", "other", "becomes"),
    [("spouse", "child", "child"), ("child", "spouse", "parent"), ("child", "child", "sibling")],
)
def test_what_the_others_become_is_proposed(new, other, becomes):
    assert proposed_relation(new, other) == becomes
    assert proposed_relation("child") == "parent"


def test_a_mother_moves_with_all_who_depend_on_her(clerk, household, wife, daughter):
    change_member(daughter, depends_on=wife, by=clerk)
    make_member(household, clerk, "ward", "سلمى", on=daughter)
    target = make_household(clerk)
    refused(
        move_member, wife, target, relation="sibling", depends_on=head_of(target), because="طلاق", by=clerk
    )
    move_member(
        wife, target, relation="sibling", depends_on=head_of(target), because="طلاق", together=True, by=clerk
    )
    assert supports(household) == {str(head_of(household)): ("head", "")}
    assert supports(target)["ريم"] == ("child", "منى")
    assert supports(target)["سلمى"] == ("ward", "ريم")
    assert HouseholdMember.objects.filter(left_because="طلاق").count() == 3


def test_somebody_with_a_file_moves_out_into_a_household_of_their_own(clerk, household, wife):
    assert refused(move_out, wife, because="طلاق", by=clerk, **ADDRESS)
    change_member(wife, person=make_person(by=clerk), by=clerk)
    child = make_member(household, clerk, on=household.members.get(pk=wife.pk))
    own = move_out(wife, because="طلاق", together=True, by=clerk, **ADDRESS)
    assert supports(own)["ريم"][0] == "child"
    assert household.members.get(pk=child.pk).left_on == riyadh_today()


def test_who_left_is_not_changed_and_does_not_leave_again(clerk, household, daughter):
    leave_household(daughter, because="تزوجت", by=clerk)
    for call, fields in ((change_member, {"name": "س"}), (leave_household, {"because": "تزوجت"})):
        assert "ريم" in refused(call, daughter, by=clerk, **fields)


def test_times_in_two_households_do_not_overlap(clerk, household, daughter):
    person = make_person(by=clerk)
    long_ago = riyadh_today() - timedelta(days=90)
    member = make_member(household, clerk, "other", person=person, since_on=long_ago)
    leave_household(member, because="سافر", by=clerk, on=riyadh_today() - timedelta(days=10))
    other = make_household(clerk)
    for days, fits in ((11, False), (10, True)):
        since = riyadh_today() - timedelta(days=days)
        fields = {"relation": "other", "depends_on": head_of(other), "person": person, "since_on": since}
        if fits:
            add_member(other, by=clerk, **fields)
        else:
            refused(add_member, other, by=clerk, **fields)
    assert person.memberships.filter(left_on=None).count() == 1


def test_nobody_joins_tomorrow_or_before_birth(clerk, household):
    refused(make_member, household, clerk, since_on=riyadh_today() + timedelta(days=1))
    refused(make_member, household, clerk, since_on=riyadh_today().replace(year=2014, day=1))


def test_a_parent_does_not_become_younger_than_the_child(clerk, household, wife, daughter):
    make_member(household, clerk, "child", "سلمى", on=wife)
    fields = {"birth_date": wife.birth_date.replace(year=2018), "birth_precision": "day"}
    assert "سلمى" in refused(change_member, wife, by=clerk, **fields)


def test_a_closed_file_joins_no_household(clerk, household):
    person = make_person(by=clerk)
    QuerySet(Beneficiary).filter(pk=person.pk).update(standing="closed", standing_reason="انتقل")
    assert person.full_name in refused(make_member, household, clerk, "other", person=person)


def test_a_delegate_sees_households_of_people_who_live_there_now(clerk):
    north, south = make_branch("north"), make_branch("south")
    household = make_household(clerk, make_person(by=clerk, branch=north))
    guest = make_member(household, clerk, "other", person=make_person(by=clerk, branch=south))
    delegate = make_user("delegate", branch=south)
    assert Household.objects.visible_to(delegate).get() == household
    leave_household(guest, because="سافر", by=clerk)
    assert not Household.objects.visible_to(delegate).exists()
    leave_household(head_of(household), because="سافر", by=clerk)
    assert Household.objects.visible_to(make_user("delegate", branch=north)).get() == household
    with pytest.raises(NotPermitted):
        add_member(household, relation="head", person=make_person(by=clerk), by=make_user("researcher"))
