"""Visits as a researcher arranges and holds them."""

from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from arabic.calendars import RIYADH, riyadh_today
from beneficiaries.papers import read_paper
from intake.models import SupportRequest
from research_committee.models import StudyVisit, VisitAppointment, VisitPhoto
from research_committee.visits.arranging import arrange_visit
from research_committee.visits.held import record_visit
from research_committee.visits.photos import add_photo
from tests.papers import photograph, with_a_place

AT_HOME, SEEN = "الأم وثلاثة من الأبناء", "شقة من غرفتين، والثلاجة معطلة، والأثاث قديم لكنه نظيف."
WHY = "اعتذرت الأسرة لظرف صحي"


def at(days: int, hour: int = 16, minute: int = 0) -> datetime:
    """A moment in Riyadh some days from today."""
    return datetime.combine(riyadh_today() + timedelta(days=days), time(hour, minute), RIYADH)


def arrange(support_request: SupportRequest, starts_at: datetime | None = None, **given) -> VisitAppointment:
    filled = {"kind": "field", "by": support_request.researcher, **given}
    return arrange_visit(support_request, starts_at=starts_at or at(2), **filled)


def visit(support_request: SupportRequest, **given) -> StudyVisit:
    """A visit of the present study, held today by its researcher."""
    filled = {"kind": "field", "visited_on": riyadh_today(), "at_home": AT_HOME, "seen": SEEN}
    return record_visit(support_request, **filled | {"by": support_request.researcher} | given)


def snapshot(name: str = "IMG_2043.jpg", colour: str = "navy") -> SimpleUploadedFile:
    """What a phone takes, with the place beside the dots."""
    content = photograph("JPEG", size=(80, 60), colour=colour, exif=with_a_place())
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def photo(held: StudyVisit, **given) -> VisitPhoto:
    filled = {"caption": "المطبخ", "consent_by": "صاحبة الطلب", "consent_given": "spoken"}
    filled |= {"picture": read_paper(given.pop("upload", None) or snapshot()), "by": held.researcher}
    return add_photo(held, **filled | given)
