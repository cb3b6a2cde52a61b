"""The household in the browser: found and named members, moves, the head, the budget, and the person's page."""

import uuid

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from arabic.calendars import riyadh_today
from audit.models import ReadLog
from beneficiaries.households.budget import record_budget_line
from beneficiaries.households.members import leave_household
from beneficiaries.models import Beneficiary, HouseholdMember
from beneficiaries.people import change_person
from tests.factories import make_branch, make_person, make_user
from tests.households import ADDRESS, head_of, make_household, make_member, refused
from tests.walks.page import Page

pytestmark = pytest.mark.django_db
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def clerk():
    return make_user("reception")


@pytest.fixture
def household(clerk):
    return make_household(clerk)


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


def page_of(desk, page, *rows):
    answer = desk.get(reverse(page, args=[row.pk for row in rows]))
    assert answer.status_code == 200
    return answer


def send(desk, page, *rows, seen=None, **filled):
    path = reverse(page, args=[row.pk for row in rows])
    sent = {"idempotency_key": str(uuid.uuid4()), "seen_version": seen or rows[0].version, **filled}
    return desk.post(path, sent)


def reasons(answer) -> str:
    assert answer.status_code in (409, 422)
    return Page(answer).texts("errors")[0]


def test_a_household_is_opened_from_the_page_of_its_head(desk, clerk):
    person = make_person(by=clerk, district="حي الريان", short_address="RRRD2929")
    form = page_of(desk, "household_open", person).context["form"]
    assert (form["district"].value(), form["short_address"].value()) == ("حي الريان", "RRRD2929")
    answer = send(desk, "household_open", person, **ADDRESS)
    assert answer.url == reverse("household_detail", args=[head_of_person(person).household_id])
    assert person.full_name in desk.get(answer.url).text


def head_of_person(person) -> HouseholdMember:
    return person.memberships.get(left_on=None)


def test_a_member_with_a_file_is_found_by_number_and_added(desk, clerk, household):
    guest = make_person(by=clerk, first_name="نوف")
    path = reverse("member_add", args=[household.pk])
    found = desk.post(path, {"query": guest.identity_number})
    add = reverse("member_add_person", args=[household.pk, guest.pk])
    assert add in found.text
    assert guest.identity_number not in found.text.replace(f'value="{guest.identity_number}"', "")
    assert ReadLog.objects.filter(action=ReadLog.Action.SEARCH).exists()
    fields = {"relation": "spouse", "depends_on": head_of(household).pk, "since_on": "1/6/2026"}
    assert send(desk, "member_add_person", household, guest, **fields).status_code == 303
    assert head_of_person(guest).relation == "spouse"
    # Found again, the person belongs to the household already and is not offered.
    assert add not in desk.post(path, {"query": guest.identity_number}).text


def test_somebody_who_lives_elsewhere_is_moved_and_not_added(desk, clerk, household):
    other = make_household(clerk)
    guest = make_member(other, clerk, "other", person=make_person(by=clerk, first_name="نوف"))
    found = desk.post(reverse("member_add", args=[household.pk]), {"query": guest.person.identity_number})
    assert reverse("member_move_to", args=[guest.pk, household.pk]) in found.text
    fields = {"relation": "sibling", "depends_on": head_of(household).pk, "because": "الزواج", "on": ""}
    today = page_of(desk, "member_move_to", guest, household).context["form"]["on"].value()
    moved = send(desk, "member_move_to", guest, household, **fields | {"on": f"{today:%d/%m/%Y}"})
    assert moved.url == reverse("household_detail", args=[household.pk])
    assert "الزواج" in page_of(desk, "household_detail", other).text


def test_who_got_a_file_is_the_member_that_was_named(desk, clerk, household):
    named = make_member(household, clerk)
    person = make_person(by=clerk, first_name="ريم", birth_date=named.birth_date)
    fields = {"relation": "child", "depends_on": head_of(household).pk, "since_on": "1/6/2026"}
    send(desk, "member_add_person", household, person, **fields, named_as=named.pk)
    assert head_of_person(person).pk == named.pk


def test_a_child_older_than_the_parent_comes_back_with_the_reason_beside_the_field(desk, household):
    named = {"name": "سعاد", "birth_date": "1/1/1950"}
    fields = named | {"relation": "child", "depends_on": head_of(household).pk, "since_on": "1/6/2026"}
    answer = send(desk, "member_add", household, **fields)
    assert "أكبر سنًا" in reasons(answer)
    assert 'value="سعاد"' in answer.text


