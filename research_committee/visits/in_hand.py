"""Taking a request, and one of its appointments, in hand for an act of its researcher: locked, and judged."""

from accounts.models import User
from audit.refusals import Refused
from audit.writing import refuse_stale
from beneficiaries.rules import reason_file_is_read_only
from intake.case_file import CaseFile
from intake.in_hand import lock_request, refuse_unless_permitted
from intake.models import SupportRequest
from intake.rules import consent_was_not_taken_back

from ..models import AppointmentState, VisitAppointment
from .rules import reason_no_longer_stands, reason_not_in_charge, reason_not_mine

PERMISSION = "research_committee.submit_report"


def request_in_hand(support_request: SupportRequest, by: User) -> SupportRequest:
    """The request, locked, for whoever studies it now."""
    refuse_unless_permitted(support_request, PERMISSION, by)
    current = lock_request(support_request)
    reason = (
        reason_not_in_charge(current, by)
        or reason_file_is_read_only(current.beneficiary)
        or consent_was_not_taken_back(CaseFile(current), by)
    )
    if reason:
        raise Refused(reason)
    return current


def request_to_call_off(support_request: SupportRequest, by: User) -> SupportRequest:
    """The request, locked, for its researcher, though it may have gone back meanwhile."""
    refuse_unless_permitted(support_request, PERMISSION, by)
    current = lock_request(support_request)
    if reason := reason_not_mine(current, by):
        raise Refused(reason)
    return current


def appointment_in_hand(appointment: VisitAppointment, seen_version: int | None) -> VisitAppointment:
    """The appointment as it stands now, locked after its request."""
    current = VisitAppointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    refuse_stale(current, seen_version)
    if reason := reason_no_longer_stands(current):
        raise Refused(reason)
    return current


def settle(appointment: VisitAppointment, state: AppointmentState, *, by: User, reason: str = "") -> None:
    """What became of an appointment that stood; the caller writes it."""
    appointment.state, appointment.reason = state, reason or appointment.reason
    if state != AppointmentState.CANCELLED:
        appointment.researcher = by
