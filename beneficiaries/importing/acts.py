"""Which acts on a list are open to somebody, and why the others are not."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import ImportBatch, ImportStage

READERS = "beneficiaries.view_imports"
_OPEN = (ImportStage.READING, ImportStage.COLUMNS, ImportStage.STAGING, ImportStage.STAGED)


def reason_not_to_let_in(batch: ImportBatch, user) -> str | None:
    """A list is let in once its rows are examined, and by a second person."""
    if batch.stage != ImportStage.STAGED:
        return _("The list has gone on meanwhile: %(stage)s.") % {"stage": batch.get_stage_display()}
    if batch.staged_by_id == user.pk:
        return _("A list is let in by somebody other than the one who brought it.")
    return None


def reason_stage_is_another(batch: ImportBatch, *stages: str) -> str | None:
    if batch.stage not in stages:
        return _("The list has gone on meanwhile: %(stage)s.") % {"stage": batch.get_stage_display()}
    return None


def acts_open_to(batch: ImportBatch, user) -> dict[str, str]:
    """The addresses of what this person may do with the list now; "" for what they may not."""
    brings, lets_in = user.may("beneficiaries.import_people"), user.may("beneficiaries.approve_import")
    may = {
        "columns": brings and batch.stage == ImportStage.COLUMNS,
        "let_in": lets_in and reason_not_to_let_in(batch, user) is None,
        "undo": lets_in and batch.stage == ImportStage.COMMITTED,
        "drop": brings and batch.stage in _OPEN,
        "answers": brings and batch.row_count > 0,
    }
    return {act: reverse(f"import_{act}", args=[batch.pk]) if is_open else "" for act, is_open in may.items()}
