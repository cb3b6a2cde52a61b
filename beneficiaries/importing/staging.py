"""The work on a list before anybody lets it in: opened, then examined in one pass, piece by piece."""

from itertools import islice

from django.core.files.storage import default_storage
from django.db.models import Count, Max
from django.utils import translation
from django.utils.translation import gettext_lazy

from audit.refusals import Refused
from audit.writing import one_transaction, write
from jobs.worker import Lease

from ..duplicates.signs import LARGEST_PIECE
from ..models import ColumnMapping, ImportBatch, ImportRow, ImportStage
from .headings import signature, suggested
from .judging import Judge, in_each_language
from .lists import let_go_of_file
from .reading import Found, look_at, rows_below

PIECE = LARGEST_PIECE
_STAGED = gettext_lazy("Rows of the list examined")


def read_list(lease: Lease, batch: int) -> None:
    """Looks through the file once; its headings then wait for somebody to confirm them."""
    brought = ImportBatch.objects.get(pk=batch)
    if brought.stage != ImportStage.READING:
        return
    try:
        with default_storage.open(brought.key) as file:
            found = look_at(file, brought.original_name, alive=lease.hold)
    except Refused:
        _refuse(lease, brought, lambda file: look_at(file, brought.original_name))
        return
    _opened(lease, brought, found)


def _opened(lease: Lease, brought: ImportBatch, found: Found) -> None:
    remembered = ColumnMapping.objects.filter(signature=signature(found.headings)).first()
    with lease.step(), one_transaction():
        if (now := _still(brought)) is None:
            return
        now.found, now.stage = vars(found), ImportStage.COLUMNS
        now.columns = remembered.columns if remembered else suggested(found.headings)
        now.for_all = remembered.for_all if remembered else {}
        write(now, by=now.staged_by, reason=gettext_lazy("List opened"))


def stage_list(lease: Lease, batch: int) -> None:
    """Judges every row in one pass; what was judged before a worker was lost is not judged again."""
    brought = ImportBatch.objects.select_related("staged_by").get(pk=batch)
    if brought.stage != ImportStage.STAGING:
        return
    try:
        empty = _judge_all(lease, brought)
    except Refused:
        _refuse(lease, brought, lambda file: list(_without_rows(file, Found(**brought.found))))
        return
    if empty is None:
        return
    with lease.step(), one_transaction():
        if (now := _still(brought)) is None:
            return
        now.verdicts = counted(now, "verdict")
        now.row_count, now.empty_count = sum(now.verdicts.values()), empty
        now.stage = ImportStage.STAGED
        let_go_of_file(now)
        write(now, by=now.staged_by, reason=_STAGED)


def _still(brought: ImportBatch) -> ImportBatch | None:
    """The list, locked, while it stands where this work found it; None when somebody gave it up meanwhile."""
    now = ImportBatch.objects.select_for_update().get(pk=brought.pk)
    return now if now.stage == brought.stage else None


def _judge_all(lease: Lease, brought: ImportBatch) -> int | None:
    """How many rows were empty; None when the list was given up on the way."""
    found, judge, empty = Found(**brought.found), Judge(brought), 0
    judged_to = brought.rows.aggregate(Max("number"))["number__max"] or 0
    with translation.override("ar"), default_storage.open(brought.key) as file:
        rows = rows_below(file, found)
        while piece := list(islice(rows, PIECE)):
            filled = [(number, cells) for number, cells in piece if any(cells) and number > judged_to]
            empty += sum(not any(cells) for _number, cells in piece)
            # Judged before the step, which is short: on SQLite nobody else writes meanwhile.
            judged = judge.judge(filled) if filled else []
            with lease.step():
                if _still(brought) is None:
                    return None
                ImportRow.objects.bulk_create(judged)
                lease.hold(done=piece[-1][0] - found.heading_row, total=max(found.rows, 1))
    return empty


def _without_rows(file, found: Found):
    for _row in rows_below(file, found):
        pass
    return ()


def _refuse(lease: Lease, brought: ImportBatch, read) -> None:
    """The list is not accepted, with the reason in each language; nothing of it is kept."""

    def reasons():
        with default_storage.open(brought.key) as file:
            try:
                read(file)
            except Refused as refusal:
                return refusal.by_field
        return []

    said = in_each_language(reasons)
    with lease.step(), one_transaction():
        if (now := _still(brought)) is None:
            return
        now.refusal, now.stage = said, ImportStage.REFUSED
        now.rows.all().delete()
        let_go_of_file(now)
        write(now, by=now.staged_by, reason=gettext_lazy("List not accepted"))


def counted(batch: ImportBatch, field: str) -> dict[str, int]:
    """How many rows of the list there are of each kind."""
    counts = batch.rows.order_by().values_list(field).annotate(Count("id"))
    return {kind: number for kind, number in counts}  # noqa: C416
