"""What could not be brought in, as the same sheet with the reason beside each row: to be mended and brought again."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from arabic.sheets import CSV, XLSX, Sheet, csv_blocks, xlsx_blocks

from ..duplicates.signs import Sign
from ..models import ImportBatch, ImportRow, Outcome, Verdict
from .headings import label_of

KINDS = (XLSX, CSV)
_STAYED = (Verdict.ERROR, Verdict.LIKELY, Verdict.DUPLICATE)


def blocks_of(batch: ImportBatch, kind: str, language: str) -> Iterator[bytes]:
    """The file in blocks, in the language of whoever asked for it: by then the answer has begun."""
    with translation.override(language):
        headings = [*batch.found["headings"], _("Row"), _("Why it was not brought in")]
        title = _("Not brought in")
    sheet = Sheet(title=str(title), headings=headings, rows=_rows(batch, len(headings) - 2, language))
    return xlsx_blocks(sheet) if kind == XLSX else csv_blocks(sheet)


def rows_that_stayed(batch: ImportBatch):
    """Everything that is not in the files and would have been new there."""
    return batch.rows.filter(
        Q(outcome=Outcome.LEFT_OUT) | Q(outcome=Outcome.WAITING, verdict__in=_STAYED)
    ).order_by("number")


def _rows(batch: ImportBatch, width: int, language: str) -> Iterator[list]:
    for row in rows_that_stayed(batch).iterator(chunk_size=500):
        with translation.override(language):
            why = " ".join(_reasons(row, language))
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        yield [*cells, row.number, why]


def _reasons(row: ImportRow, language: str) -> Iterator[str]:
    for field, sentence in row.reasons.get(language, []):
        yield f"{label_of(field)}: {sentence}" if field else sentence
    if row.duplicate_of:
        yield _("The same person stands in row %(row)d.") % {"row": row.duplicate_of}
    for one in row.likely:
        yield from (str(Sign(sign).label) for sign in one["signs"])
