"""XLSX files: what is refused before a cell is read, and the rows of the one sheet as text."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from arabic.text import listed
from audit.refusals import Refused

# SECURITY: counted on what really comes out of the archive; what its directory says may be a lie.
MOST_UNPACKED, MOST_MEMBERS = 400 * 1024**2, 2000
LARGEST_RATIO, RATIO_COUNTS_FROM = 200, 4 * 1024**2
# openpyxl keeps these in memory while it reads the sheet row by row.
LARGEST_STRINGS, LARGEST_OTHER = 80 * 1024**2, 30 * 1024**2
LAST_ROW = 1_048_576
MOST_COLUMNS = 100
# The overlap holds more than one row, so that the cell of a formula can be named.
_PIECE, _OVERLAP, _SIGN_OF_LIFE = 256 * 1024, 20_000, 8 * 1024**2
_MERGED = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:]{2,30})[\"']")
_FORMULA = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?f[\s/>]")
_CELL = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?c\s[^>]*?r\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def broken() -> Refused:
    return Refused(
        _("This file is damaged and cannot be read. Open it in Excel, save it again and try that.")
    )


def refuse_unsafe(file, alive=lambda: None) -> int:
    """Streams the whole archive once; returns about how many rows it has, or raises Refused with the reason.

    `alive` is called now and then: a large file takes longer than a worker may be silent.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _look_through(archive, _size_of(file), alive)
    except Refused:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise broken() from error
    except RuntimeError as error:
        # zipfile says so when a member is encrypted.
        raise encrypted() from error


def encrypted() -> Refused:
    return Refused(_("The file is protected with a password. Save it without a password and try again."))


def _size_of(file) -> int:
    file.seek(0, 2)
    return max(file.tell(), 1)


def _look_through(archive: zipfile.ZipFile, packed: int, alive) -> int:
    members = archive.infolist()
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise encrypted()
    if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise _macros()
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(_("This is no Excel workbook. Choose an .xlsx or a .csv file."))
    if len(members) > MOST_MEMBERS:
        raise _bomb()
    unpacked = rows = 0
    for member in members:
        look = _Look(member.filename)
        with archive.open(member) as stream:
            while piece := stream.read(_PIECE):
                if unpacked // _SIGN_OF_LIFE != (unpacked + len(piece)) // _SIGN_OF_LIFE:
                    alive()
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED or (
                    unpacked > RATIO_COUNTS_FROM and unpacked > packed * LARGEST_RATIO
                ):
                    raise _bomb()
                look.at(piece)
        rows += look.rows
    return rows


def _macros() -> Refused:
    return Refused(_("The file holds macros. Save it as an .xlsx workbook without macros and try again."))


def _bomb() -> Refused:
    return Refused(
        _("Unpacked, this file is far larger than a list of people. Copy the list into a new workbook.")
    )


class _Look:
    """What one member of the archive holds, seen piece by piece."""

    def __init__(self, name: str):
        self.name, self.size, self.rows, self.before = name, 0, 0, b""
        self.is_sheet = name.startswith("xl/worksheets/")
        self.is_xml = name.endswith((".xml", ".rels", ".vml"))
        self.most = MOST_UNPACKED if self.is_sheet else LARGEST_OTHER
        if name.endswith("sharedStrings.xml"):
            self.most = LARGEST_STRINGS

    def at(self, piece: bytes) -> None:
        if not self.size and self.is_xml and piece.startswith(_UTF_16):
            raise broken()
        self.size += len(piece)
        if self.size > self.most:
            raise _bomb()
        seen = self.before + piece
        if self.is_xml and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
            raise broken()
        if self.name == "[Content_Types].xml" and b"macroEnabled" in seen:
            raise _macros()
        if self.is_sheet:
            self._sheet(seen)
        self.before = seen[-_OVERLAP:]

    def _sheet(self, seen: bytes) -> None:
        """SPEED: a sheet has tens of megabytes; the patterns are asked only where a plain search found something."""
        if b"mergeCell" in seen and (found := _MERGED.search(seen)):
            raise Refused(
                _("Cells are merged (%(cells)s). Separate them, so that each row stands by itself.")
                % {"cells": found[1].decode()}
            )
        if (b"<f" in seen or b":f" in seen) and (found := _FORMULA.search(seen)):
            cells = _CELL.findall(seen, 0, found.start())
            raise formula(cells[-1].decode() if cells else "?")
        # Begun in the overlap, a row was counted with the piece before.
        self.rows += seen.count(b"<row ") - self.before.count(b"<row ")


def formula(cell: str) -> Refused:
    return Refused(
        _("Cell %(cell)s holds a formula. Copy the list, paste it as values only, and try again.")
        % {"cell": cell}
    )


def rows_of(file) -> Iterator[tuple[int, list[str]]]:
    """The rows of the sheet with their numbers, as text; the whole file is never in memory."""
    book = _opened(file)
    try:
        yield from _rows(_the_sheet(book))
    finally:
        book.close()


def _opened(file):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(file, read_only=True, keep_links=False)
    except Exception as error:
        # SECURITY: a parser of hostile files raises whatever it likes; every failure is a refusal.
        raise broken() from error


def _the_sheet(book):
    """The one sheet with something in it: from two, one would be left out without a word."""
    filled = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and _has_rows(sheet)]
    if not filled:
        raise Refused(_("The workbook is empty."))
    if len(filled) > 1:
        names = listed(sheet.title for sheet in filled[:5])
        raise Refused(
            _("Several sheets hold something (%(names)s). Save each list in a file of its own.")
            % {"names": names}
        )
    return filled[0]


def _has_rows(sheet) -> bool:
    return any(any(cells) for _number, cells in _rows(sheet))


def _rows(sheet) -> Iterator[tuple[int, list[str]]]:
    # A sheet says how large it is, and Excel itself often says it wrong.
    sheet.reset_dimensions()
    for number, cells in enumerate(_quietly(sheet.iter_rows()), start=1):
        if number > LAST_ROW:
            raise broken()
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise too_many_columns(get_column_letter(len(texts)), number)
        yield number, texts


def too_many_columns(column: str, row: int) -> Refused:
    return Refused(
        _("The list has more than %(most)d columns: column %(column)s is filled in row %(row)d.")
        % {"most": MOST_COLUMNS, "column": column, "row": row}
    )


def _quietly(rows):
    """openpyxl warns of what it leaves out (colours, lists to choose from): nothing that a list of people needs."""
    rows = iter(rows)
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                row = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise broken() from error
        yield row


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise formula(cell.coordinate)
    return text_of(value)


def text_of(value) -> str:
    """A cell's value as it would have been typed: 1012345678 for 1012345678.0, and days as year-month-day."""
    if isinstance(value, str):
        # NUL never reaches the database.
        return value.replace("\x00", "").strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | Decimal):
        return str(int(value)) if value == int(value) else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else ""
