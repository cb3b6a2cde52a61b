"""Several members and two recorders at once, on a database that really commits."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from audit.models import AuditEntry
from audit.refusals import Refused
from research_committee.models import AgendaItem, CommitteeSession, Decision, Vote
from research_committee.sessions import open_session
from research_committee.voting import cast_vote

from .factories import decide, make_committee, make_item, vote

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
    item, committee = make_item(make_committee(8))
    at_once([lambda user=user: cast_vote(item, choice="accept", by=user) for user in committee.everyone])
    assert Vote.objects.filter(item=item).count() == 8
    assert AuditEntry.objects.filter(model="research_committee.vote").count() == 8


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
