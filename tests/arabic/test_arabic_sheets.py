"""Sheets for Excel: what is text stays that text, and none of it is ever a formula."""

import csv
import io
import re
import tempfile
import tracemalloc
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.sheets import LONGEST_CELL, Sheet, csv_blocks, defused, writable, xlsx_blocks

DANGEROUS = [
    "=1+1",
    "+966551234567",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝cmd|' /C calc'!A0",
    "＋1",
    "－1",
    "＠SUM",
    "﹣1",
    "⁺1",
    "\u22121",
    "  =1+1",
    "\u00a0=1",
    "\u200f=HYPERLINK(0)",
    "\ufeff=1",
    "\u2066\u200b =1",
    "\u3164=1",
    "\u2800@x",
    "\u2028=1",
    "\x00=1",
    "\x1f-1",
]
HARMLESS = ["", "سارة", "'=1", "5-6", "a=b", "(=1)", "0501234567", "#N/A", "TRUE", "1e5", "«-»", "  ", "؛ - "]


def as_csv(*rows, **about) -> str:
    return b"".join(csv_blocks(Sheet("قائمة", ["أ"], rows, **about))).decode()


def cells_of_csv(*rows, **about) -> list[list[str]]:
    text = as_csv(*rows, **about)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def book_of(*sheets) -> io.BytesIO:
    return io.BytesIO(b"".join(xlsx_blocks(*sheets)))


def cells_of_xlsx(*rows) -> list[list]:
    page = openpyxl.load_workbook(book_of(Sheet("قائمة", ["أ"], rows))).active
    return [list(row) for row in page.iter_rows()]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_before_it(text):
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_no_spreadsheet_runs_stays_as_it_is(text):
    assert defused(text) == text


def test_the_sheets_of_both_kinds_hold_the_whole_corpus_as_texts():
    corpus = [*DANGEROUS, *HARMLESS]
    for row, text in zip(cells_of_xlsx(*([text] for text in corpus))[1:], corpus, strict=True):
        assert row[0].value is None or row[0].data_type == "s", text
        written = defused(writable(text)).replace("\r", "\n")
        assert (row[0].value or "") == written
    for row, text in zip(cells_of_csv(*([text] for text in corpus))[1:], corpus, strict=True):
        assert "".join(row).replace("'", "") == writable(text).replace("'", "")


def dangerous(text: str) -> bool:
    """Said once more, in other words than the writer's."""
    bare = text.lstrip(
        "".join(letter for letter in set(text) if unicodedata.category(letter) in ("Cf", "Zs", "Zl", "Zp"))
    )
    return bool(re.match("[\t\r\n=+\\-@＝＋－＠]", bare))


SIGNS = st.text(st.sampled_from("=+-@＝＋－＠\t\r\n ;|,\"'\u200f\u200b\ufeff\u00a0aس0\x00"), max_size=12)
ANY_TEXT = st.one_of(st.text(max_size=40), SIGNS)


@given(ANY_TEXT)
def test_no_text_begins_a_formula_and_none_is_changed_otherwise(text):
    cell = defused(text)
    assert not dangerous(cell)
    assert cell in (text, f"'{text}")


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_a_row_of_a_csv_keeps_its_cells_and_begins_none_with_a_formula(texts):
    [_heading, cells] = cells_of_csv(texts)
    assert len(cells) == len(texts)
    for cell, text in zip(cells, texts, strict=True):
        assert not dangerous(cell)
        assert cell.replace("'", "") == writable(text).replace("'", "")
        # Where Excel parts cells at another sign, none of the parts begins a formula either.
        assert not any(dangerous(part) for part in re.split(r"[;|\t\n\r]", cell))


@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_a_row_of_an_xlsx_keeps_its_texts(texts):
    [_heading, cells] = cells_of_xlsx(texts)
    for cell, text in zip(cells, texts, strict=False):
        assert (cell.value or "") == defused(writable(text)).replace("\r\n", "\n").replace("\r", "\n")
        assert not dangerous(cell.value or "")


