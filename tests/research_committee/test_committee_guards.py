"""What the database refuses by itself, whoever writes into it and however."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from arabic.calendars import riyadh_today
from audit.models.audited import UnattributedWrite
from audit.refusals import Refused
from audit.writing import write
from intake.models import HandlingStep
from research_committee.models import Attendance, CommitteeMember, Decision, Recusal, ResearchReport, Vote
from research_committee.sessions import close_session
from research_committee.voting import recuse

from .factories import REASONS, decide, make_item, make_studied, vote

pytestmark = pytest.mark.django_db


def insert(model, **values) -> None:
    """A raw INSERT, past every line of Python."""
    values = {"version": 1, **values}
    names = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", list(values.values())
        )


def execute(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def decision_row(item, committee, **values) -> dict:
    request = item.support_request
    return {
        "item_id": item.pk,
        "support_request_id": request.pk,
        "study": request.study,
        "outcome": "accept",
        "reason_code": "need_proven",
        "reasons": REASONS,
        "earliest_decision_on": request.earliest_decision_on,
        "decided_on": max(request.earliest_decision_on, riyadh_today()),
        "members": 3,
        "present": 3,
        "recused": 0,
        "needed": 2,
        "accept_votes": 2,
        "reject_votes": 0,
        "defer_votes": 0,
        "casting_vote_used": False,
        "recorded_by_id": committee.chair.pk,
        **values,
    }


@pytest.fixture
def voted():
    item, committee = make_item(referred_days_ago=3)
    vote(item, {committee.chair: "accept", committee.secretary: "accept"})
    return item, committee


def test_raw_sql_does_not_decide_early(voted):
    item, committee = voted
    today = riyadh_today()
    early = (
        {"decided_on": today},
        {"decided_on": today, "earliest_decision_on": today},
        {"decided_on": today, "earliest_decision_on": today - timedelta(days=1), "outcome": "reject"},
    )
    for values in early:
        with pytest.raises(IntegrityError):
            insert(Decision, **decision_row(item, committee, **values))
    assert not Decision.objects.exists()
    insert(Decision, **decision_row(item, committee))


@pytest.mark.parametrize(
    "values",
    [
        {"accept_votes": 3},
        {"accept_votes": 1, "reject_votes": 1},
        {"outcome": "reject"},
        {"needed": 3, "present": 3},
        {"present": 1},
        {"study": 2},
        {"reasons": ""},
    ],
)
def test_raw_sql_does_not_decide_otherwise_than_the_votes(voted, values):
    with pytest.raises(IntegrityError):
        insert(Decision, **decision_row(*voted, **values))


def test_raw_sql_does_not_decide_for_another_request(voted):
    item, committee = voted
    other = make_studied()
    with pytest.raises(IntegrityError):
        insert(Decision, **decision_row(item, committee, support_request_id=other.pk, study=other.study))


def test_an_early_decision_is_refused_by_the_database_under_the_write_path_too(voted):
    item, committee = voted
    row = decision_row(item, committee, decided_on=riyadh_today())
    with pytest.raises(IntegrityError), transaction.atomic():
        write(Decision(**row), by=committee.chair, reason="Early")
    with pytest.raises(UnattributedWrite):
        Decision(**row).save()


def test_raw_sql_does_not_vote_for_whom_the_rules_refuse(voted):
    item, committee = voted
    member = committee.members[0]
    handler = item.support_request.received_by
    recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    for user in (member, handler):
        with pytest.raises(IntegrityError):
            insert(Vote, item_id=item.pk, member_id=user.pk, choice="accept", opinion="")
    with pytest.raises(IntegrityError):
        insert(Vote, item_id=item.pk, member_id=committee.chair.pk, choice="accept", opinion="")
    with pytest.raises(IntegrityError):
        execute("UPDATE research_committee_vote SET member_id = %s", member.pk)
    with pytest.raises(IntegrityError):
        execute("DELETE FROM research_committee_vote")


def test_raw_sql_does_not_vote_for_who_had_a_hand_in_the_request(voted):
    item, committee = voted
    member = committee.members[0]
    HandlingStep.objects.create(
        support_request=item.support_request,
        step="verify",
        from_state="received",
        to_state="verified",
        round=1,
        by=member,
        acting_as="reception",
        at=timezone.now(),
    )
    with pytest.raises(IntegrityError, match="who_handled_a_request"):
        insert(Vote, item_id=item.pk, member_id=member.pk, choice="accept", opinion="")


def test_raw_sql_does_not_put_a_voter_out(voted):
    item, committee = voted
    row = {"item_id": item.pk, "member_id": committee.secretary.pk, "reason": "x"}
    with pytest.raises(IntegrityError):
        insert(Recusal, **row, declared_by_id=committee.chair.pk)
    with pytest.raises(IntegrityError):
        execute("DELETE FROM research_committee_attendance")


def test_nothing_moves_after_an_item_and_its_session_are_closed():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    with pytest.raises(IntegrityError):
        execute("UPDATE research_committee_committeesession SET closed_at = %s", "2026-01-01 00:00:00+00:00")
    decide(item, committee.chair)
    close_session(item.session, by=committee.chair)
    late = committee.members[0].pk
    for statement in (
        "UPDATE research_committee_vote SET choice = 'accept'",
        "UPDATE research_committee_decision SET outcome = 'accept'",
        "DELETE FROM research_committee_decision",
        "UPDATE research_committee_agendaitem SET result = 'carried_over', carry_reason = 'x'",
        "DELETE FROM research_committee_agendaitem",
        "UPDATE research_committee_committeesession SET place = 'x'",
        "DELETE FROM research_committee_committeesession",
        "DELETE FROM research_committee_attendance",
        "UPDATE research_committee_researchreport SET score_total = 30",
        f"UPDATE research_committee_attendance SET member_id = {late}",
    ):
        with pytest.raises(IntegrityError):
            execute(statement)
    with pytest.raises(IntegrityError):
        insert(Vote, item_id=item.pk, member_id=late, choice="accept", opinion="")


def test_an_item_is_not_closed_as_decided_without_a_decision(voted):
    with pytest.raises(IntegrityError):
        execute(
            "UPDATE research_committee_agendaitem SET result = 'decided', closed_at = %s",
            "2026-01-01 00:00:00+00:00",
        )


def test_a_stranger_does_not_attend(voted):
    item, _committee = voted
    with pytest.raises(IntegrityError):
        insert(Attendance, session_id=item.session_id, member_id=item.support_request.researcher_id)


def test_two_chairs_do_not_sit_at_once(voted):
    _item, committee = voted
    row = {
        "user_id": committee.members[0].pk,
        "position": "chair",
        "from_on": riyadh_today(),
        "until_on": riyadh_today(),
    }
    with pytest.raises(IntegrityError):
        insert(CommitteeMember, **row)
    with pytest.raises(IntegrityError):
        execute("UPDATE research_committee_committeemember SET position = 'chair' WHERE position = 'member'")
    with pytest.raises(IntegrityError):
        execute("DELETE FROM research_committee_committeemember")


def test_a_report_is_kept_as_it_was_written():
    report = make_studied().reports.get()
    report.score_total = 30
    with pytest.raises(Refused):
        write(report, by=report.researcher, reason="Changed")
    assert ResearchReport.objects.get().score_total != 30
