"""Bringing a list, saying what its columns mean, letting it in, undoing it, giving it up: the acts of people."""

import hashlib
import secrets
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write
from jobs.work import enqueue

from ..models import ColumnMapping, ImportBatch, ImportStage
from ..papers import LONGEST_NAME, Provisional
from .headings import IMPORTED, WHOLE_NAME, signature
from .reading import kind_of

READ, STAGE, COMMIT, UNDO = (f"beneficiaries.{act}_list" for act in ("read", "stage", "commit", "undo"))
OPEN = (ImportStage.READING, ImportStage.COLUMNS, ImportStage.STAGING, ImportStage.STAGED)


def bring_list(upload, *, by) -> ImportBatch:
    """Keeps the file privately until it is read, and asks for it to be opened; what is no list is refused at once."""
    refuse_without(by, "beneficiaries.import_people")
    name = clean_line(PurePosixPath((upload.name or "").replace("\\", "/")).name)[-LONGEST_NAME:]
    kind_of(upload, name)
    digest = hashlib.sha256()
    upload.seek(0)
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    with one_transaction():
        key = default_storage.save(secrets.token_urlsafe(24), upload)
        transaction.on_commit(Provisional(key).keep)
        batch = ImportBatch(
            original_name=name or _("List without a name"),
            key=key,
            size=upload.size,
            sha256=digest.hexdigest(),
            staged_by=by,
            staged_at=timezone.now(),
        )
        write(batch, by=by, reason=gettext_lazy("List brought"))
        enqueue(READ, about=batch.about, batch=batch.pk)
    return batch


def confirm_columns(batch, *, columns: list[str], for_all: dict, by, seen_version=None) -> ImportBatch:
    """What each column means, remembered for lists with the same headings; then the rows are examined."""
    refuse_without(by, "beneficiaries.import_people")
    columns = [name if name in IMPORTED else "" for name in columns]
    _refuse_odd_columns(columns, for_all)
    with one_transaction():
        now = locked(batch, ImportStage.COLUMNS, seen_version=seen_version)
        now.columns, now.for_all, now.stage = columns, for_all, ImportStage.STAGING
        write(now, by=by, reason=gettext_lazy("Columns of the list confirmed"))
        ColumnMapping.objects.update_or_create(
            signature=signature(now.found["headings"]), defaults={"columns": columns, "for_all": for_all}
        )
        enqueue(STAGE, about=now.about, batch=now.pk)
    return now


def _refuse_odd_columns(columns: list[str], for_all: dict) -> None:
    named = [name for name in columns if name]
    if len(named) != len(set(named)):
        raise Refused(_("Two columns mean the same; choose each meaning for one column."))
    if WHOLE_NAME not in named and "first_name" not in named:
        raise Refused(_("No column holds the name. Choose the column in which it stands."))


def let_in(batch: ImportBatch, *, different_because: str, by, seen_version=None) -> ImportBatch:
    """A second person lets the list in; rows that look like files that are there only with a reason."""
    refuse_without(by, "beneficiaries.approve_import")
    with one_transaction():
        now = locked(batch, ImportStage.STAGED, seen_version=seen_version)
        if now.staged_by_id == by.pk:
            raise Refused(_("A list is let in by somebody other than the one who brought it."))
        if not (
            now.staged_by.may("beneficiaries.add_person") and now.staged_by.may("beneficiaries.import_people")
        ):
            raise Refused(
                _("%(name)s, who brought the list, may no longer open files. Let somebody bring it anew.")
                % {"name": now.staged_by}
            )
        now.different_because = clean_line(different_because)[:300]
        now.approved_by, now.approved_at, now.stage = by, timezone.now(), ImportStage.COMMITTING
        write(now, by=by, reason=gettext_lazy("List let in"), note=now.different_because)
        enqueue(COMMIT, about=now.about, batch=now.pk)
    return now


def undo_list(batch: ImportBatch, *, by, seen_version=None) -> ImportBatch:
    """Takes everything back that the list brought, as long as nothing was built on it."""
    refuse_without(by, "beneficiaries.approve_import")
    with one_transaction():
        now = locked(batch, ImportStage.COMMITTED, seen_version=seen_version)
        now.undone_by, now.undone_at, now.stage = by, timezone.now(), ImportStage.UNDOING
        now.refusal = {}
        write(now, by=by, reason=gettext_lazy("List undone"))
        enqueue(UNDO, about=now.about, batch=now.pk)
    return now


def drop_list(batch: ImportBatch, *, by, seen_version=None) -> ImportBatch:
    """Gives a list up before it was let in."""
    refuse_without(by, "beneficiaries.import_people")
    with one_transaction():
        now = locked(batch, *OPEN, seen_version=seen_version)
        now.stage = ImportStage.DROPPED
        let_go_of_file(now)
        now.rows.all().delete()
        return write(now, by=by, reason=gettext_lazy("List given up"))


def locked(batch: ImportBatch, *stages: str, seen_version=None) -> ImportBatch:
    """The list as it stands now, locked; refused when it has gone on meanwhile."""
    now = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if now.stage not in stages:
        raise Refused(_("The list has gone on meanwhile: %(stage)s.") % {"stage": now.get_stage_display()})
    refuse_stale(now, seen_version)
    return now


def let_go_of_file(batch: ImportBatch) -> None:
    """The file goes when the list no longer needs it; its rows hold what it said."""
    key, batch.key = batch.key, ""
    if key:
        transaction.on_commit(lambda: default_storage.delete(key))


def refuse_without(by, permission: str) -> None:
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))
