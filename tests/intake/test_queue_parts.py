"""The queue of My work is read in parts that an index gives in order: together they are the queue, once each."""

import pytest
from django.urls import reverse

from intake import queues
from intake.models import SupportRequest
from intake.pages import queue
from intake.queues import QueueParts
from research_committee.queues import waits_for_member

from ..matrix.world import ROLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("actor", ROLES)
def test_the_parts_of_a_queue_are_the_queue(world, actor):
    user = world.users[actor]
    besides = waits_for_member(user)
    whole = SupportRequest.objects.waiting_for(user, besides=besides).order_by("state_since", "pk")
    parts = SupportRequest.objects.waiting_in_parts(user, besides=besides)
    assert parts.oldest_keys(50) == list(whole.values_list("pk", flat=True))
    assert sum(parts.count_by_state().values()) == whole.count()


def test_a_request_of_two_parts_is_listed_once(world):
    clerk = world.users["reception"]
    parts = SupportRequest.objects.waiting_in_parts(clerk)
    assert QueueParts(parts.parts * 2).oldest_keys(50) == parts.oldest_keys(50)


def test_a_long_queue_is_not_counted_to_its_end(world, monkeypatch):
    for module in (queues, queue):
        monkeypatch.setattr(module, "MOST_COUNTED", 1)
    monkeypatch.setattr(queue, "_AND_MORE", "1+")
    page = world.client("reception").get(reverse("home"))
    assert page.context["total"] == "1+"
    assert {segment["count"] for segment in page.context["segments"]} == {"1", "1+"}
