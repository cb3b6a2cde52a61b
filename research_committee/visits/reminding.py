"""The reminder of a visit, a day before; never of one that was moved, called off or left behind."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import system_user
from correspondence.notices import notify
from intake.steps import State
from jobs.work import enqueue

from ..models import VisitAppointment
from ..models.visits import AppointmentState
from .wording import values_of

REMIND = "research_committee.remind_of_visit"
BEFORE = timedelta(days=1)


def remind_later(appointment: VisitAppointment) -> None:
    """Asks for the reminder, in the transaction of the act; a visit within a day was told of a moment ago."""
    at = appointment.starts_at - BEFORE
    if at > timezone.now():
        moment = appointment.starts_at.astimezone(UTC).isoformat()
        about = f"visit {appointment.pk} at {moment}"
        enqueue(REMIND, about=about, not_before=at, appointment=appointment.pk, starts_at=moment)


def remind_of_visit(lease, *, appointment: int, starts_at: str) -> None:
    """The job: tells the person, if the visit still stands at that time and is still to come."""
    with lease.step():
        due = VisitAppointment.objects.select_for_update(of=("self",)).filter(
            pk=appointment,
            state=AppointmentState.ARRANGED,
            starts_at=datetime.fromisoformat(starts_at),
            starts_at__gt=timezone.now(),
            support_request__state=State.REFERRED,
        )
        found = due.select_related("support_request__beneficiary").first()
        if found is None or found.study != found.support_request.study:
            return
        about, reason = found.support_request, _("Reminder of a visit")
        notify(
            about.beneficiary,
            "visit_tomorrow",
            about=about,
            by=system_user(),
            reason=reason,
            values=values_of(found),
        )
