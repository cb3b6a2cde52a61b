"""What this room does outside web requests, and which papers it closes to whom."""

from jobs.work import job

from .conflicts import papers  # noqa: F401
from .visits.reminding import REMIND, remind_of_visit

job(REMIND)(remind_of_visit)
