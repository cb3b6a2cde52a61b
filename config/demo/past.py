"""Sample cases have a past: their acts are done by the portal's own verbs, each on the day on which it happened."""

import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest import mock

from django.utils import timezone

from arabic.calendars import riyadh_today


@contextmanager
def days_ago(days: int, hour: int):
    """While the samples are written, and only in this process, it is a morning some days ago.

    SECURITY: not a switch of the product's clock: the running portal never imports this, and the command that does
    refuses a database with real people.
    """
    day = riyadh_today() - timedelta(days=days)
    start = datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_default_timezone())
    began = time.monotonic()
    if start > timezone.now():
        yield
        return

    def now():
        return start + timedelta(seconds=time.monotonic() - began)

    with mock.patch.object(timezone, "now", now):
        yield
