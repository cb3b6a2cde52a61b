"""The minutes that wait for somebody's signature."""

from django.db.models import Exists, OuterRef

from ..models import Attendance, Minutes, MinutesSignature


def minutes_to_sign(user):
    """Minutes of sessions at which this person (or an outer query's) was present, not signed and not locked."""
    was_there = Attendance.objects.filter(session=OuterRef("session"), member=user)
    signed = MinutesSignature.objects.filter(minutes=OuterRef("pk"), member=user)
    return Minutes.objects.filter(Exists(was_there), ~Exists(signed), locked_at__isnull=True).order_by("pk")
