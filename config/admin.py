"""The table of background work in the administration: the room of the jobs knows nobody, not even the trails."""

from django.contrib import admin

from audit.admin import TrailAdmin
from jobs.models import Job


@admin.register(Job)
class JobAdmin(TrailAdmin):
    """Read-only, for the auditor: what waits, what was done, and what was given up with its problem."""

    list_display = ["name", "about", "asked_at", "attempts", "done_at", "failed_at", "problem"]
    list_filter = ["name"]
    ordering = ["-id"]
