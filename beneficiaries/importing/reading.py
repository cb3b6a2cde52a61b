"""One list as it was brought: what kind of file it is, where its headings stand, and its rows as text."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from arabic.text import clean_line
from audit.refusals import Refused

from . import texts, workbooks
from .headings import field_of, looks_like_data

CSV, XLSX = "csv", "xlsx"
MOST_ROWS = 100_000
# So far down headings are looked for, below a title and a date.
HEADINGS_WITHIN = 25
LONGEST_CELL = 2000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# In an OLE file this is a workbook behind a password; without it, one of the time before .xlsx.
_BEHIND_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


@dataclass(frozen=True)
class Found:
    """What is known of a list before its rows are judged."""

    kind: str
    encoding: str
    separator: str
    heading_row: int
    headings: list[str]
    # About how many rows, for the bar that shows how far the work has come.
    rows: int


def kind_of(file, name: str) -> str:
    """CSV or XLSX, by the first bytes; raises Refused for everything else. Reads next to nothing."""
    size = _size(file)
    if size == 0:
        raise Refused(_("The file is empty."))
    if size > settings.IMPORT_MAX_BYTES:
        raise too_large()
    start = file.read(8)
    if start.startswith(_ZIP):
        return XLSX
    if start.startswith(_OLE):
        raise workbooks.encrypted() if _holds(file, _BEHIND_PASSWORD) else _old_excel()
    if start.startswith(_OTHERS) or not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise Refused(_("This is no Excel workbook. Choose an .xlsx or a .csv file."))
    return CSV


def too_large_sentence() -> str:
    return _("An .xlsx or .csv file of at most %(limit)s megabytes.") % {
        "limit": f"{settings.IMPORT_MAX_BYTES / 1024 / 1024:g}"
    }


def too_large() -> Refused:
    limit = f"{settings.IMPORT_MAX_BYTES / 1024 / 1024:g}"
    return Refused(_("The file is too large: at most %(limit)s megabytes are accepted.") % {"limit": limit})


def _old_excel() -> Refused:
    return Refused(_("This workbook has the old format .xls. Save it as .xlsx and try again."))


def _size(file) -> int:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    return size


def _holds(file, sign: bytes) -> bool:
    file.seek(0)
    before = b""
    while piece := file.read(256 * 1024):
        if sign in before + piece:
            return True
        before = piece[-len(sign) :]
    return False


def look_at(file, name: str, alive=lambda: None) -> Found:
    """Reads the file once through and its first rows; raises Refused with the reason when it is no list."""
    kind = kind_of(file, name)
    if kind == XLSX:
        estimate, encoding, separator = workbooks.refuse_unsafe(file, alive), "", ""
    else:
        writing = texts.writing_of(file)
        estimate, encoding, separator = writing.lines, writing.encoding, writing.separator
    if estimate > workbooks.LAST_ROW:
        raise too_many_rows()
    rows = _raw_rows(file, kind, encoding, separator)
    heading_row, headings, is_filled = _headings(rows)
    rows.close()
    if not is_filled:
        raise Refused(_("Below the headings there is no row."))
    return Found(kind, encoding, separator, heading_row, headings, max(estimate - heading_row, 0))


def rows_below(file, found: Found) -> Iterator[tuple[int, list[str]]]:
    """Each row below the headings with its number in the sheet; an empty one as []."""
    filled = 0
    for number, cells in _raw_rows(file, found.kind, found.encoding, found.separator):
        if number <= found.heading_row:
            continue
        filled += bool(cells)
        if filled > MOST_ROWS:
            raise too_many_rows()
        yield number, [cell[: LONGEST_CELL + 1] for cell in cells]


def too_many_rows() -> Refused:
    return Refused(
        _("The list has more than %(most)d rows. Divide it into several files.") % {"most": MOST_ROWS}
    )


def _raw_rows(file, kind: str, encoding: str, separator: str):
    if kind == XLSX:
        return workbooks.rows_of(file)
    return texts.rows_of(file, texts.Writing(encoding, separator, 0))


def _headings(rows) -> tuple[int, list[str], bool]:
    """The row with the most headings that are known; failing that, the first whose cells are all words."""
    above: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if cells:
            above.append((number, [clean_line(cell)[:100] for cell in cells]))
        if number >= HEADINGS_WITHIN:
            break
    if not above:
        raise Refused(_("The list is empty."))
    number, headings = max(above, key=lambda row: len({field_of(cell) for cell in row[1]} - {""}))
    if not any(map(field_of, headings)):
        first = next(((n, c) for n, c in above if not any(map(looks_like_data, c)) and _several(c)), None)
        if first is None or above[0][0] != first[0]:
            raise Refused(
                _(
                    "The list has no headings. Write above each column what stands in it, for example: Name, Phone."
                )
            )
        number, headings = first
    below = any(place > number for place, _cells in above) or any(cells for _place, cells in rows)
    return number, headings, below


def _several(cells: list[str]) -> bool:
    return sum(map(bool, cells)) > 1
