"""Lists as sheets for Excel: CSV and XLSX, row by row, in which no text can become a formula."""

import csv
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .calendars import RIYADH

CSV, XLSX = "csv", "xlsx"
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BLOCK = 64 * 1024
# What Excel holds in one cell, and the first day that it can count.
LONGEST_CELL, FIRST_DAY = 32_767, date(1900, 3, 1)
# With a longer one Excel takes the file for broken.
LONGEST_FOOTER = 120
# What XML and Excel cannot hold at all.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_SIGNS, _STARTS = frozenset("=+-@"), frozenset("\t\r\n")
# Drawn as nothing although they count as letters or signs.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(n) for n in range(0xFE00, 0xFE10)
}
# Excel takes the separator of lists from the office's language, the semicolon in some: there a cell can begin in the
# midst of a text.
_NEW_CELL = re.compile(r"(?<=[;|\t])|(?<=[\n\r])(?![\n\r])")


def _is_blank(letter: str) -> bool:
    return letter in _BLANKS or unicodedata.category(letter) in ("Cc", "Cf", "Zs", "Zl", "Zp")


def _begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula: by its first sign of any width, behind any blanks."""
    for letter in text:
        if letter in _STARTS or unicodedata.normalize("NFKC", letter)[:1] in _SIGNS or letter == "\u2212":
            return True
        if not _is_blank(letter):
            return False
    return False


def defused(text: str) -> str:
    """The text as a cell: an apostrophe stands before what would be a formula; nothing else is changed.

    SECURITY: text of beneficiaries is opened in Excel by the association's staff.
    """
    return f"'{text}" if _begins_a_formula(text) else text


def _defused_in_csv(text: str) -> str:
    return "".join(map(defused, _NEW_CELL.split(text)))


def writable(text: str) -> str:
    """The text without what no sheet can hold."""
    return _UNWRITABLE.sub("", text)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its headings, and its rows as they come. Texts stay texts, so that 0501… keeps its zero."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence]
    # Lines above the headings of a CSV, which has no second sheet.
    preface: Sequence[str] = ()
    # Widths of columns in letters, as far as they are given.
    widths: Sequence[int] = ()
    right_to_left: bool = True
    # Printed below each page.
    footer: str = ""


def csv_blocks(sheet: Sheet) -> Iterator[bytes]:
    """The sheet as CSV in UTF-8 with the mark by which Excel knows it; a line is made when it is asked for."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for text in sheet.preface:
        yield line.of(writer, [text])
    yield line.of(writer, sheet.headings)
    waiting = bytearray()
    for cells in sheet.rows:
        waiting += line.of(writer, cells)
        if len(waiting) > BLOCK:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


class _Line:
    """Where a csv.writer puts its line."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text

    def of(self, writer, cells) -> bytes:
        writer.writerow([_csv_cell(value) for value in cells])
        return self.text.encode()


def _csv_cell(value):
    if value is None or isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return _in_riyadh(value).isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else _defused_in_csv(writable(str(value)))


def _in_riyadh(moment: datetime) -> datetime:
    return timezone.make_naive(moment, RIYADH) if timezone.is_aware(moment) else moment


def xlsx_blocks(*sheets: Sheet) -> Iterator[bytes]:
    """The sheets as one XLSX file: written to a temporary file row by row, then given out in blocks."""
    with tempfile.TemporaryFile() as file:
        with _workbook() as book:
            for sheet in sheets:
                _write(book, sheet)
            book.save(file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block


@contextmanager
def _workbook():
    """A workbook whose rows lie on disk; they do not stay there when the work is broken off."""
    book = Workbook(write_only=True)
    try:
        yield book
    finally:
        for sheet in book.worksheets:
            # SECURITY: openpyxl leaves the rows of an unfinished sheet in the temporary folder until the server ends.
            if sheet._writer is not None:
                with suppress(Exception):
                    sheet.close()
                with suppress(FileNotFoundError):
                    sheet._writer.cleanup()


def _write(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(_title(sheet.title))
    page.sheet_view.rightToLeft = sheet.right_to_left
    page.freeze_panes = "A2"
    page.oddFooter.center.text = sheet.footer[:LONGEST_FOOTER].replace("&", "&&") or None
    for place, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.append([_cell(page, heading, font=Font(bold=True)) for heading in sheet.headings])
    for cells in sheet.rows:
        page.append([_cell(page, value) for value in cells])


def _title(text: str) -> str:
    """Excel takes 31 letters, and not these."""
    return re.sub(r"[\\/*?:\[\]']", " ", writable(text))[:31].strip() or "1"


def _cell(page, value, font: Font | None = None):
    """Numbers and days as such; everything else as text, which Excel neither counts nor rounds."""
    if isinstance(value, datetime):
        value = _in_riyadh(value)
    if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < FIRST_DAY:
        value = value.isoformat()
    if value is None or isinstance(value, int | float | Decimal | date):
        return WriteOnlyCell(page, value)
    text = defused(writable(str(value)))
    cell = WriteOnlyCell(page, text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…")
    # A text such as "#N/A" would be an error.
    cell.data_type = "s"
    cell.number_format = "@"
    if font is not None:
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
