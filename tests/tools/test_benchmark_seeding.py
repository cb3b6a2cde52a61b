"""The benchmark measures the portal as it is: its people and stories can be made, and every page answers."""

import pytest
from django.core import signals
from django.db import close_old_connections

from intake.models import SupportRequest
from tools.benchmark.portal import pages

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def _the_tests_connection_stays_open():
    """What asks is the portal's own handler, which closes its connections after each answer."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_the_tests_connection_stays_open")
def test_every_measured_page_answers_among_people_and_stories_in_bulk():
    pages.seed(50)
    assert SupportRequest.objects.count() > 50
    answers = {
        name: (303 if name.startswith("Step:") else 200, ask()[0]) for name, ask in pages.pages().items()
    }
    assert {name: (wanted, found) for name, (wanted, found) in answers.items() if wanted != found} == {}
