"""A list on its way into the files, as the tests need it."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from beneficiaries.importing.lists import bring_list, confirm_columns, let_in, undo_list
from beneficiaries.models import ImportBatch
from jobs import worker
from tests import factories as make

from .sheets import HEADINGS, xlsx

CITY = {"city": "الطائف"}


def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def director():
    return make.make_user(Role.EXECUTIVE, username="executive")


def work() -> None:
    """Does everything that waits; a job that fails fails the test."""
    while (job := worker.run_next()) is not None:
        job.refresh_from_db()
        assert job.done_at is not None, job.problem


def upload(file: io.BytesIO, name: str = "المستفيدون.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, file.getvalue())


def brought(*rows, headings=HEADINGS, name="المستفيدون.xlsx", file=None) -> ImportBatch:
    batch = bring_list(upload(file or xlsx(headings, *rows), name), by=clerk())
    work()
    return again(batch)


def staged(*rows, headings=HEADINGS, for_all=None, **options) -> ImportBatch:
    batch = brought(*rows, headings=headings, **options)
    confirm_columns(batch, columns=batch.columns, for_all=for_all or {}, by=clerk())
    work()
    return again(batch)


def committed(*rows, because: str = "", **options) -> ImportBatch:
    batch = staged(*rows, **options)
    let_in(batch, different_because=because, by=director())
    work()
    return again(batch)


def undone(batch: ImportBatch) -> ImportBatch:
    undo_list(batch, by=director())
    work()
    return again(batch)


def again(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_related("staged_by").get(pk=batch.pk)


def verdicts(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("verdict", flat=True))


def outcomes(batch: ImportBatch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("outcome", flat=True))


def person_row(seed: int, name: str = "", **cells) -> list[str]:
    """A row of the usual headings about somebody of their own."""
    values = {
        "identity_number": make.identity_number(seed),
        "name": name or f"منيرة {make.spelt(seed)} سالم القثامي",
        "phone": f"05{seed:08d}",
        "birth": "1412/03/05",
        "gender": "أنثى",
        "city": "الطائف",
        "district": "الشفا",
        **cells,
    }
    return list(values.values())
