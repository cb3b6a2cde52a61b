"""The bytes of letters: kept in the private storage, and given out only as downloads."""

import hashlib
import logging

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from beneficiaries.keeping import keep_bytes
from beneficiaries.models.files import FileKind
from beneficiaries.papers import CONTENT_TYPES

from .models import IncomingLetter, Letter

log = logging.getLogger(__name__)


def keep(row, content: bytes) -> None:
    """Puts bytes into the private storage and notes them on a row; they go away again if its transaction is undone."""
    row.key = keep_bytes(content)
    row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()


def letter_response(letter: Letter) -> FileResponse:
    """The letter as it was issued, as a download."""
    return _response(letter, FileKind.PDF)


def scan_response(letter: IncomingLetter) -> FileResponse:
    """The scan of an incoming letter, as a download."""
    return _response(letter, FileKind(letter.file_kind))


def _response(letter: Letter | IncomingLetter, kind: FileKind) -> FileResponse:
    """A download that no browser runs, shows in a frame, or keeps, like every paper of the portal."""
    try:
        content = default_storage.open(letter.key, "rb")
    except FileNotFoundError as gone:
        log.error(
            "The paper of %s is no longer there; verify_history names all that are gone.", letter.serial
        )
        raise Http404 from gone
    name = f"{letter.serial}.{kind.value}"
    response = FileResponse(content, as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response
