"""How an appointment looks, and what may be done about it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import AppointmentState
from ..models.reports import VisitKind

LOOKS = {
    AppointmentState.ARRANGED: ("calendar-event", "waiting"),
    AppointmentState.HELD: ("check-circle", "good"),
    AppointmentState.MISSED: ("dash-circle", "late"),
    AppointmentState.CANCELLED: ("x-circle", "closed"),
}
ICONS = {VisitKind.FIELD: "house", VisitKind.OFFICE: "building"}


def look_of(state: str) -> dict:
    """The state of an appointment as the chip component prints it."""
    icon, tone = LOOKS[AppointmentState(state)]
    return {"icon": icon, "tone": tone, "label": str(AppointmentState(state).label)}


def acts_on(pk: int, *, stands: bool, under_study: bool, has_come: bool, is_own: bool) -> list[dict]:
    """What may be done about an appointment, the likeliest first: rows of url, label and icon."""
    if not stands:
        return []
    acts = [("appointment_call_off", "x-circle", _("Call it off"))]
    if under_study:
        missed = [("appointment_miss", "dash-circle", _("Nobody was there"))] if has_come else []
        record = ("appointment_record", "pencil-square", _("Record the visit"))
        acts = [record, *missed, ("appointment_move", "calendar2-week", _("Move it")), *acts]
        if not is_own:
            acts.insert(0, ("appointment_take_over", "person-check", _("Take it over")))
    return [{"url": reverse(name, args=[pk]), "icon": icon, "label": label} for name, icon, label in acts]
