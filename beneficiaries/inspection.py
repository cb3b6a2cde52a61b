"""What a paper really is, judged by its bytes: a PDF that does nothing, or an image drawn anew."""

from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image

from audit.refusals import Refused

from .apart import decoded
from .decoding import pictures
from .decoding.binding import bound
from .decoding.pictures import DAMAGED, PAGE_SIDE, TOO_MANY_PAGES, TOO_MANY_PIXELS, Unfit
from .models.files import FileKind
from .pdf_inspection import cut_short_sentence, refuse_acting_pdf

PDF, JPEG, PNG, HEIC, TIFF = "PDF", "JPEG", "PNG", "HEIF", "TIFF"
SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
# What a HEIC file says that it can be read as; a film (hevc) or another packing (avif) says something else.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_FILMS = {b"hevc", b"hevx", b"msf1"}


def inspect(content: bytes) -> tuple[FileKind, bytes]:
    """The kind of the paper and the bytes that may be kept; raises Refused with the reason."""
    if not content:
        raise Refused(_("The file is empty."))
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise Refused(too_large_sentence())
    form = form_of(content)
    if form == PDF:
        refuse_acting_pdf(content)
        with _refusing(cut_short_sentence()):
            decoded("leaves", content, task="count", most_pages=settings.UPLOAD_MAX_PAGES)
        return FileKind.PDF, content
    with _refusing(_damaged_sentence()):
        return _drawn_anew(form, content)


def inspect_pages(contents: list[bytes]) -> tuple[FileKind, bytes]:
    """Several photographs as the pages of one PDF, in their order."""
    if len(contents) > settings.UPLOAD_MAX_PAGES:
        raise Refused(too_many_pages_sentence())
    forms = []
    for content in contents:
        if not content:
            raise Refused(_("The file is empty."))
        forms.append(form_of(content))
    if not {PDF, TIFF}.isdisjoint(forms):
        raise Refused(
            _(
                "Only photographs can be put together as pages: choose one PDF or TIFF file alone, or several images."
            )
        )
    with _refusing(_damaged_sentence()):
        return FileKind.PDF, bound(map(_as_page, forms, contents))


def form_of(content: bytes) -> str:
    """What the bytes begin with; raises Refused for everything that is not accepted."""
    form = next((form for signature, form in SIGNATURES if content.startswith(signature)), None)
    if form is None and content[4:8] == b"ftyp":
        length = min(int.from_bytes(content[:4], "big"), 256)
        brands = {content[at : at + 4] for at in (8, *range(16, length, 4))}
        form = HEIC if brands & _HEIC_BRANDS and content[8:12] not in _FILMS else None
    if form is None:
        raise Refused(
            _(
                "Only PDF, JPEG, PNG, HEIC and TIFF files are accepted; the content of this file is none of them."
            )
        )
    return form


def too_large_sentence() -> str:
    return _("The file is too large: at most %(limit)s megabytes are accepted.") % {
        "limit": megabytes(settings.UPLOAD_MAX_BYTES)
    }


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:g}"


def too_many_pages_sentence() -> str:
    most = settings.UPLOAD_MAX_PAGES
    return ngettext(
        "At most %(most)d page is accepted in one file. Bring the rest in another one.",
        "At most %(most)d pages are accepted in one file. Bring the rest in another one.",
        most,
    ) % {"most": most}


def _drawn_anew(form: str, content: bytes) -> tuple[FileKind, bytes]:
    if form in (HEIC, TIFF):
        kind, drawn = decoded("frames", content, format=form, most_pages=settings.UPLOAD_MAX_PAGES)
        return FileKind(kind), drawn
    image = pictures.plain(pictures.opened(content, JPEG, PNG))
    return (
        (FileKind.JPEG, pictures.jpeg_of(image)) if form == JPEG else (FileKind.PNG, pictures.png_of(image))
    )


def _as_page(form: str, content: bytes) -> Image.Image:
    """One photograph as large as a page needs it."""
    if form == HEIC:
        kind, content = decoded("frames", content, format=form, most_pages=1)
    image = pictures.on_paper(pictures.opened(content, JPEG, PNG, drawn_at_most=PAGE_SIDE))
    if image.mode != "1":
        image.thumbnail((PAGE_SIDE, PAGE_SIDE))
    return image


@contextmanager
def _refusing(damaged: str):
    """Turns whatever a decoder raises into a refusal."""
    try:
        yield
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_too_many_pixels_sentence()) from error
    except Exception as error:
        # SECURITY: decoders of hostile files raise whatever they like; every failure is a refusal.
        why = error.why if isinstance(error, Unfit) else DAMAGED
        sentences = {TOO_MANY_PIXELS: _too_many_pixels_sentence, TOO_MANY_PAGES: too_many_pages_sentence}
        raise Refused(sentences[why]() if why in sentences else damaged) from error


def _damaged_sentence() -> str:
    return _("This image is damaged and cannot be read. Save or scan it again.")


def _too_many_pixels_sentence() -> str:
    return _("This image has more than 40 million pixels. Scan it at a lower resolution.")
