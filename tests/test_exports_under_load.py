"""Long lists that are taken along: row by row, in bounded memory, and in nobody's way."""

import sqlite3
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from audit import exporting
from audit.models import ReadLog
from beneficiaries.listing.export import PeopleExport
from tests import factories as make

MANY = 10_000


def long_list(number: int, file_format: str = "csv") -> tuple[PeopleExport, ReadLog]:
    """A list of so many people, and its row of the access log."""
    clerk = make.make_user(Role.RECEPTION, username="reception")
    person = make.make_person()
    make.copies(person, number - 1, identity_number=lambda place: make.identity_number(1_000_000 + place))
    export = PeopleExport({}, clerk)
    details = {
        "list": "people",
        "format": file_format,
        "columns": [column.key for column in export.columns],
        "rows": number,
        "filter": {},
    }
    taken = ReadLog.objects.create(
        user=clerk, action="export", model="beneficiaries.beneficiary", reason="كشف", details=details
    )
    return export, taken


@pytest.mark.django_db
def test_ten_thousand_rows_are_asked_for_in_turn_and_none_twice():
    export, taken = long_list(MANY)
    parts = -(-MANY // exporting.AT_A_TIME)
    with CaptureQueriesContext(connection) as captured:
        blocks = export.blocks(taken)
        assert len(captured) == 0
        next(blocks), next(blocks), next(blocks)
        assert len(captured) == 0
        first = next(blocks)
        assert len(captured) <= 1 + len(first) // (exporting.AT_A_TIME * 50)
        text = first + b"".join(blocks)
    assert text.count(b"\r\n") == MANY
    assert len(captured) in (parts, parts + 1)
    assert not [row["sql"] for row in captured if "OFFSET" in row["sql"] or "LIMIT" not in row["sql"]]
    numbers = {line.split(",")[5] for line in text.decode().splitlines()}
    assert len(numbers) == MANY


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_long_list_takes_no_more_memory_than_a_short_one(file_format, settings):
    export, taken = long_list(6_000, file_format)

    def peak(rows):
        settings.EXPORT_MOST_ROWS = rows
        tracemalloc.start()
        for _block in export.blocks(taken):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    # What is remembered of days and labels is remembered by the first run.
    peak(6_000)
    assert peak(6_000) < peak(1_000) + 1_000_000


@pytest.mark.django_db
def test_no_more_rows_than_the_limit_leave_even_if_more_came_meanwhile(settings):
    export, taken = long_list(30)
    settings.EXPORT_MOST_ROWS = 20
    assert b"".join(export.blocks(taken)).count(b"\r\n") == 2 + 20


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's readers can be in a writer's way")
@pytest.mark.django_db(transaction=True)
def test_a_slow_reader_of_a_file_holds_no_lock():
    export, taken = long_list(2_000)
    blocks = export.blocks(taken)
    for _block in range(4):
        next(blocks)
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        # Nobody still reads an older state of the database, so its log can be emptied.
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    finally:
        other.close()
    assert b"".join(blocks)
