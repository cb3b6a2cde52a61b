"""What the database itself refuses of sessions that are not open, of coming and leaving, and of alternates."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from arabic.calendars import riyadh_today
from research_committee.models import AgendaItem, Attendance, CommitteeSession, Decision, Vote
from research_committee.sessions import (
    add_item,
    call_off,
    close_session,
    note_coming,
    note_leaving,
    open_planned,
    plan_session,
)

from .factories import decide, make_committee, make_item, make_session, make_studied, vote
from .sitting import make_alternate
from .test_committee_guards import decision_row, execute, insert

pytestmark = pytest.mark.django_db

REASON = "تعذّر حضور أغلب الأعضاء"


@pytest.fixture
def planned():
    committee = make_committee()
    session = plan_session(held_on=riyadh_today(), place="المقر", by=committee.secretary)
    return add_item(session, make_studied(), by=committee.secretary), committee


@pytest.fixture
def seated():
    """An item before a session that one member does not attend, and two alternates."""
    committee, alternates = make_committee(4), [make_alternate(), make_alternate()]
    session = make_session(committee, present=committee.everyone[:3])
    return add_item(session, make_studied(), by=committee.secretary), committee, alternates


def coming(session_id, user, **values) -> dict:
    return {"session_id": session_id, "member_id": user.pk, "came_at": timezone.now(), **values}


def refused_row(model, says: str, **values) -> None:
    with pytest.raises(IntegrityError, match=says):
        insert(model, **values)


def refused_statement(says: str, statement: str, *values) -> None:
    with pytest.raises(IntegrityError, match=says):
        execute(statement, *values)


def test_raw_sql_does_nothing_in_a_session_that_is_only_planned(planned):
    item, committee = planned
    chair = committee.chair.pk
    refused_row(Attendance, "nobody_comes", **coming(item.session_id, committee.chair))
    refused_row(Vote, "votes", item_id=item.pk, member_id=chair, choice="accept", opinion="")
    row = decision_row(item, committee, accept_votes=0, needed=0, present=0)
    refused_row(Decision, "a_decision_is_taken_in_an_open_session", **row)
    update = "UPDATE research_committee_committeesession SET closed_at = %s"
    refused_statement("closes", update, timezone.now())


def test_raw_sql_does_nothing_in_a_session_that_was_called_off(planned):
    item, committee = planned
    update = "UPDATE research_committee_committeesession SET cancelled_at = %s, cancelled_because = 'x'"
    refused_statement("leaves_no_item_open", update, timezone.now())
    session = call_off(item.session, reason=REASON, by=committee.chair)
    refused_row(Attendance, "nobody_comes", **coming(session.pk, committee.chair))
    other = make_studied()
    row = {"session_id": session.pk, "support_request_id": other.pk, "study": other.study, "position": 9}
    refused_row(AgendaItem, "closed_session", result="", carry_reason="", **row)
    for change in ("cancelled_at = NULL, cancelled_because = ''", "place = 'x'"):
        refused_statement("stands_still", f"UPDATE research_committee_committeesession SET {change}")
    refused_statement(
        "stands_still",
        "UPDATE research_committee_committeesession SET opened_by_id = %s, opened_at = %s",
        committee.chair.pk,
        timezone.now(),
    )


def test_raw_sql_does_not_open_a_session_before_its_day():
    committee = make_committee()
    tomorrow = riyadh_today() + timedelta(days=1)
    session = plan_session(held_on=tomorrow, place="المقر", by=committee.chair)
    refused_statement(
        "before_its_day",
        "UPDATE research_committee_committeesession SET opened_by_id = %s, opened_at = %s WHERE id = %s",
        committee.chair.pk,
        timezone.now(),
        session.pk,
    )


def test_raw_sql_does_not_close_a_session_while_somebody_is_there():
    committee = make_committee()
    make_session(committee)
    update = "UPDATE research_committee_committeesession SET closed_at = %s"
    refused_statement("when_everybody_has_left", update, timezone.now())


def test_raw_sql_does_not_vote_for_who_has_left(seated):
    item, committee, _alternates = seated
    note_leaving(item.session, committee.chair, by=committee.secretary)
    row = {"item_id": item.pk, "member_id": committee.chair.pk, "choice": "accept", "opinion": ""}
    refused_row(Vote, "only_who_attends_votes", **row)


def test_raw_sql_does_not_change_a_vote_of_who_has_left(seated):
    item, committee, _alternates = seated
    vote(item, {committee.chair: "accept"})
    note_leaving(item.session, committee.chair, by=committee.secretary)
    refused_statement("only_who_attends_votes", "UPDATE research_committee_vote SET choice = 'reject'")


def test_raw_sql_gives_nobody_a_place_that_is_taken(seated):
    item, committee, (first, second) = seated
    absent, present, session = committee.everyone[3], committee.chair, item.session_id
    refused_row(Attendance, "an_alternate_sits", **coming(session, first))
    refused_row(Attendance, "_sits", **coming(session, absent, stands_in_for_id=present.pk))
    refused_row(Attendance, "_sits", **coming(session, first, stands_in_for_id=second.pk))
    refused_row(Attendance, "one_person_sits", **coming(session, first, stands_in_for_id=present.pk))
    note_coming(item.session, first, stands_in_for=absent, by=committee.secretary)
    refused_row(Attendance, "one_person_sits", **coming(session, absent))
    refused_row(Attendance, "one_person_sits", **coming(session, second, stands_in_for_id=absent.pk))
    stands = "UPDATE research_committee_attendance SET stands_in_for_id = %s WHERE member_id = %s"
    refused_statement("place", stands, present.pk, first.pk)
    note_leaving(item.session, first, by=committee.secretary)
    note_leaving(item.session, present, by=committee.secretary)
    refused_row(Attendance, "one_place_in_a_session", **coming(session, first, stands_in_for_id=present.pk))


def test_raw_sql_does_not_vote_for_an_alternate_without_a_place(seated):
    item, committee, (alternate, _other) = seated
    row = {"item_id": item.pk, "member_id": alternate.pk, "choice": "accept", "opinion": ""}
    refused_row(Vote, "only_who_attends_votes", **row)
    note_coming(item.session, alternate, stands_in_for=committee.everyone[3], by=committee.secretary)
    insert(Vote, **row)


def test_raw_sql_does_not_vote_twice_for_a_place(seated):
    item, committee, (first, second) = seated
    leaving = committee.everyone[2]
    vote(item, {leaving: "accept"})
    note_leaving(item.session, leaving, by=committee.secretary)
    for alternate in (first, second):
        note_coming(item.session, alternate, stands_in_for=leaving, by=committee.secretary)
        row = {"item_id": item.pk, "member_id": alternate.pk, "choice": "accept", "opinion": ""}
        refused_row(Vote, "a_place_votes_once", **row)
        note_leaving(item.session, alternate, by=committee.secretary)


def test_raw_sql_does_not_vote_for_two_alternates_of_one_place(seated):
    item, committee, (first, second) = seated
    absent = committee.everyone[3]
    note_coming(item.session, first, stands_in_for=absent, by=committee.secretary)
    vote(item, {first: "accept"})
    note_leaving(item.session, first, by=committee.secretary)
    for user, place in ((second, absent), (absent, None)):
        note_coming(item.session, user, stands_in_for=place, by=committee.secretary)
        row = {"item_id": item.pk, "member_id": user.pk, "choice": "accept", "opinion": ""}
        refused_row(Vote, "a_place_votes_once", **row)
        note_leaving(item.session, user, by=committee.secretary)


def test_raw_sql_does_not_change_who_was_there_when_an_item_was_decided(seated):
    item, committee, _alternates = seated
    vote(item, {committee.chair: "reject", committee.secretary: "reject", committee.everyone[2]: "reject"})
    decide(item, committee.chair)
    early, table = timezone.now() - timedelta(hours=1), "research_committee_attendance"
    refused_row(
        Attendance,
        "nobody_comes_to_what_was_decided",
        **coming(item.session_id, committee.everyone[3], came_at=early),
    )
    refused_statement(
        "who_was_there", f"UPDATE {table} SET came_at = %s, left_at = %s", early, early + timedelta(minutes=5)
    )
    refused_statement("who_was_there", f"UPDATE {table} SET came_at = %s", timezone.now())
    refused_statement("stays_on_the_attendance", f"DELETE FROM {table}")


def test_raw_sql_writes_no_impossible_times(seated):
    item, committee, _alternates = seated
    table, now = "research_committee_attendance", timezone.now()
    late = committee.everyone[3]
    refused_row(Attendance, "time_of_coming", **coming(item.session_id, late, came_at=None))
    before = f"UPDATE {table} SET left_at = %s WHERE member_id = %s"
    refused_statement("leaves_after_coming", before, now - timedelta(days=1), committee.chair.pk)
    note_leaving(item.session, committee.chair, by=committee.secretary)
    earlier = {"came_at": now - timedelta(hours=2), "left_at": now + timedelta(seconds=1)}
    refused_row(Attendance, "one_person_sits", **coming(item.session_id, committee.chair, **earlier))


def test_nothing_about_the_attendance_changes_after_the_close():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    decide(item, committee.chair)
    close_session(item.session, by=committee.chair)
    table = "research_committee_attendance"
    for change in ("came_at = %s", "left_at = %s"):
        refused_statement("a", f"UPDATE {table} SET {change}", timezone.now())
    refused_row(Attendance, "nobody_comes_to_a_closed_session", **coming(item.session_id, committee.chair))


def test_an_opened_session_is_not_planned_again(planned):
    item, committee = planned
    open_planned(item.session, by=committee.secretary)
    for change in ("opened_by_id = NULL, opened_at = NULL", "held_on = '2020-01-01'", "number = 9"):
        refused_statement("not_planned_again", f"UPDATE research_committee_committeesession SET {change}")
    assert CommitteeSession.objects.get().is_open
