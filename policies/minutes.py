"""The scan of the board's minutes: checked by its content, kept privately, named by its digest."""

import hashlib
import io
import warnings

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image

from audit.refusals import Refused

IMAGE_ENDINGS = {"JPEG": "jpg", "PNG": "png"}
MAXIMUM_PIXELS = 40_000_000


def store_scan(upload) -> tuple[str, str]:
    """The name under which the scan is kept, and its SHA-256; Refused when it is not a PDF, JPEG or PNG."""
    if upload.size > settings.UPLOAD_MAX_BYTES:
        megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise Refused(_("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes}, field="scan")
    content = upload.read()
    digest = hashlib.sha256(content).hexdigest()
    name = default_storage.save(f"minutes/{digest[:32]}.{_ending_of(content)}", ContentFile(content))
    return name, digest


def _ending_of(content: bytes) -> str:
    # SECURITY: the signature must be the first bytes; what a name or a header says is not asked.
    if content.startswith(b"%PDF-"):
        return "pdf"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=list(IMAGE_ENDINGS))
            if image.width * image.height <= MAXIMUM_PIXELS:
                image.load()
                return IMAGE_ENDINGS[image.format]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    raise Refused(_("The scan must be a PDF, JPEG or PNG file."), field="scan")
