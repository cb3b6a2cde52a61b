"""The conditions of a visit: arranged, held, and shown in pictures."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_day, riyadh_today
from arabic.text import apart
from beneficiaries.models.files import FileKind
from intake.models import SupportRequest
from intake.steps import State

from ..models import Recusal, StudyVisit, VisitAppointment, VisitPhoto
from ..models.visits import MOST_PHOTOS, AppointmentState, ConsentGiven
from ..words import says_something
from .wording import clock_text

CLOSE = timedelta(hours=1)
FARTHEST = timedelta(days=365)
_LETTERS_OF_A_NAME, _LETTERS_OF_WHAT_WAS_SEEN = 3, 10

Reasons = list[tuple[str | None, str]]


def reason_not_mine(support_request: SupportRequest, by: User) -> str | None:
    """Visits are the matter of the researcher in charge, whatever else somebody may."""
    if support_request.researcher_id != by.pk:
        return _("Only the social researcher in charge of this request arranges and records its visits.")
    return None


def reason_not_in_charge(support_request: SupportRequest, by: User) -> str | None:
    """Why this person neither arranges nor records a visit of the request now."""
    if support_request.state != State.REFERRED:
        return _("Visits belong to a study under way; the request stands at “%(state)s”.") % {
            "state": support_request.get_state_display()
        }
    return reason_not_mine(support_request, by)


def reason_no_visit(support_request: SupportRequest) -> str | None:
    """Why the present study cannot be submitted yet: nobody was visited."""
    visits = StudyVisit.objects.filter(support_request=support_request, study=support_request.study)
    if not visits.exists():
        return _("No visit of this study is recorded yet. Record at least one, at the office or at home.")
    return None


# Appointments -------------------------------------------------------------------------------------------------------


def reasons_against_time(appointment: VisitAppointment, by: User, *, even_so: bool) -> Reasons:
    """What speaks against the day and time of an appointment; `even_so`: another visit close to it is known."""
    starts_at, now = appointment.starts_at, timezone.now()
    if starts_at <= now:
        return [("time", _("This time has already passed. If the visit was held, record it instead."))]
    if starts_at > now + FARTHEST:
        return [("day", _("This day is more than a year away. Check the year."))]
    others = VisitAppointment.objects.filter(state=AppointmentState.ARRANGED).exclude(pk=appointment.pk)
    same = others.filter(
        support_request=appointment.support_request_id, study=appointment.study, starts_at=starts_at
    )
    if same.exists():
        return [("time", _("A visit of this request already stands at this time."))]
    return reasons_against_another(appointment, by, even_so=even_so)


def reasons_against_another(appointment: VisitAppointment, by: User, *, even_so: bool) -> Reasons:
    """Another visit of this researcher within the hour is said; whoever can do both says so."""
    if even_so:
        return []
    starts_at = appointment.starts_at
    close = VisitAppointment.objects.visible_to(by).filter(
        researcher=by,
        state=AppointmentState.ARRANGED,
        starts_at__gt=starts_at - CLOSE,
        starts_at__lt=starts_at + CLOSE,
    )
    close = close.exclude(pk=appointment.pk)
    other = close.select_related("support_request").order_by("starts_at").first()
    if other is None:
        return []
    sentence = _(
        "You have another visit at %(time)s, for request %(reference)s. Tick the box if you can do both."
    )
    known = {"time": clock_text(other.starts_at), "reference": apart(other.support_request.reference)}
    return [("even_so", sentence % known)]


def reason_no_longer_stands(appointment: VisitAppointment) -> str | None:
    """What became of an appointment is not changed afterwards."""
    if appointment.state != AppointmentState.ARRANGED:
        return _("This appointment no longer stands: %(state)s.") % {"state": appointment.get_state_display()}
    return None


def reason_not_yet(appointment: VisitAppointment) -> str | None:
    """Nobody was missed before the time had come."""
    if appointment.starts_at > timezone.now():
        return _("The time of this visit has not come yet. Move it or call it off instead.")
    return None


# Visits that were held ----------------------------------------------------------------------------------------------


def reasons_against_visit(visit: StudyVisit) -> Reasons:
    """What a recorded visit lacks."""
    reasons, told_on = [], visit.support_request.told_on
    if visit.visited_on > riyadh_today():
        reasons.append(("visited_on", _("The day of the visit lies in the future.")))
    elif visit.visited_on < told_on:
        sentence = _("The request was referred on %(date)s; its study has no visit before that.")
        reasons.append(("visited_on", sentence % {"date": dual(told_on)}))
    if not says_something(visit.at_home, _LETTERS_OF_A_NAME):
        reasons.append(("at_home", _("Write who was there: the names, or what they are to the person.")))
    if not says_something(visit.seen, _LETTERS_OF_WHAT_WAS_SEEN):
        reasons.append(("seen", _("Write what was seen, in words: the committee was not there.")))
    return reasons


def day_of(appointment: VisitAppointment):
    """The day that a visit has when it is recorded from its appointment: that one, or today when it is early."""
    return min(riyadh_day(appointment.starts_at), riyadh_today())


# Pictures -----------------------------------------------------------------------------------------------------------


def reasons_against_photo(photo: VisitPhoto, kind: str) -> Reasons:
    """What speaks against keeping a picture: above all that nobody consented to it."""
    reasons = []
    if photo.consent_given not in ConsentGiven.values:
        sentence = _("Without consent no picture is kept. Ask first, or leave the picture out.")
        reasons.append(("consent_given", sentence))
    if not says_something(photo.consent_by, _LETTERS_OF_A_NAME):
        reasons.append(("consent_by", _("Write who consented: a name, or what they are to the person.")))
    if not says_something(photo.caption):
        reasons.append(("caption", _("Write what the picture shows.")))
    if kind not in (FileKind.JPEG, FileKind.PNG):
        reasons.append(("picture", _("Choose one photograph: JPEG, PNG or HEIC.")))
    return reasons


def reason_no_more_photos(visit: StudyVisit) -> str | None:
    """Ten pictures show a home; more of them are a burden on whoever lives there."""
    if visit.photos.count() >= MOST_PHOTOS:
        return _("A visit has %(most)d pictures at most.") % {"most": MOST_PHOTOS}
    return None


def may_read_visits(user: User, support_request: SupportRequest) -> bool:
    """SECURITY: the visits of a request in somebody's sight: for those who read its study, never for the recused."""
    if not any(user.may(permission) for permission in StudyVisit.READERS):
        return False
    return not Recusal.objects.filter(member=user, item__support_request=support_request).exists()