def test_numbers_and_days_are_no_texts_and_identity_numbers_are():
    row = [
        -5,
        Decimal("12.50"),
        date(2026, 11, 21),
        datetime(2026, 11, 21, 21, 30, tzinfo=UTC),
        "0501234567",
        None,
    ]
    number, amount, day, moment, phone, *_nothing = cells_of_xlsx(row)[1]
    assert (number.value, number.data_type) == (-5, "n")
    assert (float(amount.value), amount.data_type) == (12.5, "n")
    assert (day.value.isoformat(), day.is_date) == ("2026-11-21T00:00:00", True)
    assert moment.value.isoformat() == "2026-11-22T00:30:00"
    assert (phone.value, phone.data_type, phone.number_format) == ("0501234567", "s", "@")
    assert cells_of_csv(row)[1] == ["-5", "12.50", "2026-11-21", "2026-11-22 00:30", "0501234567", ""]


def test_a_day_before_excel_can_count_is_written_out():
    [_heading, [day]] = cells_of_xlsx([date(1893, 5, 4)])
    assert day.value == "1893-05-04"


def test_a_sheet_runs_from_right_to_left_under_bold_headings_that_stay():
    sheet = Sheet(
        "قائمة [المستفيدين]: كل / الفروع والمدن والأحياء", ["=الاسم"], [["سارة"]], widths=[30], footer="A&B"
    )
    with zipfile.ZipFile(book_of(sheet)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'rightToLeft="1"' in xml
    assert "A&amp;&amp;B" in xml
    page = openpyxl.load_workbook(book_of(sheet)).active
    assert page["A1"].value == "'=الاسم"
    assert page["A1"].font.bold
    assert not page["A2"].font.bold
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["A"].width == 30
    assert len(page.title) <= 31


def test_a_second_sheet_stands_behind_the_first():
    book = openpyxl.load_workbook(
        book_of(Sheet("أ", ["س"], [[1]]), Sheet("ب", ["ص"], [[2]], right_to_left=False))
    )
    assert book.sheetnames == ["أ", "ب"]
    assert not book["ب"].sheet_view.rightToLeft


def test_lines_above_the_headings_of_a_csv_are_defused_too():
    assert cells_of_csv(preface=["=1", "من صدّره"]) == [["'=1"], ["من صدّره"], ["أ"]]


def test_a_footer_is_no_longer_than_excel_takes():
    page = openpyxl.load_workbook(book_of(Sheet("أ", ["س"], [], footer="&" * 300))).active
    assert len(page.oddFooter.center.text) <= 250


def test_what_is_longer_than_a_cell_says_so():
    [_heading, [cell]] = cells_of_xlsx(["ن" * (LONGEST_CELL + 5)])
    assert len(cell.value) == LONGEST_CELL
    assert cell.value.endswith("…")


def rows_of(number: int, made: list):
    for place in range(number):
        made.append(place)
        yield [place, f"سارة محمد {place}", "0501234567"]


def test_lines_of_a_csv_are_made_as_they_are_asked_for():
    made = []
    blocks = csv_blocks(Sheet("قائمة", ["أ"], rows_of(100_000, made)))
    for _block in range(3):
        next(blocks)
    assert 0 < len(made) < 5_000


@pytest.mark.parametrize("blocks_of", [csv_blocks, xlsx_blocks])
def test_ten_times_the_rows_take_no_more_memory(blocks_of):
    def peak(number):
        tracemalloc.start()
        for _block in blocks_of(Sheet("قائمة", ["أ"], ([place, "سارة محمد"] for place in range(number)))):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(100)
    assert peak(5_000) < peak(500) + 500_000


@pytest.fixture
def own_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_no_rows_stay_on_disk_when_the_work_is_done_or_broken_off(own_temporary_folder):
    def broken():
        yield ["سارة"]
        assert left_in(own_temporary_folder)
        raise ZeroDivisionError

    book_of(Sheet("قائمة", ["أ"], [["سارة"]]))
    with pytest.raises(ZeroDivisionError):
        book_of(Sheet("قائمة", ["أ"], broken()))
    leaving = xlsx_blocks(Sheet("قائمة", ["أ"], [["سارة"]]))
    next(leaving)
    leaving.close()
    assert left_in(own_temporary_folder) == []