def test_the_head_dies_and_the_widow_takes_over_in_one_form(desk, clerk, household):
    wife = make_member(household, clerk, "spouse", "منى", born=1975)
    child = make_member(household, clerk)
    old, place = head_of(household), f"relation_{child.pk}"
    form = page_of(desk, "head_change", wife).context["form"]
    assert form[place].value() == "child"
    filled = {
        "old_head": "leaves",
        "because": "وفاة",
        "on": f"{riyadh_today():%d/%m/%Y}".translate(ARABIC_DIGITS),
    }
    missing = send(desk, "head_change", wife, seen=old.version, **filled)
    assert "ريم" in reasons(missing)
    done = send(desk, "head_change", wife, seen=old.version, **filled | {place: "child"})
    assert done.status_code == 303, reasons(done)
    assert head_of(household).pk == wife.pk


def test_two_clerks_change_one_member_and_the_second_sees_what_changed(desk, clerk, household):
    child = make_member(household, clerk)
    fields = {"relation": "child", "depends_on": head_of(household).pk, "since_on": "1/6/2026"}
    assert send(desk, "member_change", child, **fields, name="ريما").status_code == 303
    assert "ريما" in send(desk, "member_change", child, **fields, name="رنا").text
    assert HouseholdMember.objects.get(pk=child.pk).name == "ريما"


def test_the_budget_adds_up_and_an_ended_line_counts_no_longer(desk, household):
    for kind, amount in (("income.salary", "٤٢٠٠٫٥٠"), ("expense.rent", "1,250"), ("expense.food", "900")):
        assert send(desk, "budget_line_add", household, kind=kind, monthly_amount=amount).status_code == 303
    text = page_of(desk, "household_detail", household).text
    assert {"4,200.50", "2,150", "2,050.50"} <= set(words_of(text))
    food = household.budget.get(kind="food")
    assert send(desk, "budget_line_end", food).status_code == 303
    assert "2,950.50" in words_of(page_of(desk, "household_detail", household).text)


def words_of(html: str) -> list[str]:
    return html.replace("<", " ").replace(">", " ").split()


def test_a_delegate_who_loses_sight_of_a_household_is_led_to_the_person(sign_in, clerk):
    north = make_branch("north")
    household = make_household(clerk, make_person(by=clerk, branch=make_branch("south")))
    guest = make_member(household, clerk, "other", person=make_person(by=clerk, branch=north))
    door = sign_in(make_user("delegate", branch=north))
    left = send(door, "member_leave", guest, because="سافر", on=f"{riyadh_today():%d/%m/%Y}")
    assert left.url == reverse("person_detail", args=[guest.person_id])
    assert door.get(reverse("household_detail", args=[household.pk])).status_code == 404


def test_the_page_of_a_person_tells_of_the_household_now_and_before(desk, clerk, household):
    guest = make_member(household, clerk, "other", person=make_person(by=clerk, first_name="هند"))
    record_budget_line(household, direction="income", kind="salary", monthly_amount=4000, by=clerk)
    text = page_of(desk, "person_detail", guest.person).text
    assert str(head_of(household)) in text
    assert {"4,000", "2,000"} <= set(words_of(text))
    leave_household(guest, because="استقل بسكنه", by=clerk)
    text = page_of(desk, "person_detail", guest.person).text
    assert "استقل بسكنه" in text
    assert reverse("household_open", args=[guest.person_id]) in text


def test_the_page_says_whose_file_is_missing_or_not_open_any_more(desk, clerk, household):
    gone = make_member(household, clerk, "other", person=make_person(by=clerk, first_name="هند"))
    make_member(household, clerk)
    QuerySet(Beneficiary).filter(pk=gone.person_id).update(standing="closed", standing_reason="انتقلت")
    notes = {
        row["name"]: row["note"] for row in page_of(desk, "household_detail", household).context["members"]
    }
    assert notes[str(head_of(household))] == ""
    assert notes["ريم"] == "بلا ملف"
    assert "مغلق" in notes[str(gone)]


def test_a_birth_date_is_not_corrected_to_make_a_mother_younger_than_her_child(clerk, household):
    head = head_of(household)
    make_member(household, clerk, born=1995)
    fields = {"birth_date": head.person.birth_date.replace(year=2000), "birth_precision": "day"}
    assert "ريم" in refused(change_person, head.person, by=clerk, **fields)


def test_the_whole_history_of_a_household_tells_of_members_and_lines(desk, clerk, household):
    make_member(household, clerk, name="سلمى")
    record_budget_line(household, direction="income", kind="salary", monthly_amount=4000, by=clerk)
    text = page_of(desk, "household_history", household).text
    assert {"سلمى", "4000.00"} <= set(words_of(text))
