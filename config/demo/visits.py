"""The visits of two sample cases under study: one held with a picture, others arranged for today and tomorrow."""

import io
from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import User
from arabic.calendars import RIYADH, riyadh_today
from beneficiaries.papers import read_paper
from intake.models import SupportRequest
from research_committee.models import StudyVisit
from research_committee.visits.arranging import arrange_visit
from research_committee.visits.held import record_visit
from research_committee.visits.photos import add_photo

from .past import days_ago
from .people import identity_number

# By the place in the list of people.
NEW, LONG_UNDER_STUDY = 5, 6
HOUR = 13
WIDTH, HEIGHT = 800, 600


def make_visits(staff: dict[str, User]) -> None:
    """Told in the order of the days; what is arranged for today was arranged yesterday."""
    researcher = staff["researcher"]
    with days_ago(3, HOUR):
        visit = record_visit(
            _request_of(LONG_UNDER_STUDY),
            kind="field",
            visited_on=riyadh_today(),
            at_home="صاحبة الطلب وابنها عبدالرحمن",
            seen="شقة من غرفتين في الدور الثاني، والمطبخ بلا ثلاجة منذ شهر، والأثاث قديم لكنه نظيف ومرتب.",
            by=researcher,
        )
        _picture(visit, researcher)
    with days_ago(1, HOUR):
        request = _request_of(LONG_UNDER_STUDY)
        arrange_visit(
            request,
            kind="field",
            starts_at=_at(1, 16, 30),
            note="بعد صلاة العصر، والمدخل من الشارع الخلفي.",
            by=researcher,
        )
        arrange_visit(_request_of(LONG_UNDER_STUDY), kind="office", starts_at=_at(4, 10), by=researcher)
        arrange_visit(_request_of(NEW), kind="field", starts_at=_at(2, 17), by=researcher)


def _at(days: int, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(riyadh_today() + timedelta(days=days), time(hour, minute), RIYADH)


def _request_of(place: int) -> SupportRequest:
    return SupportRequest.objects.get(beneficiary__identity_number=identity_number(place))


def _picture(visit: StudyVisit, by: User) -> None:
    picture = read_paper(SimpleUploadedFile("kitchen.jpg", _kitchen(), content_type="image/jpeg"))
    consent = {"consent_by": "صاحبة الطلب", "consent_given": "spoken"}
    add_photo(visit, picture=picture, caption="المطبخ: مكان الثلاجة فارغ", by=by, **consent)


def _kitchen() -> bytes:
    """A drawn room: it is nobody's."""
    room = Image.new("RGB", (WIDTH, HEIGHT), "#efe6d6")
    pen = ImageDraw.Draw(room)
    pen.rectangle((0, 430, WIDTH, HEIGHT), fill="#b9a184")
    pen.rectangle((40, 250, 330, 430), fill="#8f7356")
    pen.rectangle((40, 235, 330, 252), fill="#d8d3c5")
    pen.rectangle((60, 60, 300, 170), fill="#a58a6b")
    pen.rectangle((430, 90, 560, 230), fill="#cfe3ea", outline="#8f7356", width=8)
    pen.rectangle((600, 130, 750, 430), outline="#d3c5ab", width=4)
    stream = io.BytesIO()
    room.save(stream, "JPEG", quality=85)
    return stream.getvalue()
