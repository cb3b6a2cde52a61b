"""Who counts for a place of the committee, over random meetings, against a count by hand; without a database."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings

from intake.models import SupportRequest
from policies.models import PolicyVersion
from research_committee.models import (
    AgendaItem,
    Attendance,
    CommitteeMember,
    CommitteeSession,
    Recusal,
    Vote,
)
from research_committee.outcomes import Position
from research_committee.session_file import SessionFile

from .meetings import ABSENT, STAYS, Meeting, by_hand, meetings

BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)
ALTERNATES = 1000


def file_of(meeting: Meeting) -> tuple[SessionFile, AgendaItem]:
    """The session's folder with the papers of a meeting, none of them stored."""
    version = PolicyVersion(
        quorum_percent=meeting.percent,
        quorum_minimum=meeting.minimum,
        chair_has_casting_vote=meeting.casting,
    )
    item = AgendaItem(pk=1, support_request=SupportRequest(pk=1, policy_version=version))
    file = SessionFile(CommitteeSession(pk=1, opened_by_id=1), [item])
    seats, attendances, votes, recusals = [], [], [], []
    for number, place in enumerate(meeting.places, start=1):
        position = Position.CHAIR if number == 1 else Position.MEMBER
        seats.append(CommitteeMember(user_id=number, position=position))
        people = [(number, place.member, None)]
        if place.alternate is not None:
            seats.append(CommitteeMember(user_id=ALTERNATES + number, position=Position.ALTERNATE))
            people.append((ALTERNATES + number, place.alternate, number))
        for hour, (user, person, stands_in_for) in enumerate(people):
            if person.comes != ABSENT:
                came = BEGIN + timedelta(hours=hour)
                left = None if person.comes == STAYS else came + timedelta(minutes=30)
                attendances.append(
                    Attendance(member_id=user, came_at=came, left_at=left, stands_in_for_id=stands_in_for)
                )
            if person.vote:
                votes.append(Vote(member_id=user, choice=person.vote))
            if person.recused:
                recusals.append(Recusal(member_id=user))
    file.__dict__ |= {
        "seats": seats,
        "attendances": attendances,
        "votes": {1: votes},
        "recusals": {1: recusals},
        "handlers": {1: set()},
    }
    return file, item


@settings(max_examples=500, deadline=None)
@given(meetings())
def test_the_count_of_an_item_agrees_with_a_count_by_hand(meeting):
    file, item = file_of(meeting)
    tally, expected = file.tally(item), by_hand(meeting)
    ballot = tally.ballot
    assert (ballot.members, ballot.recused, ballot.present) == (
        expected["members"],
        expected["recused"],
        expected["present"],
    )
    assert ballot.votes == expected["votes"]
    assert tally.outcome == expected["outcome"]
    assert (tally.outcome is None) == (tally.reason is not None)


@given(meetings())
def test_whoever_is_present_is_one_a_place_and_not_recused(meeting):
    file, item = file_of(meeting)
    present = file.present_on(item)
    assert len(present) == file.tally(item).ballot.present
    assert not present & file.recused(item)
    assert len({file.place_of[user] for user in present}) == len(present)


@given(meetings())
def test_alternates_do_not_make_the_committee_larger(meeting):
    file, item = file_of(meeting)
    ballot = file.tally(item).ballot
    assert ballot.members == len(meeting.places)
    assert sum(ballot.votes.values()) <= ballot.present <= ballot.members - ballot.recused


@given(meetings())
def test_only_the_chair_in_person_decides_a_tie(meeting):
    file, item = file_of(meeting)
    tally = file.tally(item)
    if tally.casting_vote_used:
        assert meeting.places[0].member.speaks == tally.outcome


@given(meetings())
def test_what_is_asked_of_a_closed_item_is_its_closing_moment(meeting):
    """Everybody leaves afterwards: what the item was closed with stays as it was."""
    file, item = file_of(meeting)
    before = file.tally(item)
    item.closed_at = BEGIN + timedelta(hours=2)
    later = item.closed_at + timedelta(minutes=5)
    for row in file.attendances:
        row.left_at = row.left_at or later
    assert file.tally(item) == before
