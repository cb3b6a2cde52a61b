"""`manage.py run_jobs`: does the portal's work outside web requests until it is told to end."""

import logging
import signal
import sys
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections

from jobs.models import Job
from jobs.worker import forget_what_is_long_done, run_next, turn_of_others

log = logging.getLogger(__name__)
# How often an idle worker looks, how long it waits when the database is away, and how often it tidies up.
IDLE_SECONDS, OUTAGE_SECONDS, TIDY_SECONDS = 1, 5, 3600


class Command(BaseCommand):
    help = "Does the work that waits in the table of jobs; --once does what is due now and ends."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *args, once, **options):
        if once:
            self._all_that_is_due()
            return
        # A flag and no event: a signal that arrives while an event is waited for would wait for itself.
        self.ending = False
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self._end)
        tidy_at = 0.0
        while not self.ending:
            try:
                if time.monotonic() >= tidy_at:
                    forget_what_is_long_done()
                    tidy_at = time.monotonic() + TIDY_SECONDS
                found = run_next(lambda: self.ending, pause=turn_of_others())
            except (DatabaseError, InterfaceError):
                log.exception("The database does not answer; the worker tries again.")
                close_old_connections()
                self._rest(OUTAGE_SECONDS)
                continue
            if found is None:
                close_old_connections()
                self._rest(IDLE_SECONDS)

    def _end(self, *signal_and_frame) -> None:
        self.ending = True

    def _rest(self, seconds: float) -> None:
        """Sleeps in short pieces, so that whoever ends the worker need not wait."""
        awake = time.monotonic() + seconds
        while not self.ending and time.monotonic() < awake:
            time.sleep(0.1)

    def _all_that_is_due(self) -> None:
        """Exit code 1 when a job of this run could not be done."""
        tried = []
        while (job := run_next()) is not None:
            tried.append(job.pk)
        undone = Job.objects.filter(pk__in=tried, done_at__isnull=True).count()
        self.stdout.write(f"{len(tried) - undone} done, {undone} not.")
        if undone:
            sys.exit(1)
