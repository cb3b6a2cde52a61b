"""How many statements a decision with its letter costs, and an appeal with its clock and message."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arabic.calendars import riyadh_today
from intake.models import SupportRequest

from .appealing import GROUNDS, appealed, decide_appeal, rejected
from .factories import REASONS, make_item, vote

pytestmark = pytest.mark.django_db

# A step with its trail takes sixteen; the letter adds its series, its row and its history, the committee its count.
DECISION, APPEAL, PAGE = 58, 30, 10


def statements(client, path: str, **filled) -> list[str]:
    client.get(path)
    form = {"idempotency_key": str(uuid.uuid4()), **filled}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(path, form)
    assert answer.status_code == 303, answer.text[:2000]
    return [query["sql"] for query in captured]


def test_a_decision_with_its_letter(sign_in):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    taken = statements(
        sign_in(committee.chair),
        reverse("item_decide", args=[item.pk]),
        seen_version=item.support_request.version,
        seen_outcome="reject",
        reason_code="needs_are_covered",
        reasons=REASONS,
    )
    assert len(taken) <= DECISION, taken


def test_an_appeal_with_its_clock_and_message(sign_in):
    request, _committee = rejected()
    day = riyadh_today()
    taken = statements(
        sign_in(request.received_by),
        reverse("appeal_record", args=[request.pk]),
        seen_version=request.version,
        channel=request.channel_id,
        received_on=f"{day.day}/{day.month}/{day.year}",
        said_by="سارة",
        grounds=GROUNDS,
        how_told="phone",
        told="on",
    )
    assert len(taken) <= APPEAL, taken


def test_the_request_page_asks_no_more_after_an_appeal(sign_in):
    request, committee = appealed()
    decide_appeal(request, committee, "accept")
    client = sign_in(SupportRequest.objects.get(pk=request.pk).received_by)
    path = reverse("request_detail", args=[request.pk])
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    assert len(captured) <= PAGE, [query["sql"] for query in captured]
