"""The next number of a series. Whoever takes it holds the series until the letter is written, or gives it back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from arabic.calendars import riyadh_day

from .models import Serial


@dataclass(frozen=True, slots=True)
class Taken:
    """A number, and the moment at which it was taken: later numbers have later moments."""

    number: int
    at: datetime

    @property
    def on(self):
        return riyadh_day(self.at)


def hold(series: str, year: int) -> Serial:
    """The series of a year, locked for the rest of the transaction; opened where it is the year's first."""
    rows = Serial.objects.select_for_update().filter(series=series, year=year)
    serial = rows.first()
    if serial is None:
        try:
            with transaction.atomic():
                Serial.objects.create(series=series, year=year)
        except IntegrityError:
            # Somebody else opened the year at this moment.
            pass
        serial = rows.get()
    return serial


def take_number(series: str) -> Taken:
    """The next number of the year that it is when the series is free; inside the transaction of its letter."""
    serial = hold(series, riyadh_day(timezone.now()).year)
    at = timezone.now()
    # Whoever waited for the series over the turn of the year belongs to the new one.
    if (year := riyadh_day(at).year) != serial.year:
        serial = hold(series, year)
    serial.last += 1
    serial.save(update_fields=["last"])
    return Taken(serial.last, at)
