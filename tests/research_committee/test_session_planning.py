"""Planning a session, changing the plan, calling it off, and opening it on its day."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted
from research_committee.models import AgendaItem, CommitteeMember
from research_committee.outcomes import SessionMode
from research_committee.seats import end_seat, give_seat
from research_committee.sessions import (
    add_item,
    call_off,
    carry_over,
    change_plan,
    mark_attendance,
    move_item,
    open_planned,
    open_session,
    plan_session,
)
from research_committee.voting import cast_vote, recuse
from tests.factories import make_user, system_user

from .factories import make_committee, make_studied
from .refusals import refused

pytestmark = pytest.mark.django_db

WHY = "يتعذر حضور أغلب الأعضاء"


@pytest.fixture(autouse=True)
def _sentences_in_english(_arabic_is_the_language):
    with translation.override("en"):
        yield


def soon(days: int = 5):
    return riyadh_today() + timedelta(days=days)


def plan(committee, held_on=None, **given):
    return plan_session(held_on=held_on or soon(), by=committee.secretary, **{"place": "المقر", **given})


def changed(session, committee, **given):
    same = {
        name: getattr(session, name) for name in ("held_on", "starts_at", "place", "mode", "meeting_link")
    }
    return change_plan(session, reason=WHY, by=committee.chair, **{**same, **given})


def test_a_session_is_planned_by_the_runners_of_today_for_a_day_to_come():
    committee = make_committee()
    member = committee.members[0]
    refused("plans a session", plan_session, held_on=soon(), place="المقر", by=member, kind=NotPermitted)
    refused("today or for a day to come", plan, committee, soon(-1))
    first, second = plan(committee), plan(committee, riyadh_today())
    assert (first.number, second.number) == (1, 2)
    assert first.is_planned
    assert not first.is_open
    assert open_session(place="المقر", by=committee.chair).number == 3


def test_a_remote_session_has_its_link_and_any_other_a_place():
    committee = make_committee()
    refused("link of the remote meeting", plan, committee, mode=SessionMode.REMOTE)
    refused("link of the remote meeting", plan, committee, mode=SessionMode.BOTH)
    refused("Write where", plan, committee, place="")
    session = plan(committee, mode=SessionMode.REMOTE, place="", meeting_link="https://meet.example.org/1")
    assert session.place == str(SessionMode.REMOTE.label)
    assert changed(session, committee, mode=SessionMode.TOGETHER, place="المقر").meeting_link == ""


def test_nothing_but_the_agenda_is_prepared_before_a_session_opens():
    committee = make_committee()
    session = plan(committee)
    item = add_item(session, make_studied(), by=committee.secretary)
    says = "has not been opened yet"
    refused(says, mark_attendance, session, committee.everyone, by=committee.chair)
    refused(says, cast_vote, item, choice="accept", by=committee.chair)
    member = committee.members[0]
    recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    assert carry_over(item, reason=WHY, by=committee.chair).carry_reason == WHY


def test_an_items_page_counts_nobody_before_the_session_opens(sign_in):
    committee = make_committee()
    item = add_item(plan(committee), make_studied(), by=committee.secretary)
    sitting = add_item(open_session(place="المقر", by=committee.chair), make_studied(), by=committee.chair)
    client = sign_in(committee.chair)
    counted = [
        'class="voteline' in client.get(reverse("item_detail", args=[row.pk])).text for row in (item, sitting)
    ]
    assert counted == [False, True]


def test_the_plan_changes_within_its_year_with_a_reason():
    committee = make_committee()
    session = plan(committee, riyadh_today())
    moved = changed(session, committee, held_on=soon(1), starts_at=time(16, 30))
    assert (moved.held_on, moved.starts_at) == (soon(1), time(16, 30))
    next_year = soon(1).replace(year=soon(1).year + 1, day=1)
    refused("keeps its number of the year", changed, moved, committee, held_on=next_year)
    refused("today or for a day to come", changed, moved, committee, held_on=soon(-1))
    placeholder = {name: getattr(moved, name) for name in ("held_on", "starts_at", "place", "mode")}
    refused(
        "reason in words", change_plan, moved, reason="-", meeting_link="", by=committee.chair, **placeholder
    )


def test_a_session_called_off_sets_its_requests_free():
    committee, request = make_committee(), make_studied()
    session = plan(committee)
    item = add_item(session, request, by=committee.secretary)
    other = plan(committee)
    refused("already on the agenda", add_item, other, request, by=committee.secretary)
    refused("reason in words", call_off, session, reason=".", by=committee.chair)
    called_off = call_off(session, reason=WHY, by=committee.chair)
    assert WHY in AgendaItem.objects.get(pk=item.pk).carry_reason
    assert add_item(other, request, by=committee.secretary).pk
    for act in (open_planned, lambda session, by: call_off(session, reason=WHY, by=by)):
        refused("was called off", act, called_off, by=committee.chair)
    refused("was called off", add_item, called_off, make_studied(), by=committee.chair)


def test_a_planned_session_opens_on_its_day_only():
    committee = make_committee()
    session = plan(committee)
    refused(dual(session.held_on), open_planned, session, by=committee.chair)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        refused("has passed", open_planned, session, by=committee.chair)
        refused("has passed", open_planned, session, by=committee.chair)
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=True):
        member = committee.members[0]
        refused("Only the chair or the secretary", open_planned, session, by=member, kind=NotPermitted)
        opened = open_planned(session, by=committee.chair)
        refused("already open", open_planned, session, by=committee.chair)
        refused("already open", call_off, session, reason=WHY, by=committee.chair)
    assert opened.is_open
    assert opened.opened_by == committee.chair


def test_a_seat_ends_before_a_session_that_is_only_planned():
    committee = make_committee()
    plan(committee)
    seat = CommitteeMember.objects.get(user=committee.members[0])
    assert end_seat(seat, until_on=riyadh_today(), by=system_user()).until_on == riyadh_today()


def test_who_runs_the_committee_today_runs_what_is_planned():
    committee = make_committee()
    session = plan(committee, soon(3))
    seat = CommitteeMember.objects.get(user=committee.secretary)
    end_seat(seat, until_on=riyadh_today(), by=system_user())
    heir = make_user("committee")
    give_seat(user=heir, position="secretary", from_on=soon(1), by=system_user())
    refused("Only the chair", call_off, session, reason=WHY, by=heir, kind=NotPermitted)
    assert call_off(session, reason=WHY, by=committee.secretary).cancelled_at


def test_open_items_change_places_on_the_agenda():
    committee = make_committee()
    session = plan(committee)
    first, second, third = (add_item(session, make_studied(), by=committee.secretary) for _ in range(3))
    refused("no open item in that direction", move_item, first, up=True, by=committee.chair)
    refused("no open item in that direction", move_item, third, up=False, by=committee.chair)
    move_item(third, up=True, by=committee.chair)
    assert list(session.items.order_by("position")) == [first, third, second]
    carry_over(third, reason=WHY, by=committee.chair)
    move_item(second, up=True, by=committee.chair)
    assert list(session.items.order_by("position")) == [second, third, first]
    refused("keeps its place", move_item, third, up=True, by=committee.chair)
    member = committee.members[0]
    refused("Only the chair", move_item, first, up=True, by=member, kind=NotPermitted)
