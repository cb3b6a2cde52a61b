"""What a paper really is, judged by its bytes: a PDF that does nothing, or an image drawn anew."""

from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from audit.refusals import Refused

from .models.files import FileKind
from .pdf_inspection import refuse_acting_pdf

MOST_PIXELS = 40_000_000
SIGNATURES = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
)


def inspect(content: bytes) -> tuple[FileKind, bytes]:
    """The kind of the paper and the bytes that may be kept; raises Refused with the reason."""
    if not content:
        raise Refused(_("The file is empty."))
    if len(content) > settings.UPLOAD_MAX_BYTES:
        raise Refused(too_large_sentence())
    kind = next((kind for signature, kind in SIGNATURES if content.startswith(signature)), None)
    if kind is None:
        raise Refused(
            _("Only PDF, JPEG and PNG files are accepted; the content of this file is none of them.")
        )
    if kind == FileKind.PDF:
        refuse_acting_pdf(content)
        return kind, content
    return kind, _drawn_anew(kind, content)


def too_large_sentence() -> str:
    return _("The file is too large: at most %(limit)s megabytes are accepted.") % {
        "limit": f"{settings.UPLOAD_MAX_BYTES / 1024 / 1024:g}"
    }


def _drawn_anew(kind: FileKind, content: bytes) -> bytes:
    """The image from its pixels alone: upright, without comments, places, or anything hidden behind it."""
    drawn = BytesIO()
    try:
        image = Image.open(BytesIO(content), formats=["JPEG", "PNG"])
        if image.width * image.height > MOST_PIXELS:
            raise Refused(_too_many_pixels_sentence())
        image.load()
        image = _plain(ImageOps.exif_transpose(image))
        image.save(drawn, format=kind.value.upper(), **({"quality": 90} if kind == FileKind.JPEG else {}))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_too_many_pixels_sentence()) from error
    except Exception as error:
        # SECURITY: decoders of hostile files raise whatever they like; every failure is a refusal.
        raise Refused(_("This image is damaged and cannot be read. Save or scan it again.")) from error
    return drawn.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    """The pixels in a mode that shows alike everywhere, with nothing beside them."""
    if image.mode == "CMYK":
        image = image.convert("RGB")
    elif image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    # SECURITY: a comment, a place or a profile in here would be written into the new file.
    image.info = {}
    return image


def _too_many_pixels_sentence() -> str:
    return _("This image has more than 40 million pixels. Scan it at a lower resolution.")
