"""Whatever happens in a session, in whatever order: the portal lets happen, and counts, what an account by hand does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from audit.refusals import Refused
from intake.models import SupportRequest
from policies.models import PolicyVersion
from research_committee.decisions import tally
from research_committee.models import (
    AgendaItem,
    Attendance,
    CommitteeMember,
    CommitteeSession,
    Decision,
    Recusal,
    Vote,
)
from research_committee.outcomes import Position
from research_committee.session_file import SessionFile
from research_committee.sessions import add_item, note_coming, note_leaving, open_session
from research_committee.voting import cast_vote, recuse

from .factories import decide, make_committee, make_studied
from .happenings import ALTERNATE, MEMBER, Account, Happening, sessions
from .sitting import make_alternate, put_in_force

BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)
KIN = "قرابة من الدرجة الأولى"


def number_of(who) -> int:
    return who[0] + 1 + (1000 if who[1] == ALTERNATE else 0)


def papers_of(account: Account, happenings: list[Happening]) -> tuple[SessionFile, AgendaItem]:
    """The session's folder after all of it, none of it stored."""
    version = PolicyVersion(
        quorum_percent=account.percent,
        quorum_minimum=account.minimum,
        chair_has_casting_vote=account.casting,
    )
    item = AgendaItem(pk=1, support_request=SupportRequest(pk=1, policy_version=version))
    file = SessionFile(CommitteeSession(pk=1, opened_by_id=1), [item])
    seats = []
    for place in range(account.places):
        held = Position.CHAIR if place == 0 else Position.MEMBER
        seats.append(CommitteeMember(user_id=number_of((place, MEMBER)), position=held))
        seats.append(CommitteeMember(user_id=number_of((place, ALTERNATE)), position=Position.ALTERNATE))
    rows, votes, recusals = [], {}, []
    for minute, happening in enumerate(happenings):
        if not account.allows(happening):
            continue
        account.note(happening)
        user, moment = number_of(happening.who), BEGIN + timedelta(minutes=minute)
        if happening.what == "come":
            stands = number_of((happening.who[0], MEMBER)) if happening.who[1] == ALTERNATE else None
            rows.append(Attendance(member_id=user, came_at=moment, stands_in_for_id=stands))
        elif happening.what == "leave":
            next(row for row in rows if row.member_id == user and row.left_at is None).left_at = moment
        elif happening.what == "vote":
            votes[user] = Vote(member_id=user, choice=happening.choice)
        else:
            recusals.append(Recusal(member_id=user))
    file.__dict__ |= {"seats": seats, "attendances": rows, "votes": {1: list(votes.values())}}
    file.__dict__ |= {"recusals": {1: recusals}, "handlers": {1: set()}}
    return file, item


def agrees(counted, expected: dict) -> None:
    ballot = counted.ballot
    found = {name: getattr(ballot, name) for name in ("members", "recused", "present", "votes")}
    assert {**found, "outcome": counted.outcome} == expected


@settings(max_examples=1000, deadline=None)
@given(sessions())
def test_the_count_agrees_with_the_account_after_anything(session):
    account, happenings = session
    file, item = papers_of(account, happenings)
    agrees(file.tally(item), account.result())


def really(item: AgendaItem, people: dict, happening: Happening, secretary) -> None:
    """The same with the portal's verbs."""
    user, place = people[happening.who], people[happening.who[0], MEMBER]
    if happening.what == "come":
        stands = {"stands_in_for": place} if happening.who[1] == ALTERNATE else {}
        note_coming(item.session, user, by=secretary, **stands)
    elif happening.what == "leave":
        note_leaving(item.session, user, by=secretary)
    elif happening.what == "vote":
        cast_vote(item, choice=happening.choice, by=user)
    else:
        recuse(item, member=user, reason=KIN, by=user)


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(session=sessions(most=5, longest=40))
def test_the_verbs_and_the_database_agree_with_the_account_at_every_step(db, session):
    account, happenings = session
    with transaction.atomic():
        request = make_studied()
        committee = make_committee(account.places)
        people = {(place, MEMBER): user for place, user in enumerate(committee.everyone)}
        people |= {(place, ALTERNATE): make_alternate() for place in range(account.places)}
        put_in_force(account)
        item = add_item(open_session(place="المقر", by=committee.chair), request, by=committee.chair)
        for happening in happenings:
            if account.allows(happening):
                really(item, people, happening, committee.secretary)
                account.note(happening)
                agrees(tally(AgendaItem.objects.get(pk=item.pk)), account.result())
            else:
                with pytest.raises(Refused):
                    really(item, people, happening, committee.secretary)
        decided(item, committee, account)
        transaction.set_rollback(True)


def decided(item: AgendaItem, committee, account: Account) -> None:
    """Recorded under the guards of the database, which count too; or refused without a result."""
    expected = account.result()
    runs = [(committee.chair, (0, MEMBER)), (committee.secretary, (1, MEMBER))]
    by = next((user for user, who in runs if who not in account.no_part), None)
    if by is None:
        return
    if expected["outcome"] is None:
        with pytest.raises(Refused):
            decide(item, by)
        return
    decision = decide(item, by)
    assert isinstance(decision, Decision)
    assert decision.outcome == expected["outcome"]
    assert (decision.members, decision.recused, decision.present) == tuple(
        expected[name] for name in ("members", "recused", "present")
    )
