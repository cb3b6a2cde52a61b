"""Visits that were held: what was seen, recorded once and kept as it was written; and their pictures."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.models import User, besides_name
from arabic.text import clean_line, clean_text
from audit.refusals import refuse_for
from audit.writing import one_transaction, write
from intake.models import SupportRequest

from ..models import StudyVisit, VisitAppointment, VisitPhoto
from ..models.visits import AppointmentState
from .in_hand import appointment_in_hand, request_in_hand, settle
from .rules import reasons_against_visit

RECORDED = _("Visit recorded")


def visits_of(support_request: SupportRequest, study: int | None = None) -> list[StudyVisit]:
    """The visits of one study (of every one without `study`), oldest first, each with its pictures; two queries."""
    of_study = {} if study is None else {"study": study}
    visits = StudyVisit.objects.filter(support_request=support_request, **of_study)
    photos = VisitPhoto.objects.select_related("file__thumbnail", "file__virus_scan").order_by("pk")
    named = visits.select_related("researcher").defer(*besides_name("researcher"))
    return list(named.prefetch_related(Prefetch("photos", photos)).order_by("visited_on", "pk"))


def record_visit(
    support_request: SupportRequest,
    *,
    kind: str,
    visited_on,
    at_home: str,
    seen: str,
    appointment: VisitAppointment | None = None,
    by: User,
    seen_version: int | None = None,
) -> StudyVisit:
    """Writes down one visit as it was; the appointment it came from is then held."""
    with one_transaction():
        current = request_in_hand(support_request, by)
        arranged = appointment and appointment_in_hand(appointment, seen_version)
        visit = StudyVisit(
            support_request=current,
            study=current.study,
            researcher=by,
            appointment=arranged,
            kind=kind,
            visited_on=visited_on,
            at_home=clean_line(at_home),
            seen=clean_text(seen),
        )
        refuse_for(reasons_against_visit(visit))
        write(visit, by=by, reason=RECORDED)
        if arranged:
            settle(arranged, AppointmentState.HELD, by=by)
            write(arranged, by=by, reason=RECORDED)
    return visit
