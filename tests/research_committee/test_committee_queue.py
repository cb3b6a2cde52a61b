"""What waits for a member on the page My work: what is still to be done, and a way straight to it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from intake.models import SupportRequest
from research_committee.queues import waits_for_member
from research_committee.seats import give_seat
from research_committee.sessions import mark_attendance
from research_committee.voting import recuse
from tests.factories import make_user

from .factories import decide, make_committee, make_item, make_session, make_studied, vote

pytestmark = pytest.mark.django_db


def waiting(user) -> set[str]:
    found = SupportRequest.objects.waiting_for(user, besides=waits_for_member(user))
    return set(found.values_list("reference", flat=True))


def test_an_item_waits_until_the_own_vote_is_cast():
    item, committee = make_item(referred_days_ago=3)
    reference = item.support_request.reference
    for member in committee.everyone:
        assert waiting(member) == {reference}
        vote(item, {member: "accept"})
        assert waiting(member) == set()


def test_the_recused_and_the_absent_have_nothing_to_do():
    item, committee = make_item()
    member = committee.members[0]
    recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    assert waiting(member) == set()
    mark_attendance(item.session, [committee.chair, member], by=committee.chair)
    assert waiting(committee.chair) == {item.support_request.reference}
    assert waiting(committee.secretary) == set()


def test_an_item_waits_before_the_attendance_is_recorded():
    item, committee = make_item()
    mark_attendance(item.session, [], by=committee.chair)
    assert waiting(committee.members[0]) == {item.support_request.reference}


def test_who_had_a_hand_in_the_request_has_nothing_to_do():
    committee = make_committee()
    researcher = make_user(Role.RESEARCHER, Role.COMMITTEE, username="researcher")
    item, _committee = make_item(committee)
    assert waiting(researcher) == set()
    assert waiting(committee.members[0]) == {item.support_request.reference}


def test_a_result_waits_for_the_chair_and_the_secretary_to_record_it():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    reference = item.support_request.reference
    assert waiting(committee.chair) == waiting(committee.secretary) == {reference}
    assert waiting(committee.members[0]) == set()
    decide(item, committee.secretary)
    assert waiting(committee.chair) == waiting(committee.secretary) == set()


def test_a_result_waits_with_a_quorum_and_not_before_its_day():
    item, committee = make_item()
    vote(item, {committee.chair: "accept"})
    assert waiting(committee.chair) == set()
    vote(item, {committee.secretary: "accept"})
    assert waiting(committee.chair) == {item.support_request.reference}
    early, _committee = make_item(committee, referred_days_ago=3)
    vote(early, dict.fromkeys(committee.everyone, "accept"))
    assert early.support_request.earliest_decision_on > riyadh_today()
    assert waiting(committee.chair) == {item.support_request.reference}


def test_a_quorum_counts_without_the_recused():
    item, committee = make_item(make_committee(5))
    voting, recused = committee.everyone[:2], committee.everyone[2:]
    vote(item, dict.fromkeys(voting, "accept"))
    assert waiting(committee.chair) == set()
    for member in recused[:2]:
        recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    assert waiting(committee.chair) == {item.support_request.reference}


def test_a_studied_request_waits_for_the_runners_to_lay_it_before_a_session():
    committee, request = make_committee(), make_studied()
    assert waiting(committee.chair) == waiting(committee.secretary) == {request.reference}
    assert waiting(committee.members[0]) == waiting(make_user(Role.COMMITTEE)) == set()
    assert waiting(make_user(Role.AUDITOR)) == set()


def test_an_ended_seat_has_nothing_waiting():
    item, committee = make_item()
    late = make_user(Role.COMMITTEE)
    give_seat(user=late, from_on=riyadh_today() + timedelta(days=1), by=make_user(Role.ADMINISTRATOR))
    assert waiting(late) == set()
    assert waiting(committee.chair) == {item.support_request.reference}


def test_my_work_leads_to_the_vote_and_says_what_waits(sign_in):
    item, committee = make_item()
    address = reverse("item_detail", args=[item.pk])
    page = sign_in(committee.members[0], fresh=True).get(reverse("home"))
    assert f'href="{address}"' in page.text
    assert "بانتظار صوتك" in page.text
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    assert f'href="{address}"' not in sign_in(committee.members[0], fresh=True).get(reverse("home")).text
    page = sign_in(committee.secretary, fresh=True).get(reverse("home")).text
    assert f'href="{address}"' in page
    assert "بانتظار تسجيل القرار" in page


def test_my_work_says_what_is_on_no_agenda(sign_in):
    committee, request = make_committee(), make_studied()
    make_session(committee)
    page = sign_in(committee.chair, fresh=True).get(reverse("home")).text
    assert request.reference in page
    assert "بانتظار إدراجه في جدول أعمال" in page
