"""When and where a visit is, in the words of pages and messages."""

from datetime import datetime

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from arabic.calendars import RIYADH, riyadh_day

from ..models import VisitAppointment
from ..models.reports import VisitKind

# SECURITY: a message says where, and never why; it may be read on somebody else's screen.
_PLACES = {
    VisitKind.OFFICE: pgettext_lazy("place of a visit, told to the person", "at our office"),
    VisitKind.FIELD: pgettext_lazy("place of a visit, told to the person", "at your home"),
}


def clock_text(moment: datetime) -> str:
    """The hour as people say it: 4:30 pm."""
    local = timezone.localtime(moment, RIYADH)
    hour = f"{local.hour % 12 or 12}:{local.minute:02d}"
    return (_("%(hour)s am") if local.hour < 12 else _("%(hour)s pm")) % {"hour": hour}


_clock_in_their_language = lazy(clock_text, str)


def values_of(appointment: VisitAppointment, starts_at: datetime | None = None) -> dict:
    """What the messages about an appointment say; each of them in the person's own language."""
    starts_at = starts_at or appointment.starts_at
    return {
        "reference": appointment.support_request.reference,
        "date": riyadh_day(starts_at),
        "time": _clock_in_their_language(starts_at),
        "place": _PLACES[VisitKind(appointment.kind)],
    }
