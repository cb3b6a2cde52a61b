"""Decisions and duties against raw SQL and the shell."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from arabic.calendars import riyadh_today
from audit.writing import write
from intake.models import Registration, SupportRequest
from research_committee.models import Decision
from research_committee.verification import findings
from tests.research_committee.factories import REASONS, decide, make_item, vote

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
