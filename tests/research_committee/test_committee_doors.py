"""Decisions and duties against raw SQL and the shell."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import riyadh_today
from audit.refusals import Refused
from audit.writing import write
from intake.case_file import CaseFile
from intake.documents import record_document
from intake.models import Registration, SupportRequest
from research_committee.models import Decision, Vote
from research_committee.sessions import add_item
from research_committee.verification import findings
from research_committee.voting import cast_vote
from tests.factories import document_facts, make_request, make_user, refer, sign, verify
from tests.research_committee.factories import (
    REASONS,
    decide,
    make_committee,
    make_item,
    make_session,
    submit_study,
    vote,
)

pytestmark = pytest.mark.django_db


def broken(promise: str, act) -> None:
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        act()


def test_no_sql_decides_a_request_without_its_decision():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    request = item.support_request

    def update(state):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE intake_supportrequest SET state = %s, decided_on = %s WHERE id = %s",
                [state, riyadh_today(), request.pk],
            )

    for state in ("accepted", "rejected", "registered", "served"):
        broken("a_decided_request_has_its_decision", lambda state=state: update(state))
    decide(item, committee.secretary)
    broken("a_decided_request_has_its_decision", lambda: update("rejected"))


def test_the_database_too_refuses_a_registration_by_who_voted():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    decide(item, committee.secretary)
    request = SupportRequest.objects.get(pk=item.support_request_id)
    registration = Registration(
        support_request=request,
        number="REG-1",
        category=request.policy_version.categories.first(),
        valid_until=riyadh_today() + timedelta(300),
        registered_by=committee.chair,
    )
    broken(
        "who_voted_does_not_register", lambda: write(registration, by=committee.chair, reason="Registered")
    )


def test_a_decision_dated_ahead_to_wait_out_the_period_on_paper_is_found():
    item, committee = make_item(referred_days_ago=3)
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    request = SupportRequest.objects.get(pk=item.support_request_id)
    decision = Decision(
        item=item,
        support_request=request,
        study=request.study,
        outcome="accept",
        reason_code="need_proven",
        reasons=REASONS,
        earliest_decision_on=request.earliest_decision_on,
        decided_on=request.earliest_decision_on,
        members=3,
        present=3,
        recused=0,
        needed=2,
        accept_votes=3,
        reject_votes=0,
        defer_votes=0,
        recorded_by=committee.chair,
    )
    write(decision, by=committee.chair, reason="Recorded")
    assert any(request.earliest_decision_on.isoformat() in finding for finding in findings())


def test_who_once_checked_a_document_does_not_vote_though_a_colleague_checked_it_again():
    clerk = make_user(Role.RECEPTION, username="reception")
    committee = make_committee()
    both = committee.members[0]
    set_roles(both, [Role.COMMITTEE, Role.RECEPTION], by=system_user())
    request = make_request("received")
    document = CaseFile(request).required_documents[0]
    record_document(request, document=document, by=both, **document_facts(document))
    refer(sign(verify(request, clerk), clerk), clerk)
    request = SupportRequest.objects.get(pk=request.pk)
    submit_study(request)
    item = add_item(make_session(committee), request, by=committee.secretary)
    with pytest.raises(Refused):
        cast_vote(item, choice="accept", by=both)
    broken(
        "who_handled_a_request_does_not_vote_on_it",
        lambda: write(Vote(item=item, member=both, choice="accept"), by=both, reason="Voted"),
    )
