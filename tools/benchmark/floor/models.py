"""A person, and a case with its history, as a first draft of any such portal has them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Person(models.Model):
    first_name = models.CharField(max_length=60)
    father_name = models.CharField(max_length=60)
    family_name = models.CharField(max_length=60)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return f"{self.first_name} {self.father_name} {self.family_name}"


class Kind(models.Model):
    name = models.CharField(max_length=60)

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.name


class Case(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")

    reference = models.CharField(max_length=12)
    person = models.ForeignKey(Person, models.PROTECT)
    kind = models.ForeignKey(Kind, models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, db_index=True)
    since = models.DateTimeField(db_index=True)
    due_on = models.DateField()
    note = models.TextField()
    history = HistoricalRecords()

    class Meta:
        app_label = "floor"

    def __str__(self):
        return self.reference

    @property
    def is_late(self) -> bool:
        return self.state != self.State.DONE and self.due_on < self.since.date()
