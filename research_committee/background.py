"""What this room does outside web requests."""

from jobs.work import job

from .visits.reminding import REMIND, remind_of_visit

job(REMIND)(remind_of_visit)
