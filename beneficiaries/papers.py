"""Papers that people bring: received as files, kept privately, given out only as downloads."""

import hashlib
import logging
from dataclasses import dataclass
from pathlib import PurePosixPath

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.text import clean_line
from audit.models import ReadLog
from audit.reading import log_read
from audit.refusals import Refused
from audit.writing import one_transaction, write

from .inspection import inspect, inspect_pages, megabytes, too_large_sentence
from .keeping import Provisional, keep_bytes, open_paper
from .models import Beneficiary, ScanState, StoredFile
from .models.files import FileKind
from .thumbnails import Picture, give_thumbnail, picture_of
from .virus_scan import note_scan, reason_closed, scanned

__all__ = [
    "LONGEST_NAME",
    "Paper",
    "PaperField",
    "Provisional",
    "hand_out",
    "keep_bytes",
    "open_paper",
    "paper_response",
    "read_pages",
    "read_paper",
    "receive_paper",
]
log = logging.getLogger(__name__)
LONGEST_NAME = 150
CONTENT_TYPES = {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png"}
_ENDINGS = {FileKind.PDF: (".pdf",), FileKind.JPEG: (".jpg", ".jpeg"), FileKind.PNG: (".png",)}
# Endings that an upload may lose when it is kept as something else.
_ACCEPTED = (".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Paper:
    """An uploaded file that was inspected: its kind, the bytes to keep, and what the uploader called it."""

    kind: FileKind
    content: bytes
    name: str
    # How it stands with the virus scanner; "" where none is set up.
    scan: str = ""
    # Drawn before any transaction begins; None where a job draws it.
    picture: Picture | None = None


def read_paper(upload) -> Paper:
    """Inspects an upload; raises Refused with the reason when it may not be kept."""
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(too_large_sentence())
    upload.seek(0)
    kind, content = inspect(upload.read())
    return Paper(kind, content, _clean_name(upload.name), scanned(content), picture_of(kind, content))


def read_pages(uploads: list) -> Paper:
    """One upload as it is, several photographs as the pages of one paper; raises Refused with the reason."""
    if len(uploads) == 1:
        return read_paper(uploads[0])
    if sum(upload.size for upload in uploads) > settings.UPLOAD_MAX_BYTES_TOGETHER:
        raise Refused(
            _("The files are too large: at most %(limit)s megabytes together are accepted.")
            % {"limit": megabytes(settings.UPLOAD_MAX_BYTES_TOGETHER)}
        )
    for upload in uploads:
        upload.seek(0)
    kind, content = inspect_pages([upload.read() for upload in uploads])
    name = _clean_name(_name_with_ending(_clean_name(uploads[0].name), kind))
    return Paper(kind, content, name, scanned(content))


def receive_paper(upload, *, beneficiary: Beneficiary, by, reason: str) -> StoredFile:
    """Keeps a paper of this person; whether `by` may bring one is asked by the step that calls this."""
    paper = upload if isinstance(upload, Paper) else read_paper(upload)
    with one_transaction():
        stored = StoredFile(
            beneficiary=beneficiary,
            key=keep_bytes(paper.content),
            kind=paper.kind,
            original_name=paper.name,
            size=len(paper.content),
            sha256=hashlib.sha256(paper.content).hexdigest(),
        )
        write(stored, by=by, reason=reason)
        note_scan(stored, paper.scan, by=by)
        if paper.scan != ScanState.WAITING:
            give_thumbnail(stored, paper.picture)
        return stored


def hand_out(request, stored: StoredFile) -> HttpResponse:
    """The paper as a download, with its row in the access log; or the page that says why it stays closed."""
    try:
        response = paper_response(stored)
    except StaysClosed as closed:
        return render(request, "beneficiaries/file_closed.html", {"reason": str(closed)}, status=409)
    log_read(request, stored, ReadLog.Action.DOWNLOAD)
    return response


class StaysClosed(PermissionDenied):
    """The virus scan has not cleared the paper."""


def paper_response(stored: StoredFile) -> FileResponse:
    """The paper as a download that no browser runs, shows in a frame, or keeps."""
    if reason := reason_closed(stored):
        raise StaysClosed(reason)
    kind = FileKind(stored.kind)
    try:
        content = open_paper(stored)
    except FileNotFoundError as gone:
        log.error("File %s is no longer there; verify_history names all that are gone.", stored.pk)
        raise Http404 from gone
    response = FileResponse(
        content,
        as_attachment=True,
        filename=_name_with_ending(stored.original_name, kind),
        content_type=CONTENT_TYPES[kind],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response


def _clean_name(name: str | None) -> str:
    name = clean_line(PurePosixPath((name or "").replace("\\", "/")).name)
    if len(name) > LONGEST_NAME:
        ending = PurePosixPath(name).suffix[:10]
        name = name[: LONGEST_NAME - len(ending)] + ending
    return name or _("Paper without a name")


def _name_with_ending(name: str, kind: FileKind) -> str:
    """SECURITY: the ending follows the content; what the uploader called the file may lie."""
    if name.lower().endswith(_ENDINGS[kind]):
        return name
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix.lower()
    return f"{stem if ending in _ACCEPTED else name}{_ENDINGS[kind][0]}"


class PagesInput(forms.FileInput):
    """One file, or several photographs at once; a phone offers its camera beside its pictures."""

    allow_multiple_selected = True

    def __init__(self):
        kinds = ("application/pdf", "image/jpeg", "image/png", "image/heic", "image/heif", "image/tiff")
        super().__init__(attrs={"accept": ",".join([*kinds, *_ACCEPTED]), "multiple": True})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


def _what_is_accepted() -> str:
    return _(
        "PDF, JPEG, PNG, HEIC or TIFF, up to %(one)s megabytes. Several photographs, up to %(together)s megabytes, "
        "become the pages of one file."
    ) % {
        "one": megabytes(settings.UPLOAD_MAX_BYTES),
        "together": megabytes(settings.UPLOAD_MAX_BYTES_TOGETHER),
    }


class PaperField(forms.FileField):
    """One paper, inspected while the form is read, so that its reason stands beside the field."""

    widget = PagesInput
    default_error_messages = {
        "required": gettext_lazy("Choose the file."),
        "empty": gettext_lazy("The file is empty."),
        "invalid": gettext_lazy("The file did not arrive. Choose it again."),
    }
    default_help_text = lazy(_what_is_accepted, str)()

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", self.default_help_text)
        super().__init__(**kwargs)

    def to_python(self, data):
        uploads = data if isinstance(data, list) else [data]
        uploads = [upload for each in uploads if (upload := super(PaperField, self).to_python(each))]
        if not uploads:
            return None
        try:
            return read_pages(uploads)
        except Refused as refusal:
            raise ValidationError([str(reason) for reason in refusal.reasons], code="refused") from refusal

    def get_bound_field(self, form, field_name):
        """In a form that came back the browser shows no file; the hint says so."""
        bound = super().get_bound_field(form, field_name)
        if form.is_bound and form.files.get(bound.html_name):
            bound.help_text = _("The form came back, so the browser let go of the file. Choose it again.")
        return bound
