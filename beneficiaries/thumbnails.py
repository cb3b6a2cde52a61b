"""The first page of a paper as a small picture beside its link."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils import timezone
from PIL import Image

from audit.models import ReadLog
from audit.reading import log_read
from jobs.work import enqueue

from .apart import decoded
from .decoding.pictures import Unfit, jpeg_of, on_paper
from .keeping import keep_bytes, open_paper
from .models import ScanState, StoredFile, Thumbnail
from .models.files import FileKind

SIDE, QUALITY = 240, 70
# For so long the pictures of a page belong to the look at the page.
ONE_LOOK = timedelta(minutes=10)
DRAW = "beneficiaries.draw_thumbnail"


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture before it is kept."""

    content: bytes
    width: int
    height: int


def picture_of(kind: FileKind, content: bytes) -> Picture | None:
    """The small picture of an image that the portal drew itself a moment ago; None for a PDF, which a job draws."""
    if kind == FileKind.PDF:
        return None
    image = Image.open(BytesIO(content), formats=["JPEG", "PNG"])
    image.draft(None, (SIDE, SIDE))
    image.load()
    return _small(on_paper(image))


def _small(image: Image.Image) -> Picture:
    image = image.convert("L" if image.mode in ("1", "L") else "RGB")
    image.thumbnail((SIDE, SIDE))
    return Picture(jpeg_of(image, QUALITY), *image.size)


def give_thumbnail(stored: StoredFile, picture: Picture | None) -> None:
    """Keeps the picture in the caller's transaction; without one a job draws it."""
    if picture is None:
        enqueue(DRAW, about=f"thumbnail of file {stored.pk}", file=stored.pk)
        return
    key = keep_bytes(picture.content)
    Thumbnail.objects.create(file=stored, key=key, width=picture.width, height=picture.height)


def draw_thumbnail(lease, *, file: int) -> None:
    """The job: the first page of a PDF; what cannot be drawn has no picture, and its link stands alone."""
    stored = StoredFile.objects.filter(pk=file, thumbnail__isnull=True).first()
    if stored is None:
        return
    with open_paper(stored) as kept:
        content = kept.read()
    picture = picture_of(stored.kind, content) or _first_page(content)
    if picture is not None:
        with lease.step():
            give_thumbnail(stored, picture)


def _first_page(content: bytes) -> Picture | None:
    try:
        _kind, drawn = decoded("leaves", content, task="picture", side=SIDE, quality=90)
    except Unfit:
        return None
    return _small(Image.open(BytesIO(drawn), formats=["JPEG"]))


def thumbnail_beside(stored: StoredFile | None, url: str) -> dict | None:
    """What a page shows of a paper beside its link; the paper is read together with `thumbnail`. None: nothing yet."""
    thumbnail = getattr(stored, "thumbnail", None)
    return thumbnail and {"url": url, "width": thumbnail.width, "height": thumbnail.height}


def show_thumbnail(request, stored: StoredFile) -> FileResponse:
    """The small picture as part of a page whose look is in the access log; alone it leaves a row of its own."""
    response = _response(stored)
    person, _request = stored.audit_subjects()
    since = timezone.now() - ONE_LOOK
    if not ReadLog.objects.filter(about_person=person, user=request.user, at__gte=since).exists():
        log_read(request, stored)
    return response


def _response(stored: StoredFile) -> FileResponse:
    """Shown in the page, since the portal itself drew it; and never where the paper stays closed."""
    scan = getattr(stored, "virus_scan", None)
    if scan is not None and scan.state != ScanState.CLEAN:
        raise Http404
    try:
        content = default_storage.open(stored.thumbnail.key, "rb")
    except (Thumbnail.DoesNotExist, FileNotFoundError) as gone:
        raise Http404 from gone
    response = FileResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
