"""Several members and two recorders at once, on a database that really commits."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from audit.models import AuditEntry
from audit.refusals import Refused
from research_committee.decisions import tally
from research_committee.models import AgendaItem, CommitteeSession, Decision, Vote
from research_committee.sessions import note_coming, note_leaving, open_session
from research_committee.voting import cast_vote

from .factories import decide, make_committee, make_item, make_session, vote
from .sitting import make_alternate

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("concurrency"),
]


def at_once(acts):
    """Runs every act in a thread with its own connection; returns what each gave, or its refusal."""

    def run(act):
        try:
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database has one connection")
    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_eight_members_vote_at_once_and_no_vote_is_lost():
    """Each of them twice, as a finger does on a slow page; nothing is lost and nothing doubled."""
    item, committee = make_item(make_committee(8))
    cast = [lambda user=user: cast_vote(item, choice="accept", by=user) for user in committee.everyone]
    results = at_once(cast * 2)
    refusals = [result for result in results if isinstance(result, Refused)]
    assert not refusals, [refusal.reasons for refusal in refusals]
    assert Vote.objects.filter(item=item).count() == 8
    assert AuditEntry.objects.filter(model="research_committee.vote").count() == 8
    assert Vote.history.count() == 8


def test_eight_vote_while_some_leave_and_alternates_take_their_places():
    """Whatever comes first: one vote a place at most, and the count says what lies there."""
    committee, alternates = make_committee(8), [make_alternate(), make_alternate()]
    item, committee = make_item(committee)
    leaving = committee.everyone[6:]

    def change_places(member, alternate):
        note_leaving(item.session, member, by=committee.secretary)
        note_coming(item.session, alternate, stands_in_for=member, by=committee.secretary)
        return cast_vote(item, choice="reject", by=alternate)

    acts = [lambda user=user: cast_vote(item, choice="accept", by=user) for user in committee.everyone]
    acts += [lambda pair=pair: change_places(*pair) for pair in zip(leaving, alternates, strict=True)]
    at_once(acts)
    votes = Vote.objects.filter(item=item)
    for member, alternate in zip(leaving, alternates, strict=True):
        assert votes.filter(member__in=[member, alternate]).count() == 1
    assert votes.count() == 8
    counted = tally(AgendaItem.objects.get(pk=item.pk))
    assert (counted.ballot.members, counted.ballot.present, counted.voted) == (8, 8, 8)


def test_a_place_is_taken_once_when_two_alternates_and_the_member_come_at_once():
    committee, alternates = make_committee(3), [make_alternate(), make_alternate()]
    session = make_session(committee, present=[committee.chair, committee.secretary])
    absent, by = committee.members[0], committee.secretary
    acts = [lambda: note_coming(session, absent, by=by)]
    acts += [lambda who=who: note_coming(session, who, stands_in_for=absent, by=by) for who in alternates]
    results = at_once(acts)
    assert sum(isinstance(result, Refused) for result in results) == 2
    assert session.attendances.filter(left_at__isnull=True).count() == 3


def test_two_recorders_at_once_leave_one_decision():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    results = at_once([lambda by=by: decide(item, by) for by in (committee.chair, committee.secretary)])
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert Decision.objects.count() == 1
    assert AgendaItem.objects.get(pk=item.pk).version == 2


def test_sessions_opened_at_once_get_different_numbers():
    committee = make_committee()
    at_once([lambda: open_session(place="المقر", by=committee.chair)] * 4)
    assert sorted(CommitteeSession.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
