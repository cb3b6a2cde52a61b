"""Appointments for visits: arranged, moved, called off, missed, taken over; and what the person is told of them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from arabic.text import clean_line
from audit.refusals import Refused, refuse_for
from audit.writing import one_transaction, write
from correspondence.notices import notify
from intake.models import SupportRequest

from ..models import VisitAppointment
from ..models.visits import AppointmentState
from ..words import refuse_placeholder
from .in_hand import appointment_in_hand, request_in_hand, request_to_call_off, settle
from .reminding import remind_later
from .rules import reason_not_yet, reasons_against_another, reasons_against_time
from .wording import values_of

ARRANGED, MOVED, TAKEN_OVER = _("Visit arranged"), _("Visit moved"), _("Visit taken over")
CALLED_OFF, MISSED = _("Visit called off"), _("Nobody was there at the visit")


def arrange_visit(
    support_request: SupportRequest,
    *,
    kind: str,
    starts_at: datetime,
    note: str = "",
    even_so: bool = False,
    by: User,
) -> VisitAppointment:
    """Arranges a visit with the person and tells them; `even_so`: another visit within the hour is known."""
    with one_transaction():
        current = request_in_hand(support_request, by)
        appointment = VisitAppointment(
            support_request=current,
            researcher=by,
            study=current.study,
            kind=kind,
            starts_at=starts_at,
            note=clean_line(note),
        )
        refuse_for(reasons_against_time(appointment, by, even_so=even_so))
        write(appointment, by=by, reason=ARRANGED)
        _tell(appointment, "visit_arranged", by, ARRANGED)
        remind_later(appointment)
    return appointment


def move_visit(
    appointment: VisitAppointment,
    *,
    starts_at: datetime,
    reason: str,
    even_so: bool = False,
    by: User,
    seen_version: int | None = None,
) -> VisitAppointment:
    """Gives a visit another day or time, with the reason, and tells the person."""
    with one_transaction():
        current = _in_hand(appointment, by, seen_version)
        if current.starts_at == starts_at:
            raise Refused(_("The visit already stands at this time. Choose another one."), field="time")
        current.starts_at, current.researcher, current.reason = starts_at, by, _reason(reason)
        refuse_for(reasons_against_time(current, by, even_so=even_so))
        write(current, by=by, reason=MOVED)
        _tell(current, "visit_moved", by, MOVED)
        remind_later(current)
    return current


def take_over_visit(
    appointment: VisitAppointment, *, even_so: bool = False, by: User, seen_version: int | None = None
) -> VisitAppointment:
    """The researcher who has the request now keeps what a colleague had arranged."""
    with one_transaction():
        current = _in_hand(appointment, by, seen_version)
        if current.researcher_id == by.pk:
            raise Refused(_("This visit is yours already."))
        current.researcher = by
        refuse_for(reasons_against_another(current, by, even_so=even_so))
        return write(current, by=by, reason=TAKEN_OVER)


def call_off_visit(
    appointment: VisitAppointment, *, reason: str, by: User, seen_version: int | None = None
) -> VisitAppointment:
    """The visit will not be; the person is told. Possible too when the request went back meanwhile."""
    with one_transaction():
        support_request = request_to_call_off(appointment.support_request, by)
        current = appointment_in_hand(appointment, seen_version)
        current.support_request = support_request
        settle(current, AppointmentState.CANCELLED, by=by, reason=_reason(reason))
        write(current, by=by, reason=CALLED_OFF)
        _tell(current, "visit_called_off", by, CALLED_OFF)
    return current


def miss_visit(
    appointment: VisitAppointment, *, reason: str, by: User, seen_version: int | None = None
) -> VisitAppointment:
    """Nobody was there, or nobody opened."""
    with one_transaction():
        current = _in_hand(appointment, by, seen_version)
        if why := reason_not_yet(current):
            raise Refused(why)
        settle(current, AppointmentState.MISSED, by=by, reason=_reason(reason))
        return write(current, by=by, reason=MISSED)


def _in_hand(appointment: VisitAppointment, by: User, seen_version: int | None) -> VisitAppointment:
    """The appointment, for whoever studies its request now; the request is locked first."""
    support_request = request_in_hand(appointment.support_request, by)
    current = appointment_in_hand(appointment, seen_version)
    current.support_request = support_request
    return current


def _reason(reason: str) -> str:
    reason = clean_line(reason)
    refuse_placeholder(reason)
    return reason


def _tell(appointment: VisitAppointment, template: str, by: User, reason) -> None:
    about = appointment.support_request
    notify(about.beneficiary, template, about=about, by=by, reason=reason, values=values_of(appointment))
