"""The register is read from an index, however many letters it holds."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.roles import Role
from correspondence.models import IncomingLetter
from correspondence.register.choice import Incoming, Outgoing
from tests import factories as make

from .letters import issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers"), pytest.mark.slow]
MANY = 1_500


def plan_of(rows, day: str) -> str:
    return rows.order_by(f"-{day}", "-pk").values("pk", day)[:51].explain()


def test_a_page_of_the_register_is_read_from_the_index_of_its_day_and_kind():
    clerk = make.make_user(Role.RECEPTION, username="reception")
    letter = issue("referral")
    numbers = {"number": lambda place: 1 + place}
    make.copies(
        letter, MANY, **numbers, code=lambda place: f"{place:026d}", key=lambda place: f"copy-{place}"
    )
    issue("decision")
    QuerySet(IncomingLetter).bulk_create(
        IncomingLetter(
            year=2026, number=n, received_on=make.riyadh_today(), sender="x", subject="x", recorded_by=clerk
        )
        for n in range(1, MANY)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for choice, day, index in (
        (Outgoing({}, clerk), "issued_on", "letters_by_day"),
        (Outgoing({"kind": "decision"}, clerk), "issued_on", "letters_of_kind_by_day"),
        (Incoming({}, clerk), "received_on", "incoming_by_day"),
    ):
        plan = plan_of(choice.rows(), day)
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
