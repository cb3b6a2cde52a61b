"""On a database that really commits: two workers send a message once, and a killed one leaves it for a person."""

import os
import subprocess
import sys
import threading
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, connections

from beneficiaries.models import Beneficiary
from correspondence.models import Notice
from correspondence.outbox import answers
from jobs import worker
from jobs.models import Job
from tests import factories as make

from .providers import Provider, running
from .test_notices import person_with, tell

WORKERS = 4
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
]


@pytest.fixture
def provider(settings):
    with running(Provider()) as server:
        settings.RIFADA_SMS, settings.RIFADA_SMS_URL, settings.RIFADA_SMS_TIMEOUT = "http", server.url, 20
        yield server


def test_several_workers_at_once_send_each_message_once(provider):
    clerk = make.make_user("reception", username="reception")
    people = [person_with(clerk) for _number in range(4)]
    for person in people:
        tell(person, clerk)
    gate = threading.Barrier(WORKERS)

    def one():
        gate.wait(timeout=20)
        try:
            while worker.run_next() is not None:
                pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(asked["to"] for asked in provider.asked) == sorted(
        person.phone.as_e164 for person in Beneficiary.objects.all()
    )
    assert set(Notice.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_a_worker_killed_while_the_provider_is_asked_leaves_the_message_to_a_person(provider, tmp_path):
    clerk = make.make_user("reception", username="reception")
    tell(person_with(clerk), clerk)
    provider.answers = ["hang", 200]
    environment = {
        **os.environ,
        "DATABASE_URL": _url(connection.settings_dict),
        "RIFADA_VAR": str(tmp_path),
        "RIFADA_SMS": "http",
        "RIFADA_SMS_URL": provider.url,
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_jobs", "--once"], cwd=settings.BASE_DIR, env=environment
    )
    try:
        _until(lambda: provider.asked)
    finally:
        process.kill()
        process.wait(20)
    assert Notice.objects.get().state == "sending"
    Job.objects.update(leased_until=None, holder=None)
    worker.run_next()
    notice = Notice.objects.get()
    assert (notice.state, notice.problem) == ("uncertain", answers.WORKER_ENDED)
    assert len(provider.asked) == 1


def _until(happened, seconds: int = 60) -> None:
    waited = threading.Event()
    for _tenth in range(seconds * 10):
        if happened():
            return
        waited.wait(0.1)
    raise AssertionError("It did not happen.")


def _url(given: dict) -> str:
    """The address of the test's own database, for a process of its own."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    parts = urlsplit(os.environ["DATABASE_URL"])
    # A socket stands in the path before the name.
    return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{given['NAME']}"))
