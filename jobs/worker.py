"""Takes jobs from the table, one at a time, and keeps what became of them."""

import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import PurePath

from django.db import connection, transaction
from django.utils import timezone

from .models import Job
from .work import kind

log = logging.getLogger(__name__)

# How long a worker may be silent before its job is taken back.
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 6
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
KEPT_WHEN_DONE = timedelta(days=30)
_NUMBERS = re.compile(r"\d{4,}")
_LONGEST_PROBLEM = 2000
# How often a command looks whether another worker has finished, in seconds.
PATIENCE = 0.5
# How long others who wait to write sleep at most before they look again, in seconds: SQLite keeps no queue of them, and
# a worker that goes on at once would be first each time.
TURN_OF_OTHERS = 0.1


def turn_of_others() -> float:
    """The pause between two steps that lets web requests write, where the database lets one write at a time."""
    return 0 if connection.features.has_select_for_update else TURN_OF_OTHERS


class LeaseLost(Exception):
    """The job was taken back meanwhile: whoever worked on it stops, and the step under way is undone."""


class Stopping(Exception):
    """The worker is asked to end: the job goes back, to be continued by the next one."""


class Lease:
    """One worker's hold on one job, for as long as it shows itself."""

    def __init__(self, job: Job, stopping: Callable[[], bool] = lambda: False, pause: float = 0):
        self.job, self.stopping, self.pause = job, stopping, pause

    @contextmanager
    def step(self):
        """One step of the work in one transaction, that counts only while the job is held by this worker.

        The job's row stays locked during the step: nobody takes the job from under it.
        """
        if self.stopping():
            raise Stopping
        with transaction.atomic():
            self.hold()
            yield
        if self.pause:
            time.sleep(self.pause)

    def hold(self, **progress) -> None:
        """Says that the work goes on, and how far it has come (done, total)."""
        if self.stopping():
            raise Stopping
        self._put(leased_until=timezone.now() + LEASE, **progress)

    def finish(self) -> None:
        self._put(holder=None, leased_until=None, done_at=timezone.now(), problem="")

    def give_back(self) -> None:
        """Returns the job as if this attempt had not been."""
        self._put(holder=None, leased_until=None, attempts=self.job.attempts - 1)

    def fail(self, problem: str) -> None:
        """Tries again later, after a pause that grows, or gives up; the problem is kept."""
        now, left = timezone.now(), {"holder": None, "leased_until": None, "problem": problem}
        if self.job.attempts >= MOST_ATTEMPTS:
            self._put(failed_at=now, **left)
        else:
            pause = min(FIRST_PAUSE * 3 ** (self.job.attempts - 1), LONGEST_PAUSE)
            self._put(not_before=now + pause, **left)

    def _put(self, **values) -> None:
        mine = Job.objects.unfinished().filter(pk=self.job.pk, holder=self.job.holder)
        if not mine.update(**values):
            raise LeaseLost(str(self.job))


def take(about: str = "") -> Job | None:
    """The next job that is due (about one thing, where it is named), leased to the caller; None when there is none."""
    while (job := _lease_next(about)) is not None:
        if job.attempts <= MOST_ATTEMPTS:
            return job
        # Its worker was lost each time, and could keep no problem.
        job.attempts = MOST_ATTEMPTS
        Lease(job).fail(job.problem or "The worker ended before the job did, again and again.")
    return None


def _lease_next(about: str) -> Job | None:
    """SECURITY: two workers never get one job: rows are locked where the database can, and the UPDATE asks again."""
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic() if skips else nullcontext():
        now = timezone.now()
        due = Job.objects.due(now).filter(**({"about": about} if about else {}))
        while (job := (due.select_for_update(skip_locked=True) if skips else due).first()) is not None:
            lease = {"holder": uuid.uuid4(), "leased_until": now + LEASE, "attempts": job.attempts + 1}
            same = Job.objects.due(now).filter(pk=job.pk, holder=job.holder, attempts=job.attempts)
            if same.order_by().update(**lease):
                job.holder, job.leased_until, job.attempts = lease.values()
                return job
        return None


def run_about(about: str) -> None:
    """Does at once what waits about one thing, for a command that shows its result; a worker may have been faster."""
    while Job.objects.unfinished().filter(about=about).exists():
        if run_next(about=about) is None:
            time.sleep(PATIENCE)


def run_next(stopping: Callable[[], bool] = lambda: False, about: str = "", pause: float = 0) -> Job | None:
    """Takes one job and does it, with a pause of so many seconds between its steps; None when nothing was due."""
    job = take(about)
    if job is None:
        return None
    lease = Lease(job, stopping, pause)
    try:
        kind(job.name)(lease, **job.arguments)
        lease.finish()
    except Stopping:
        lease.give_back()
    except LeaseLost:
        log.warning("Job %s was taken back from this worker.", job)
    except Exception as error:
        log.exception("Job %s failed, attempt %s of %s", job, job.attempts, MOST_ATTEMPTS)
        lease.fail(problem_of(error))
    return job


def problem_of(error: Exception) -> str:
    """What went wrong and where, without the numbers and rows of people that a database quotes."""
    said = _NUMBERS.sub("…", str(error).splitlines()[0] if str(error) else "")
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = [f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__name__}: {said}", *places])[:_LONGEST_PROBLEM]


def forget_what_is_long_done() -> None:
    """Finished jobs are let go after a month; what failed stays until somebody has looked."""
    Job.objects.filter(done_at__lt=timezone.now() - KEPT_WHEN_DONE).delete()
