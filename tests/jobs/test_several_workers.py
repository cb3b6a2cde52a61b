"""Several workers at one table, on a database that really commits: no job is done twice, and none is left."""

import os
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import close_old_connections, connections

from jobs import work, worker
from jobs.models import Job
from jobs.work import enqueue, job

WORKERS, JOBS = 4, 60
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
]


def side_by_side(act) -> list:
    """Runs `act` in several threads that start together, and returns what any of them raised."""
    problems, gate = [], threading.Barrier(WORKERS)

    def one():
        try:
            gate.wait(timeout=20)
            act()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    return problems


def test_no_job_is_done_twice_and_none_is_left(monkeypatch):
    done, at_once = Counter(), Counter()
    monkeypatch.setattr(work, "_KINDS", {})

    @job("tests.count")
    def count(lease, number):
        at_once[number] += 1
        with lease.step():
            done[number] += 1
            time.sleep(0.002)
        assert at_once[number] == 1

    for number in range(JOBS):
        enqueue("tests.count", number=number)

    def until_empty():
        while worker.run_next() is not None:
            close_old_connections()

    assert side_by_side(until_empty) == []
    assert done == dict.fromkeys(range(JOBS), 1)
    assert Job.objects.unfinished().count() == 0
    assert Job.objects.filter(attempts=1).count() == JOBS


def test_one_job_goes_to_one_of_several_workers(monkeypatch):
    monkeypatch.setattr(work, "_KINDS", {"tests.one": lambda lease: None})
    enqueue("tests.one")
    taken = []
    assert side_by_side(lambda: taken.append(worker.take())) == []
    assert len([job for job in taken if job is not None]) == 1


def test_asked_for_by_several_at_once_work_about_one_thing_waits_once(monkeypatch):
    monkeypatch.setattr(work, "_KINDS", {"tests.one": lambda lease: None})
    assert side_by_side(lambda: enqueue("tests.one", about="list:1")) == []
    assert Job.objects.count() == 1


def test_a_worker_ends_when_it_is_told_to(tmp_path):
    """While it rests, as it nearly always does; here because its database has no tables."""
    environment = {
        **os.environ,
        "RIFADA_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
    }
    command = [sys.executable, "manage.py", "run_jobs"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE)
    try:
        assert process.stderr.readline()
        process.terminate()
        process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
