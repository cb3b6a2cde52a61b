"""Where the association runs a virus scanner: what it says of each paper, and papers that wait until it answers."""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import system_user
from audit.refusals import Refused
from audit.writing import write
from jobs.work import enqueue

from .clamd import ScannerAway, is_set_up, virus_in
from .keeping import open_paper
from .models import ScanState, StoredFile, VirusScan
from .thumbnails import give_thumbnail, picture_of

log = logging.getLogger(__name__)
SCAN = "beneficiaries.scan_paper"
SCANNED = gettext_lazy("Scanned for viruses")
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
# No pause grows beyond the longest one after so many attempts.
_DOUBLED_AT_MOST = 10


def scanned(content: bytes) -> str:
    """What is known of a paper that arrives: clean, waiting, or "" where no scanner is set up; Refused for a virus."""
    if not is_set_up():
        return ""
    try:
        virus = virus_in(content)
    except ScannerAway as away:
        log.warning("The virus scanner does not answer; a paper waits for it. %s", away)
        return ScanState.WAITING
    if virus:
        log.warning("A paper was refused at reception: it carries %s.", virus)
        raise Refused(_("The virus scan found something harmful in this file. It was not kept."))
    return ScanState.CLEAN


def note_scan(stored: StoredFile, state: str, *, by) -> None:
    """Writes down, in the caller's transaction, how a received paper stands; one that waits is scanned as a job."""
    if not state:
        return
    scan = VirusScan(file=stored, state=state)
    if state == ScanState.WAITING:
        _ask_again(stored.pk, 1)
    else:
        scan.scanned_at = timezone.now()
    write(scan, by=by, reason=SCANNED)


def closed_in_words(state: str | None) -> list[str]:
    """What is said beside a paper that stays closed; nothing of any other."""
    return [ScanState(state).label] if state in (ScanState.WAITING, ScanState.INFECTED) else []


def reason_closed(stored: StoredFile) -> str | None:
    """Why a paper is not given out; None for one that may be opened."""
    scan = VirusScan.objects.filter(file=stored).first()
    if scan is None or scan.state == ScanState.CLEAN:
        return None
    if scan.state == ScanState.WAITING:
        return _("This file waits for the virus scan. It opens by itself once the scan has found it clean.")
    return _("The virus scan found something harmful in this file. It stays closed; ask for another copy.")


def scan_paper(lease, *, file: int, attempt: int) -> None:
    """The job: scans a paper that waits; while the scanner is away it is asked for again, later and later."""
    scan = VirusScan.objects.filter(file=file, state=ScanState.WAITING).select_related("file").first()
    if scan is None:
        return
    with open_paper(scan.file) as kept:
        content = kept.read()
    try:
        virus = virus_in(content)
    except ScannerAway as away:
        log.warning("File %s still waits for the virus scanner, attempt %s. %s", file, attempt, away)
        with lease.step():
            _ask_again(file, attempt + 1)
        return
    picture = None if virus else picture_of(scan.file.kind, content)
    with lease.step():
        scan.state = ScanState.INFECTED if virus else ScanState.CLEAN
        scan.found, scan.scanned_at = virus, timezone.now()
        write(scan, by=system_user(), reason=SCANNED)
        if not virus:
            give_thumbnail(scan.file, picture)


def _ask_again(file: int, attempt: int) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(attempt - 1, _DOUBLED_AT_MOST), LONGEST_PAUSE)
    about = f"virus scan {attempt} of file {file}"
    enqueue(SCAN, about=about, not_before=timezone.now() + pause, file=file, attempt=attempt)
