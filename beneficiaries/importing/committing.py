"""Letting a list into the files: piece by piece, each piece in one transaction, each row once."""

import logging

from django.db import DataError, IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.refusals import Refused
from audit.writing import one_transaction, write
from jobs.worker import Lease

from ..duplicates.pairs import LooksLikeAnother
from ..models import Beneficiary, ImportBatch, ImportRow, ImportStage, Outcome, Verdict
from ..people import add_person, change_person
from .cells import RowReader
from .judging import LANGUAGES, besides_what_is_known
from .lists import locked
from .staging import counted

log = logging.getLogger(__name__)
# SPEED: on SQLite nobody else writes while a piece is written, half a second or so.
PIECE = 25
ADDED = gettext_lazy("Person added from a list")
CHANGED = gettext_lazy("Personal data changed from a list")


def commit_list(lease: Lease, batch: int) -> None:
    """What a row says is judged once more as it is written; a row that no longer fits is left out with its reason."""
    brought = ImportBatch.objects.select_related("staged_by", "approved_by").get(pk=batch)
    if brought.stage != ImportStage.COMMITTING:
        return
    reader = RowReader(brought.columns, brought.for_all, by=brought.staged_by)
    waiting = brought.rows.filter(verdict__in=verdicts_let_in(brought), outcome=Outcome.WAITING)
    total, left = waiting.count(), True
    done = brought.rows.exclude(outcome=Outcome.WAITING).count()
    while left:
        with lease.step(), one_transaction():
            piece = list(waiting.order_by("number")[:PIECE])
            for row in piece:
                _bring_in(row, brought, reader)
            lease.hold(done=(done := done + len(piece)), total=max(total, done))
            left = bool(piece)
    with lease.step(), one_transaction():
        now = locked(brought, ImportStage.COMMITTING)
        now.outcomes, now.stage = counted(now, "outcome"), ImportStage.COMMITTED
        write(now, by=now.approved_by, reason=gettext_lazy("List brought in"))


def verdicts_let_in(batch: ImportBatch) -> list[str]:
    """Which rows come in: those that look like a file that is there only with the reason for all of them."""
    return [Verdict.NEW, Verdict.UPDATES, *([Verdict.LIKELY] if batch.different_because else [])]


def _bring_in(row: ImportRow, batch: ImportBatch, reader: RowReader) -> None:
    """One row, or nothing of it: tried again in the other language only to say the reason."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            try:
                # Of its own, so that what a refused row began is undone and the piece goes on.
                with transaction.atomic():
                    _write(row, batch, reader)
                break
            except Refused as refusal:
                said[language] = _reasons(refusal)
            except (IntegrityError, DataError):
                log.exception("Row %s of list %s", row.number, batch.pk)
                sentence = _("The database does not accept this row; tell the system administrator.")
                said[language] = [["", sentence]]
    else:
        row.outcome, row.reasons = Outcome.LEFT_OUT, said
    row.save(update_fields=["outcome", "reasons", "person_pk", "version_before", "version_after"])


def _reasons(refusal: Refused) -> list[list[str]]:
    if isinstance(refusal, LooksLikeAnother):
        return [["", sentence] for one in refusal.found for sentence in one.sentences]
    return [[name or "", str(sentence)] for name, sentence in refusal.by_field]


def _write(row: ImportRow, batch: ImportBatch, reader: RowReader) -> None:
    fields = reader.read(row.cells).fields
    if row.verdict != Verdict.UPDATES:
        person = add_person(
            by=batch.staged_by,
            reason=ADDED,
            different_because=batch.different_because,
            **reader.of_new_person(fields),
        )
        row.person_pk, row.version_before, row.version_after = person.pk, None, person.version
        row.outcome = Outcome.ADDED
        return
    file = Beneficiary.objects.get(pk=row.person_pk)
    before = file.version
    person = change_person(file, by=batch.staged_by, reason=CHANGED, **besides_what_is_known(file, fields))
    row.version_before, row.version_after = before, person.version
    row.outcome = Outcome.CHANGED if person.version != before else Outcome.LEFT_OUT
