"""Work outside web requests: asked for in a transaction, done once, tried again, and given up with its problem."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jobs import work, worker
from jobs.models import Job
from jobs.work import enqueue, job, newest_about

pytestmark = pytest.mark.django_db


@pytest.fixture
def kinds(monkeypatch):
    """A registry of this test's own."""
    own = {}
    monkeypatch.setattr(work, "_KINDS", own)
    return own


@pytest.fixture
def told(kinds):
    """A kind of work that writes down what it was given."""
    heard = []
    job("tests.tell")(lambda lease, **arguments: heard.append(arguments))
    return heard


@pytest.fixture
def broken(kinds):
    @job("tests.break")
    def break_down(lease):
        raise RuntimeError("no line to 1012345674\nDETAIL: Sara")


def test_a_job_is_done_with_its_arguments_and_then_no_more(told):
    asked = enqueue("tests.tell", whom=7)
    assert worker.run_next().pk == asked.pk
    assert worker.run_next() is None
    assert told == [{"whom": 7}]
    asked.refresh_from_db()
    assert asked.done_at is not None
    assert (asked.holder, asked.leased_until, asked.attempts) == (None, None, 1)


def test_a_job_of_an_act_that_was_undone_is_never_done(told):
    with transaction.atomic():
        enqueue("tests.tell")
        transaction.set_rollback(True)
    assert worker.run_next() is None
    assert told == []


def test_a_worker_leaves_others_a_turn_after_each_step_where_one_writes_at_a_time(kinds, monkeypatch):
    @job("tests.step")
    def step_twice(lease):
        for _time in range(2):
            with lease.step():
                pass

    slept = []
    monkeypatch.setattr(worker.time, "sleep", slept.append)
    enqueue("tests.step")
    worker.run_next(pause=worker.turn_of_others())
    assert slept == ([worker.TURN_OF_OTHERS] * 2 if connection.vendor == "sqlite" else [])


def test_work_that_nobody_knows_is_not_asked_for(kinds):
    with pytest.raises(KeyError):
        enqueue("tests.unheard_of")


def test_two_kinds_of_work_never_share_a_name(kinds):
    job("tests.same")(lambda lease: None)
    with pytest.raises(ValueError, match=r"tests\.same"):
        job("tests.same")(lambda lease: None)


def test_about_one_thing_the_same_work_waits_once(told):
    first, again = enqueue("tests.tell", about="list:1"), enqueue("tests.tell", about="list:1")
    other = enqueue("tests.tell", about="list:2")
    assert first.pk == again.pk != other.pk
    while worker.run_next():
        pass
    later = enqueue("tests.tell", about="list:1")
    assert later.pk != first.pk
    assert newest_about("list:1") == later


def test_a_job_is_not_done_before_its_time(told):
    enqueue("tests.tell", not_before=timezone.now() + timedelta(hours=1))
    assert worker.run_next() is None
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert worker.run_next() is not None
    assert len(told) == 1


def test_the_job_that_waits_longest_comes_first(told):
    for number in (3, 1, 2):
        enqueue("tests.tell", not_before=timezone.now() - timedelta(minutes=number), number=number)
    while worker.run_next():
        pass
    assert [arguments["number"] for arguments in told] == [3, 2, 1]


def test_a_failed_job_is_tried_again_after_pauses_that_grow_and_then_given_up(broken):
    asked, pauses = enqueue("tests.break"), []
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        for _attempt in range(worker.MOST_ATTEMPTS):
            assert worker.run_next() is not None
            assert worker.run_next() is None
            asked.refresh_from_db()
            if asked.failed_at is None:
                pauses.append(asked.not_before - timezone.now())
                clock.move_to(asked.not_before)
        clock.move_to(timezone.now() + timedelta(days=2))
        assert worker.run_next() is None
    assert pauses == sorted(set(pauses))
    assert len(pauses) == worker.MOST_ATTEMPTS - 1
    assert asked.failed_at is not None
    assert asked.attempts == worker.MOST_ATTEMPTS


def test_the_problem_is_kept_without_numbers_and_rows_of_people(broken):
    asked = enqueue("tests.break")
    worker.run_next()
    asked.refresh_from_db()
    assert asked.problem.startswith("RuntimeError: no line to …\n")
    assert "break_down" in asked.problem
    assert "Sara" not in asked.problem


def test_the_job_of_a_worker_that_died_is_taken_back_when_its_lease_is_over(told):
    asked = enqueue("tests.tell")
    dead = worker.take()
    assert dead.pk == asked.pk
    assert worker.run_next() is None
    with time_machine.travel(timezone.now() + worker.LEASE + timedelta(seconds=1)):
        assert worker.run_next().pk == asked.pk
    assert len(told) == 1


def test_a_job_that_takes_its_workers_along_is_given_up(told):
    asked, now = enqueue("tests.tell"), timezone.now()
    for attempt in range(worker.MOST_ATTEMPTS):
        with time_machine.travel(now + attempt * (worker.LEASE + timedelta(seconds=1))):
            assert worker.take().attempts == attempt + 1
    with time_machine.travel(now + timedelta(hours=1)):
        assert worker.take() is None
    asked.refresh_from_db()
    assert asked.failed_at is not None
    assert asked.problem


def test_whoever_comes_back_late_undoes_the_step_and_stops(told):
    asked = enqueue("tests.tell")
    late = worker.Lease(worker.take())
    with time_machine.travel(timezone.now() + worker.LEASE + timedelta(seconds=1)):
        assert worker.take().pk == asked.pk
    with pytest.raises(worker.LeaseLost), late.step():
        pytest.fail("the step of a lost job began")
    with pytest.raises(worker.LeaseLost):
        late.finish()


def test_progress_is_kept_and_holds_the_job(told):
    asked = enqueue("tests.tell")
    lease = worker.Lease(worker.take())
    with lease.step():
        lease.hold(done=30, total=120)
    asked.refresh_from_db()
    assert (asked.done, asked.total, asked.percent) == (30, 120, 25)


def test_a_worker_that_is_asked_to_end_gives_its_job_back_between_two_steps(kinds):
    steps = []

    @job("tests.walk")
    def walk(lease):
        for number in range(5):
            with lease.step():
                steps.append(number)

    asked = enqueue("tests.walk")
    worker.run_next(stopping=lambda: len(steps) == 2)
    asked.refresh_from_db()
    assert (steps, asked.attempts, asked.holder, asked.done_at) == ([0, 1], 0, None, None)
    assert worker.run_next().pk == asked.pk


def test_a_job_ends_in_one_way(told):
    asked = enqueue("tests.tell")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=asked.pk).update(done_at=timezone.now(), failed_at=timezone.now())


def test_finished_jobs_are_forgotten_after_a_month_and_failed_ones_stay(told, broken):
    enqueue("tests.tell")
    enqueue("tests.break")
    while worker.run_next():
        pass
    Job.objects.filter(name="tests.break").update(failed_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        worker.forget_what_is_long_done()
    assert list(Job.objects.values_list("name", flat=True)) == ["tests.break"]


def test_the_command_does_once_what_is_due_and_says_so(told, capsys):
    enqueue("tests.tell")
    enqueue("tests.tell", not_before=timezone.now() + timedelta(hours=1))
    call_command("run_jobs", "--once")
    assert capsys.readouterr().out == "1 done, 0 not.\n"


def test_the_command_ends_with_1_when_a_job_could_not_be_done(broken, capsys):
    enqueue("tests.break")
    with pytest.raises(SystemExit) as ended:
        call_command("run_jobs", "--once")
    assert ended.value.code == 1
