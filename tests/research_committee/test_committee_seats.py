"""The seats of the committee, and the verification of its decisions."""

from datetime import timedelta

import pytest
from django.utils import translation

from accounts.models import system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted
from policies.models import PolicyVersion
from research_committee import verification
from research_committee.models import CommitteeMember
from research_committee.outcomes import Position
from research_committee.seats import end_seat, give_seat, keep_seat
from research_committee.voting import cast_vote
from tests.factories import make_user, noon_days_ago

from .factories import decide, make_committee, make_item, make_session, vote
from .refusals import refused, superuser

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sentences_in_english(_arabic_is_the_language):
    with translation.override("en"):
        yield


def test_seats_are_given_by_the_administrator_to_committee_members():
    administrator, member = make_user(Role.ADMINISTRATOR), make_user(Role.COMMITTEE)
    for user in (superuser(), member):
        refused("Only the system administrator", give_seat, user=member, by=user, kind=NotPermitted)
    refused("who has the role", give_seat, user=make_user(Role.RECEPTION), by=administrator)
    seat = give_seat(user=member, position=Position.CHAIR, by=administrator)
    refused("already has a seat during this time", give_seat, user=member, by=administrator)
    other = make_user(Role.COMMITTEE)
    refused("the position is held by", give_seat, user=other, position=Position.CHAIR, by=administrator)
    end_seat(seat, by=administrator)
    tomorrow = riyadh_today() + timedelta(days=1)
    assert give_seat(user=other, position=Position.CHAIR, from_on=tomorrow, by=administrator).pk


def test_a_seat_does_not_change_under_a_session_that_was_counted_with_it():
    committee = make_committee()
    make_session(committee)
    seat = CommitteeMember.objects.get(user=committee.members[0])
    yesterday = riyadh_today() - timedelta(days=1)
    refused("Sessions were counted with this seat", end_seat, seat, until_on=yesterday, by=system_user())
    early = riyadh_today() - timedelta(days=9)
    late = make_user(Role.COMMITTEE)
    refused("a new seat begins then or later", give_seat, user=late, from_on=early, by=system_user())
    end_seat(seat, by=system_user())


def test_a_seat_that_ended_is_not_stretched_over_a_session_that_was_held_without_it():
    committee = make_committee()
    seat = CommitteeMember.objects.get(user=committee.members[0])
    with noon_days_ago(9):
        end_seat(seat, by=system_user())
    with noon_days_ago(5):
        make_session(committee, present=[committee.chair])
    seat.refresh_from_db()
    seat.until_on = None
    refused("counted without this seat", keep_seat, seat, by=system_user())
    ahead = give_seat(
        user=make_user(Role.COMMITTEE), from_on=riyadh_today() + timedelta(days=9), by=system_user()
    )
    ahead.from_on = riyadh_today() - timedelta(days=20)
    refused("counted without this seat", keep_seat, ahead, by=system_user())


def test_nobody_votes_after_their_seat_has_ended():
    """The session was opened on its day and goes on past it."""
    with noon_days_ago(1):
        item, committee = make_item(referred_days_ago=20)
        member = committee.members[0]
        end_seat(CommitteeMember.objects.get(user=member), by=system_user())
        vote(item, {committee.chair: "accept", member: "accept"})
    refused("Your seat on the committee ended", cast_vote, item, choice="reject", by=member)
    vote(item, {committee.secretary: "accept"})
    assert (decide(item, committee.chair).accept_votes, item.votes.get(member=member).choice) == (3, "accept")


def test_verification_names_a_decision_that_its_votes_do_not_give(monkeypatch):
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decision = decide(item, committee.chair)
    assert not list(verification.findings())
    monkeypatch.setattr(PolicyVersion, "quorum_of", lambda self, members: 3)
    (finding,) = verification.findings()
    assert str(decision.pk) in finding
