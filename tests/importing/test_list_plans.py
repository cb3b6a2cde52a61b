"""What is asked for each piece of a list, and for each page of its rows, is answered by an index: not by every row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.importing.judging import Judge
from beneficiaries.models import ImportRow

from .bringing import clerk, person_row, staged

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="without figures SQLite chooses worse"),
]
MANY = 400


@pytest.fixture
def batch():
    batch = staged(person_row(1), person_row(2, birth="x"))
    row = batch.rows.get(number=2)
    for number in range(MANY):
        row.pk, row.number = None, 100 + number
        row.key, row.alike_name, row.alike_phone = f"k{number}", f"n{number}", f"p{number}"
        row.save(force_insert=True)
    return batch


def plans(captured) -> list[str]:
    """How each question about rows is answered, and by which index."""
    asked = [row["sql"] for row in captured if row["sql"].startswith("SELECT") and "_importrow" in row["sql"]]
    told = []
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"))
            told.append(" ".join(line[3] for line in cursor.fetchall()))
    return told


def test_the_same_person_and_who_is_like_them_are_looked_up_by_what_they_have_in_common(batch):
    judge, rows = Judge(batch), [(n, [str(cell) for cell in person_row(n)]) for n in range(600, 620)]
    with CaptureQueriesContext(connection) as captured:
        judge.judge(rows)
    told = plans(captured)
    for index in ("rows_of_one_person", "rows_with_one_name", "rows_with_one_phone"):
        assert [plan for plan in told if index in plan], told
    assert len(told) == 3


@pytest.mark.parametrize("query", ["", "?after=150", "?kind=error", "?kind=new&after=150"])
def test_each_page_of_rows_is_read_from_where_it_begins(sign_in, batch, query):
    client = sign_in(clerk())
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("import_detail", args=[batch.pk]) + query).status_code == 200
    (plan,) = plans(captured)
    assert "SEARCH" in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def test_what_is_left_to_bring_in_is_found_from_an_index(batch):
    with CaptureQueriesContext(connection) as captured:
        list(batch.rows.filter(verdict__in=["new", "updates"], outcome="").order_by("number")[:100])
    (plan,) = plans(captured)
    assert "SCAN" not in plan
    assert ImportRow.objects.count() == MANY + 2
