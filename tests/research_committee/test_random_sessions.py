"""Random meetings held with the real verbs on a real database, against the count by hand."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from research_committee.decisions import tally
from research_committee.models import AgendaItem, CommitteeSession
from research_committee.outcomes import ItemResult
from research_committee.sessions import (
    add_item,
    close_session,
    mark_attendance,
    note_coming,
    note_leaving,
    open_session,
)
from research_committee.voting import cast_vote, recuse

from .factories import decide, make_committee, make_studied
from .meetings import ABSENT, LEAVES, Meeting, by_hand, meetings
from .sitting import make_alternate, put_in_force

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

REASON = "قرابة من الدرجة الأولى"


def hold(meeting: Meeting, committee, alternates, request) -> AgendaItem:
    """Everything in its order: coming, voting, recusal, leaving, and then the alternates the same."""
    session = open_session(place="المقر", by=committee.secretary)
    told = list(zip(committee.everyone, meeting.places, strict=True))
    mark_attendance(
        session, [user for user, place in told if place.member.comes != ABSENT], by=committee.secretary
    )
    item = add_item(session, request, by=committee.secretary)
    for user, place in told:
        take_part(item, user, place.member, committee)
    for (user, place), alternate in zip(told, alternates, strict=True):
        if place.alternate is not None:
            note_coming(session, alternate, stands_in_for=user, by=committee.secretary)
            take_part(item, alternate, place.alternate, committee)
    return item


def take_part(item, user, person, committee) -> None:
    if person.vote:
        cast_vote(item, choice=person.vote, by=user)
    if person.recused:
        recuse(item, member=user, reason=REASON, by=user)
    if person.comes == LEAVES:
        note_leaving(item.session, user, by=committee.secretary)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(meeting=meetings(most=6))
def test_a_session_decides_what_a_count_by_hand_decides(db, meeting):
    expected = by_hand(meeting)
    with transaction.atomic():
        request = make_studied()
        committee = make_committee(len(meeting.places))
        alternates = [make_alternate() for _place in meeting.places]
        put_in_force(meeting)
        item = hold(meeting, committee, alternates, request)
        held(item, committee, expected)
        transaction.set_rollback(True)


def held(item: AgendaItem, committee, expected: dict) -> None:
    """The result is recorded with these numbers; without one the item goes to another session with the reason."""
    counted = tally(AgendaItem.objects.get(pk=item.pk))
    assert counted.outcome == expected["outcome"]
    session = CommitteeSession.objects.get(pk=item.session_id)
    recorder = committee.secretary
    if counted.outcome is None:
        close_session(session, by=recorder, carrying_over=[item.pk])
        item = AgendaItem.objects.get(pk=item.pk)
        assert item.result == ItemResult.CARRIED_OVER
        assert item.carry_reason
        return
    if item.recusals.filter(member=recorder).exists():
        recorder = committee.chair
    if item.recusals.filter(member=recorder).exists():
        return
    decision = decide(item, recorder)
    assert decision.outcome == expected["outcome"]
    for name in ("members", "recused", "present"):
        assert getattr(decision, name) == expected[name]
    for choice, number in expected["votes"].items():
        assert getattr(decision, f"{choice}_votes") == number
    close_session(CommitteeSession.objects.get(pk=item.session_id), by=committee.secretary)
