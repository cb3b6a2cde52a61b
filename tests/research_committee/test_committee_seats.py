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
from research_committee.seats import end_seat, give_seat
from tests.factories import make_user

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


def test_verification_names_a_decision_that_its_votes_do_not_give(monkeypatch):
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decision = decide(item, committee.chair)
    assert not list(verification.findings())
    monkeypatch.setattr(PolicyVersion, "quorum_of", lambda self, members: 3)
    (finding,) = verification.findings()
    assert str(decision.pk) in finding
