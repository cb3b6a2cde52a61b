"""The table of work: what is to be done, who does it now and until when, and what became of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    def unfinished(self):
        return self.filter(done_at__isnull=True, failed_at__isnull=True)

    def due(self, now):
        """What a worker may take: its time has come, and nobody holds it, or whoever did is gone."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
        return self.unfinished().filter(free, not_before__lte=now).order_by("not_before", "id")


class Job(models.Model):
    """One piece of work outside web requests, enqueued in the transaction of the act that asks for it."""

    name = models.CharField(_("what is done"), max_length=80)
    arguments = models.JSONField(_("arguments"), default=dict)
    # What the job is about ("room.model:12"), for the page that shows how far it has come; "" for nothing.
    about = models.CharField(_("what it is about"), max_length=100, blank=True)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    not_before = models.DateTimeField(_("not before"))
    # Who holds the job, anew at each lease: whoever comes back late finds another holder, and stops.
    holder = models.UUIDField(_("held by"), null=True, default=None, editable=False)
    leased_until = models.DateTimeField(_("held until"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done = models.PositiveIntegerField(_("done so far"), default=0)
    total = models.PositiveIntegerField(_("in total"), default=0)
    done_at = models.DateTimeField(_("finished"), null=True)
    failed_at = models.DateTimeField(_("given up"), null=True)
    problem = models.TextField(_("problem"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "about"],
                condition=~Q(about="") & Q(done_at__isnull=True, failed_at__isnull=True),
                name="a_job_waits_once_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(failed_at__isnull=True), name="a_job_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True, leased_until__isnull=True)
                | Q(holder__isnull=False, leased_until__isnull=False),
                name="who_holds_a_job_does_so_until_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                condition=Q(done_at__isnull=True, failed_at__isnull=True),
                name="jobs_that_wait",
            ),
            models.Index(fields=["about", "-id"], name="jobs_about_one_thing"),
            models.Index(F("done_at"), condition=Q(done_at__isnull=False), name="jobs_by_their_end"),
        ]

    def __str__(self):
        return f"{self.name} {self.pk}"

    @property
    def percent(self) -> int:
        """How far it has come, as far as that is known."""
        return min(100, 100 * self.done // self.total) if self.total else 0
