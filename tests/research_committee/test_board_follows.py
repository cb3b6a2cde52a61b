"""The board keeps up with its session: planned, opened and closed in place, and what others do shows in the open item."""

from datetime import time

import pytest
from django.urls import reverse

from arabic.calendars import riyadh_today
from research_committee.models import Attendance, CommitteeSession
from research_committee.sessions import (
    add_item,
    call_off,
    change_plan,
    correct_times,
    note_coming,
    open_planned,
    plan_session,
)
from research_committee.voting import cast_vote
from tests.exports import rows_of_csv, take

from .factories import decide, make_committee, make_item, make_session, make_studied, vote
from .test_board import Board, is_a_fragment, url

pytestmark = pytest.mark.django_db
WHY = "القاعة مشغولة في ذلك الوقت"


@pytest.fixture
def run(sign_in):
    def board(user, session, query=""):
        return Board(sign_in(user, fresh=True), session, query)

    return board


@pytest.fixture
def planned():
    committee = make_committee()
    session = plan_session(held_on=riyadh_today(), place="قاعة الاجتماعات", by=committee.secretary)
    return add_item(session, make_studied(), by=committee.secretary), committee


def whole(board):
    return board.client.get(url("session_detail", board.session))


def test_a_planned_session_says_who_is_invited_and_counts_nothing(run, planned):
    item, committee = planned
    page = whole(run(committee.members[0], item.session))
    assert page.context["attended"].startswith("3 أعضاء مدع")
    assert {row["word"] for row in page.context["attendance"]} == {""}
    row = page.context["rows"][0]
    assert row["vote"] is None
    assert row["chip"]["label"] == "على جدول الأعمال"
    assert "المدعو" in page.text
    assert "غياب" not in page.text
    open_planned(item.session, by=committee.chair)
    page = whole(run(committee.members[0], item.session))
    assert {row["word"] for row in page.context["attendance"]} == {"غياب"}
    assert page.context["rows"][0]["vote"]["present"] == 0


def test_a_session_is_opened_and_closed_in_place(run, planned):
    item, committee = planned
    board = run(committee.secretary, item.session, f"?item={item.pk}")
    seen = {"seen_version": item.session.version}
    opened = board.post(url("session_start", item.session), **seen)
    assert is_a_fragment(opened)
    for part in ("session-head", "session-doors", "agenda-head", "filters", "attendance-list", "figures"):
        assert f'id="{part}"' in opened.text
    assert "جلسة مفتوحة" in opened.text
    board.post(url("session_attend", item.session), members=[user.pk for user in committee.everyone], seen="")
    form = board.get(url("session_close", item.session))
    assert is_a_fragment(form)
    carried = form.context["form"]["carried"].value()
    version = CommitteeSession.objects.get().version
    closed = board.post(url("session_close", item.session), carried=carried, seen_version=version)
    assert is_a_fragment(closed)
    assert "جلسة مغلقة" in closed.text
    assert closed.context["figures"]["poll_url"] == ""
    assert reverse("minutes_draw_up", args=[item.session_id]) in closed.text


def test_the_open_item_is_fetched_anew_when_its_reader_may_do_something_else(run):
    """Its mark is what the page compares: a seat taken, a result to be recorded, a session opened."""
    committee = make_committee()
    item = add_item(
        make_session(committee, present=committee.everyone[:2]), make_studied(), by=committee.chair
    )
    member, query = committee.members[0], f"?item={item.pk}"

    def marks(user):
        page = run(user, item.session, query).get(url("item_detail", item))
        assert page.context["figures"]["current"]["mark"] == page.context["panel"]["mark"]
        return page.context["panel"]["mark"]

    before = marks(member)
    note_coming(item.session, member, by=committee.chair)
    assert marks(member) != before
    cast_vote(item, choice="reject", by=committee.secretary)
    before = marks(committee.secretary)
    cast_vote(item, choice="reject", by=committee.chair)
    assert marks(committee.secretary) != before


def test_an_open_session_with_open_items_asks_for_no_act_of_its_own(run):
    item, committee = make_item()
    page = whole(run(committee.secretary, item.session))
    assert page.context["next"] == ""
    assert not any(act["first"] for act in page.context["session_acts"])


def test_why_the_plan_or_a_time_was_changed_stands_where_the_change_shows(run, planned):
    item, committee = planned
    session, by = item.session, committee.secretary
    plan = {"held_on": session.held_on, "mode": session.mode, "meeting_link": ""}
    change_plan(session, **plan, starts_at=time(18), place="القاعة الصغرى", reason=WHY, by=by)
    said = whole(run(committee.members[0], session)).context["plan_changed"]
    assert WHY in said
    assert by.full_name in said
    called_off = plan_session(held_on=riyadh_today(), place="المقر", by=by)
    call_off(called_off, reason="تعذر حضور الرئيس والأمين", by=by)
    page = whole(run(by, called_off))
    assert page.context["plan_changed"] == ""
    assert page.text.count("تعذر حضور الرئيس والأمين") == 1
    open_planned(CommitteeSession.objects.get(pk=session.pk), by=by)
    note_coming(session, committee.chair, by=by)
    row = Attendance.objects.get()
    correct_times(row, came_at=row.came_at, left_at=row.came_at, reason="غادر الرئيس مبكرًا", by=by)
    times = whole(run(by, session)).context["attendance"][0]["times"]
    assert "غادر الرئيس مبكرًا" in times[0]["changed"]


def test_planned_and_called_off_sessions_are_taken_along_as_such(sign_in, planned):
    item, committee = planned
    off = plan_session(held_on=riyadh_today(), place="المقر", by=committee.chair)
    call_off(off, reason="تعذر حضور الرئيس والأمين", by=committee.chair)
    client = sign_in(committee.chair)
    taken = take(client, "sessions_export", file_format="csv", columns=["session", "state"])
    states = {row[0]: row[1] for row in rows_of_csv(client, taken)[2:]}
    assert states == {str(item.session): "جلسة محددة الموعد", str(off): "جلسة ملغاة"}


def test_what_was_said_of_an_open_item_goes_when_others_close_it(run):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    board = run(committee.members[0], item.session, f"?item={item.pk}")
    board.headers["X-Fetched-Anew"] = "yes"
    assert 'id="said"' not in board.get(url("item_detail", item)).text
    decide(item, committee.chair)
    closed = board.get(url("item_detail", item)).text
    assert 'id="said"' in closed
    assert 'id="session-said"' not in closed
