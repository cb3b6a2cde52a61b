"""Who is in a session and when: coming, leaving, alternates, and what follows for the count of an item."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from audit.models import AuditEntry
from audit.refusals import NotPermitted
from research_committee.decisions import tally
from research_committee.models import AgendaItem, Attendance, CommitteeSession
from research_committee.outcomes import ItemResult
from research_committee.session_file import SessionFile
from research_committee.sessions import (
    add_item,
    close_session,
    correct_times,
    mark_attendance,
    note_coming,
    note_leaving,
)
from research_committee.voting import cast_vote

from .factories import decide, make_committee, make_session, make_studied, vote
from .refusals import refused
from .sitting import make_alternate

pytestmark = pytest.mark.django_db

WHY = "نُسي تسجيل الوقت عند الحضور"


@pytest.fixture(autouse=True)
def _sentences_in_english(_arabic_is_the_language):
    with translation.override("en"):
        yield


@pytest.fixture
def sitting():
    """A committee of four, the last of them absent, with two alternates and one item."""
    committee, alternates = make_committee(4), [make_alternate(), make_alternate()]
    session = make_session(committee, present=committee.everyone[:3])
    return add_item(session, make_studied(), by=committee.secretary), committee, alternates


def present(item) -> int:
    return tally(AgendaItem.objects.get(pk=item.pk)).ballot.present


def test_who_leaves_does_not_vote_and_a_vote_cast_before_stands(sitting):
    item, committee, _alternates = sitting
    voter, silent = committee.everyone[0], committee.everyone[2]
    vote(item, {voter: "accept"})
    for user in (voter, silent):
        note_leaving(item.session, user, by=committee.secretary)
        refused("is not in the session now", note_leaving, item.session, user, by=committee.secretary)
        refused("Only those who attend", cast_vote, item, choice="reject", by=user)
    assert present(item) == 2
    assert tally(item).voted == 1
    note_coming(item.session, silent, by=committee.secretary)
    assert present(item) == 3
    assert item.session.attendances.filter(member=silent).count() == 2
    cast_vote(item, choice="accept", by=silent)


def test_an_alternate_holds_the_place_of_an_absent_member(sitting):
    item, committee, (first, second) = sitting
    absent, session, by = committee.everyone[3], item.session, committee.secretary
    refused("An alternate votes only while sitting", cast_vote, item, choice="accept", by=first)
    refused("Say for which absent member", note_coming, session, first, by=by)
    refused("Say for which absent member", mark_attendance, session, [*committee.everyone[:3], first], by=by)
    refused("is in the session;", note_coming, session, first, stands_in_for=committee.chair, by=by)
    refused("stands in for a member", note_coming, session, first, stands_in_for=second, by=by)
    refused("Only an alternate", note_coming, session, absent, stands_in_for=committee.chair, by=by)
    note_coming(session, first, stands_in_for=absent, by=by)
    assert tally(item).ballot.members == 4
    assert present(item) == 4
    refused("the alternate leaves first", note_coming, session, absent, by=by)
    refused("the alternate leaves first", mark_attendance, session, committee.everyone, by=by)
    refused("the alternate leaves first", note_coming, session, second, stands_in_for=absent, by=by)
    cast_vote(item, choice="accept", by=first)
    note_leaving(session, first, by=by)
    note_coming(session, absent, by=by)
    refused("in the same place of the committee", cast_vote, item, choice="reject", by=absent)
    assert tally(item).voted == 1
    assert present(item) == 4
    note_leaving(session, committee.chair, by=by)
    refused("for nobody else", note_coming, session, first, stands_in_for=committee.chair, by=by)


def test_an_alternate_of_the_chair_has_no_casting_vote_and_runs_nothing():
    committee, alternate = make_committee(4), make_alternate()
    session = make_session(committee, present=committee.everyone[1:])
    item = add_item(session, make_studied(), by=committee.secretary)
    note_coming(session, alternate, stands_in_for=committee.chair, by=committee.secretary)
    first, second, third = committee.everyone[1:]
    vote(item, {alternate: "accept", first: "accept", second: "reject", third: "reject"})
    assert "the chair has not voted" in tally(item).reason
    refused("Only the chair or the secretary", close_session, session, by=alternate, kind=NotPermitted)


def test_a_time_is_corrected_while_nothing_was_decided_with_it(sitting):
    item, committee, _alternates = sitting
    row = Attendance.objects.get(session=item.session, member=committee.chair)
    early, by = row.came_at - timedelta(minutes=20), committee.secretary
    mended = correct_times(row, came_at=early, left_at=None, reason=WHY, by=by)
    assert mended.came_at == early
    assert AuditEntry.objects.filter(model="research_committee.attendance", note=WHY).count() == 1
    refused(
        "has not come yet",
        correct_times,
        row,
        came_at=timezone.now() + timedelta(hours=1),
        left_at=None,
        reason=WHY,
        by=by,
    )
    before = early - timedelta(hours=1)
    refused("lies before", correct_times, row, came_at=early, left_at=before, reason=WHY, by=by)
    refused("reason in words", correct_times, row, came_at=before, left_at=None, reason="-", by=by)
    vote(item, dict.fromkeys(committee.everyone[:3], "reject"))
    decide(item, committee.chair)
    late = timezone.now()
    refused("that count stands", correct_times, row, came_at=late, left_at=None, reason=WHY, by=by)
    refused("stays on the attendance", mark_attendance, item.session, [], by=by)
    close_session(item.session, by=by)
    refused("This session is closed", correct_times, row, came_at=early, left_at=None, reason=WHY, by=by)


def test_a_corrected_time_does_not_take_the_place_of_an_alternate(sitting):
    item, committee, (alternate, _other) = sitting
    chair, by = committee.chair, committee.secretary
    note_leaving(item.session, chair, by=by)
    note_coming(item.session, alternate, stands_in_for=chair, by=by)
    row = Attendance.objects.get(session=item.session, member=chair)
    refused("already in this place", correct_times, row, came_at=row.came_at, left_at=None, reason=WHY, by=by)


def test_closing_ends_every_attendance_and_carries_over_what_has_no_result(sitting):
    item, committee, _alternates = sitting
    by = committee.secretary
    other = add_item(item.session, make_studied(), by=by)
    vote(other, dict.fromkeys(committee.everyone[:3], "accept"))
    refused("These items are still open", close_session, item.session, by=by)
    refused("were changed after you opened", close_session, item.session, by=by, carrying_over=[other.pk])
    refused("These items are still open", close_session, item.session, by=by, carrying_over=[item.pk])
    decide(other, by)
    session = close_session(item.session, by=by, carrying_over=[item.pk])
    item = AgendaItem.objects.get(pk=item.pk)
    assert item.result == ItemResult.CARRIED_OVER
    assert "الأصوات" in item.carry_reason
    assert set(session.attendances.values_list("left_at", flat=True)) == {session.closed_at}
    file = SessionFile(CommitteeSession.objects.get(pk=session.pk))
    assert file.attending == file.attended == {user.pk for user in committee.everyone[:3]}
    assert len(file.present_on(item)) == 3
    assert add_item(make_session(committee), item.support_request, by=by).pk
