"""What the database itself refuses about who counts, who records, and what a decision stands on."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.roles import Role
from arabic.calendars import riyadh_today
from research_committee.models import (
    AgendaItem,
    CommitteeMember,
    CommitteeSession,
    Decision,
    MinutesAddendum,
    Recusal,
    ResearchReport,
    ScoreScale,
    Vote,
)
from research_committee.sessions import add_item, note_coming, note_leaving
from research_committee.voting import recuse
from tests.factories import make_request, make_user
from tests.tampering import with_the_clock_of_the_database

from .factories import decide, make_committee, make_item, make_session, make_studied, make_visit, vote
from .sitting import make_alternate
from .test_committee_guards import decision_row, execute, insert
from .test_minutes_guards import addendum, locked

pytestmark = pytest.mark.django_db
KIN = "قرابة من الدرجة الأولى"


class TakeBack(Exception):
    pass


@contextmanager
def taken_back():
    """What is done here is undone again."""
    try:
        with transaction.atomic():
            yield
            raise TakeBack
    except TakeBack:
        pass


def refused(promise: str, model, **values) -> None:
    with pytest.raises(IntegrityError, match=promise):
        insert(model, **values)


def row(item, committee, **values) -> dict:
    """An acceptance of today by three of five."""
    counted = {"members": 5, "present": 5, "needed": 3, "accept_votes": 3, "decided_on": riyadh_today()}
    return decision_row(item, committee, **counted | values)


@pytest.fixture
def voted():
    item, committee = make_item(make_committee(5))
    vote(item, dict.fromkeys([committee.chair, committee.secretary, committee.members[0]], "accept"))
    return item, committee


@pytest.mark.parametrize(
    "counted",
    [
        {"needed": 2},
        {"needed": 1},
        {"needed": 4},
        {"members": 3, "needed": 2, "present": 3},
        {"members": 9, "needed": 5, "present": 9},
        {"recused": 3, "present": 2, "needed": 2},
        {"present": 4},
        {"casting_vote_used": True},
    ],
)
def test_raw_sql_does_not_count_the_committee_otherwise(voted, counted):
    with pytest.raises(IntegrityError):
        insert(Decision, **row(*voted, **counted))
    insert(Decision, **row(*voted))


def test_the_database_counts_leaving_recusal_and_alternates_as_the_rules_do(voted):
    item, committee = voted
    away, out = committee.members[1:]
    note_leaving(item.session, away, by=committee.secretary)
    with taken_back():
        insert(Decision, **row(item, committee, present=4))
    recuse(item, member=out, reason=KIN, by=out)
    with taken_back():
        insert(Decision, **row(item, committee, present=3, recused=1))


def test_an_alternate_holds_the_place_in_the_database_too():
    committee, alternate = make_committee(4), make_alternate()
    session = make_session(committee, present=committee.everyone[:2])
    absent = committee.members[0]
    note_coming(session, alternate, stands_in_for=absent, by=committee.secretary)
    item = add_item(session, make_studied(), by=committee.secretary)
    vote(item, {committee.chair: "accept", committee.secretary: "accept", alternate: "accept"})
    with pytest.raises(IntegrityError, match="who_is_present"):
        insert(Decision, **row(item, committee, members=4, present=4))
    note_leaving(session, alternate, by=committee.secretary)
    insert(Decision, **row(item, committee, members=4, present=3))


def test_raw_sql_breaks_a_tie_only_as_the_chair_voted():
    item, committee = make_item(make_committee(4))
    sides = dict.fromkeys([committee.chair, committee.secretary], "accept")
    vote(item, sides | dict.fromkeys(committee.members, "reject"))
    tie = {"members": 4, "present": 4, "accept_votes": 2, "reject_votes": 2}
    until = riyadh_today() + timedelta(days=item.support_request.policy_version.appeal_days)
    other = {"outcome": "reject", "reason_code": "needs_are_covered", "appeal_until": until}
    promise = "a_tie_is_decided_by_the_chairs_own_vote"
    refused(promise, Decision, **row(item, committee, **tie))
    refused(promise, Decision, **row(item, committee, **tie, **other, casting_vote_used=True))
    insert(Decision, **row(item, committee, **tie, casting_vote_used=True))


def test_a_recused_chair_breaks_no_tie_in_the_database():
    item, committee = make_item(make_committee(5))
    vote(item, dict.fromkeys([committee.chair, committee.secretary, committee.members[0]], "accept"))
    vote(item, dict.fromkeys(committee.members[1:], "reject"))
    recuse(item, member=committee.chair, reason=KIN, by=committee.chair)
    tie = {"present": 4, "recused": 1, "accept_votes": 2, "reject_votes": 2, "casting_vote_used": True}
    by = {"recorded_by_id": committee.secretary.pk}
    refused("a_tie_is_decided_by_the_chairs_own_vote", Decision, **row(item, committee, **tie, **by))


def test_raw_sql_records_for_nobody_who_does_not_run_the_session(voted):
    item, committee = voted
    for user in (make_user(Role.ADMINISTRATOR), committee.members[0], item.support_request.received_by):
        wrong = {"recorded_by_id": user.pk}
        refused("recorded_by_who_runs_the_session", Decision, **row(item, committee, **wrong))


def test_a_decision_dated_ahead_is_refused_by_the_clock_of_the_database():
    with_the_clock_of_the_database()
    item, committee = make_item(referred_days_ago=3)
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    counted = {"members": 3, "needed": 2}
    earliest = item.support_request.earliest_decision_on
    for days in (0, 1, 400):
        ahead = row(item, committee, **counted, present=3, decided_on=earliest + timedelta(days=days))
        refused("a_decision_is_not_dated_ahead", Decision, **ahead)
    other, _committee = make_item(committee)
    vote(other, dict.fromkeys(committee.everyone, "accept"))
    assert decide(other, committee.chair).decided_on == riyadh_today()


def test_raw_sql_dates_no_decision_back_before_its_session():
    item, committee = make_item(referred_days_ago=30)
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    for days in (1, 10):
        back = riyadh_today() - timedelta(days=days)
        assert back > item.support_request.earliest_decision_on
        older = row(item, committee, members=3, needed=2, present=3, decided_on=back)
        refused("a_decision_is_not_older_than_its_session", Decision, **older)


def test_raw_sql_brings_nothing_before_the_committee_without_its_report():
    request, committee = make_request("referred", referred_days_ago=20), make_committee()
    with pytest.raises(IntegrityError, match="a_studied_request_has_its_report"):
        execute("UPDATE intake_supportrequest SET state = 'studied' WHERE id = %s", request.pk)
    session, studied = make_session(committee), make_studied()
    item = {"session_id": session.pk, "position": 1, "result": "", "carry_reason": ""}
    of = {"support_request_id": studied.pk, "study": studied.study}
    only = "only_a_studied_request_comes_before_a_session"
    refused(only, AgendaItem, **item, support_request_id=request.pk, study=request.study)
    refused(only, AgendaItem, **item, **of | {"study": 9})
    closed = {"result": "decided", "closed_at": timezone.now()}
    refused("an_agenda_item_begins_open", AgendaItem, **item | closed, **of)


def test_raw_sql_writes_no_report_past_the_rules():
    good = make_studied().reports.get()
    left = {"id", "version", "support_request_id", "researcher_id", "scale_id", "sheet", "scores"}
    same = {
        field.column: getattr(good, field.attname)
        for field in ResearchReport._meta.concrete_fields
        if field.column not in left
    }
    same |= {"sheet": "{}", "scores": "[]", "scale_id": good.scale_id}

    def of(request, **values):
        return {**same, "support_request_id": request.pk, "researcher_id": request.researcher_id, **values}

    unvisited, visited = make_request("referred"), make_request("referred")
    refused("a_report_follows_a_visit_of_its_study", ResearchReport, **of(unvisited))
    make_visit(visited)
    stranger = {"researcher_id": make_user(Role.RESEARCHER).pk}
    promise = "a_report_is_written_by_the_researcher_in_charge"
    refused(promise, ResearchReport, **of(visited, **stranger))
    insert(ScoreScale, number=99, title_ar="x", title_en="x", content="{}", sha256="")
    draft = {"scale_id": ScoreScale.objects.get(number=99).pk}
    refused("a_report_is_scored_by_an_adopted_scale", ResearchReport, **of(visited, **draft))
    insert(ResearchReport, **of(visited))


def test_raw_sql_recuses_nobody_past_the_rules():
    item, committee = make_item()
    member, administrator = committee.members[0], make_user(Role.ADMINISTRATOR)
    recusal = {"item_id": item.pk, "member_id": member.pk, "reason": KIN}
    by = "a_recusal_is_declared_by_the_member_or_who_runs_the_session"
    refused(by, Recusal, **recusal, declared_by_id=administrator.pk)
    refused(by, Recusal, **recusal | {"member_id": committee.secretary.pk}, declared_by_id=member.pk)
    stranger = recusal | {"member_id": administrator.pk}
    refused("only_members_are_recused", Recusal, **stranger, declared_by_id=committee.chair.pk)
    insert(Recusal, **recusal, declared_by_id=committee.chair.pk)


def test_who_lost_the_role_or_the_account_votes_no_more_in_the_database():
    item, committee = make_item()
    member = committee.members[0]
    row = {"item_id": item.pk, "member_id": member.pk, "choice": "accept", "opinion": ""}
    for change in ("role_codes = ',administrator,'", "is_active = FALSE"):
        with taken_back():
            execute(f"UPDATE accounts_user SET {change} WHERE id = %s", member.pk)
            refused("only_members_of_the_committee_vote", Vote, **row)
    insert(Vote, **row)


def test_raw_sql_changes_no_seat_under_a_session():
    committee = make_committee()
    session = make_session(committee)
    later, other = session.held_on + timedelta(days=1), make_user(Role.COMMITTEE)
    update = "UPDATE research_committee_committeemember SET {} WHERE user_id = %s"
    for change in (
        f"until_on = '{session.held_on - timedelta(days=1)}'",
        f"from_on = '{later}'",
        "position = 'alternate'",
        f"user_id = {other.pk}",
    ):
        with pytest.raises(IntegrityError, match="a_seat_stands_as_sessions_were_counted_with_it"):
            execute(update.format(change), committee.members[0].pk)
    seat = {"user_id": other.pk, "position": "member"}
    before = session.held_on - timedelta(days=1)
    refused("a_new_seat_changes_no_session_before_it", CommitteeMember, **seat, from_on=before)
    insert(CommitteeMember, **seat, from_on=later)
    with pytest.raises(IntegrityError, match="a_seat_stands_as_sessions_were_counted_with_it"):
        execute(update.format(f"from_on = '{before}'"), other.pk)


def test_raw_sql_opens_no_session_for_another_or_without_its_day():
    chair, stranger = make_committee().chair, make_user(Role.ADMINISTRATOR)
    today, now = riyadh_today(), timezone.now()
    session = {"year": today.year, "number": 9, "held_on": today, "place": "المقر", "mode": "together"}
    session |= {"meeting_link": "", "cancelled_because": ""}
    opened = {"opened_by_id": chair.pk, "opened_at": now}
    only = "only_chair_or_secretary_open_a_session"
    refused(only, CommitteeSession, **session, **opened | {"opened_by_id": stranger.pk})
    refused(only, CommitteeSession, **session, opened_by_id=chair.pk)
    begins = "a_session_begins_neither_closed_nor_called_off"
    refused(begins, CommitteeSession, **session, **opened, closed_at=now)
    year = "a_session_counts_in_the_year_of_its_day"
    refused(year, CommitteeSession, **session | {"year": 2020}, **opened)
    insert(CommitteeSession, **session, **opened)


def test_raw_sql_grants_nothing_beside_a_decision(voted):
    item, committee = voted
    request = item.support_request
    grant = (
        "INSERT INTO intake_grantedservice (version, support_request_id, service_type_id, description, conditions) "
        "VALUES (1, %s, %s, 'x', '')"
    )
    for _time in ("before", "after"):
        with pytest.raises(IntegrityError, match="a_service_is_granted_with_its_acceptance"):
            execute(grant, request.pk, request.service_type_id)
        if not Decision.objects.exists():
            decide(item, committee.chair)


def test_addenda_follow_one_another_and_are_written_by_who_ran_the_session():
    minutes, committee = locked()
    for number in (0, 2, 7):
        with pytest.raises(IntegrityError):
            insert(MinutesAddendum, **addendum(minutes, committee.chair, number=number))
    by = "an_addendum_is_written_by_who_ran_the_session"
    refused(by, MinutesAddendum, **addendum(minutes, make_user(Role.RECEPTION)))
    for number in (1, 2):
        insert(MinutesAddendum, **addendum(minutes, committee.secretary, number=number))
