"""What the page of a request's visits prints."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from arabic.calendars import dual, riyadh_day
from intake.models import SupportRequest

from ..models import AppointmentState, StudyVisit, VisitAppointment
from ..models.reports import VisitKind
from ..models.visits import MOST_PHOTOS
from .held import visits_of
from .in_hand import PERMISSION
from .looks import ICONS, acts_on, look_of
from .places import place_of, whereabouts
from .rules import reason_not_in_charge
from .wording import clock_text


def crumbs_of(support_request: SupportRequest) -> list[dict]:
    """The way to a page about one visit of this request."""
    pk = support_request.pk
    return [
        {"url": reverse("home"), "label": _("My work")},
        {"url": reverse("request_detail", args=[pk]), "label": support_request.reference},
        {"url": reverse("request_visits", args=[pk]), "label": _("Visits")},
    ]


def request_page(support_request: SupportRequest, user: User, now) -> dict:
    """The visits of one request; its researcher sees besides what is arranged, and where to go."""
    in_charge = user.may(PERMISSION) and reason_not_in_charge(support_request, user) is None
    appointments = VisitAppointment.objects.visible_to(user).filter(support_request=support_request)
    visits = visits_of(support_request)
    acts = [
        ("visit_arrange", "calendar-event", _("Arrange a visit")),
        ("visit_record", "pencil-square", _("Record a visit")),
    ]
    if any(visit.study == support_request.study for visit in visits):
        acts.insert(0, ("report_submit", "clipboard-check", _("Write the study")))
    return {
        "support_request": support_request,
        "person": support_request.beneficiary.full_name,
        "acts": [
            {"url": reverse(name, args=[support_request.pk]), "icon": icon, "label": label}
            for name, icon, label in acts
            if in_charge
        ],
        "whereabouts": whereabouts(place_of(support_request.beneficiary)) if in_charge else None,
        "sees_appointments": user.may(PERMISSION) and support_request.researcher_id == user.pk,
        "appointments": [_appointment(row, support_request, user, now) for row in _in_order(appointments)],
        "visits": visits,
        "photo_acts": [
            {
                "url": reverse("visit_add_photo", args=[visit.pk]),
                "label": _("Add a picture: %(day)s") % {"day": dual(visit.visited_on)},
            }
            for visit in visits
            if in_charge and visit.study == support_request.study and len(visit.photos.all()) < MOST_PHOTOS
        ],
        "crumbs": crumbs_of(support_request)[:2],
    }


def _in_order(appointments) -> list[VisitAppointment]:
    """What stands first, the next one on top; below it what is over, the latest on top."""
    rows = list(appointments.select_related("researcher").order_by("starts_at"))
    over = [row for row in rows if row.state != AppointmentState.ARRANGED]
    return [row for row in rows if row.state == AppointmentState.ARRANGED] + over[::-1]


def appointment_in_words(appointment: VisitAppointment) -> str:
    return _("%(day)s at %(hour)s") % {
        "day": dual(riyadh_day(appointment.starts_at)),
        "hour": clock_text(appointment.starts_at),
    }


def page_of_photos(visit: StudyVisit) -> dict:
    """How many pictures a visit has beside the form that adds one, and those that are kept."""
    kept = list(visit.photos.select_related("file__thumbnail", "file__virus_scan").order_by("pk"))
    words = ngettext("%(number)d picture is kept.", "%(number)d pictures are kept.", len(kept))
    return {
        "kept": kept,
        "in_words": words % {"number": len(kept)} if kept else _("No picture is kept yet."),
        "left": MOST_PHOTOS - len(kept),
    }


def _appointment(row: VisitAppointment, support_request: SupportRequest, user: User, now) -> dict:
    under_study = not reason_not_in_charge(support_request, user) and row.study == support_request.study
    stands = row.state == AppointmentState.ARRANGED
    return {
        "day": dual(riyadh_day(row.starts_at)),
        "clock": clock_text(row.starts_at),
        "kind": row.get_kind_display(),
        "icon": ICONS[VisitKind(row.kind)],
        "note": row.note,
        "reason": row.reason,
        "chip": look_of(row.state),
        "arranged_by": "" if row.researcher_id == user.pk else row.researcher.full_name,
        "acts": acts_on(
            row.pk,
            stands=stands,
            under_study=under_study,
            has_come=row.starts_at <= now,
            is_own=row.researcher_id == user.pk,
        ),
    }
