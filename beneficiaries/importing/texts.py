"""CSV files: in which letters they are written, what separates their cells, and their rows as text."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from audit.refusals import Refused

from .workbooks import MOST_COLUMNS, broken, too_many_columns

_PIECE = 256 * 1024
_SEPARATORS = ",;\t"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ARABIC_WINDOWS = "cp1256"


@dataclass(frozen=True)
class Writing:
    """How a CSV is written."""

    encoding: str
    separator: str
    # About how many lines it has.
    lines: int


def writing_of(file) -> Writing:
    """Reads the file once through, in pieces; raises Refused when it is no text."""
    file.seek(0)
    start = file.read(4096)
    if not start.strip():
        raise Refused(_("The file is empty."))
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if encoding is None:
        if b"\x00" in start:
            raise broken()
        encoding = "utf-8" if _is(file, "utf-8") else ARABIC_WINDOWS
    try:
        lines = _lines(file, encoding)
        return Writing(encoding, _separator(file, encoding), lines)
    except UnicodeDecodeError as error:
        raise broken() from error


def _is(file, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file, encoding: str) -> int:
    file.seek(0)
    decoder, lines = codecs.getincrementaldecoder(encoding)(), 0
    while piece := file.read(_PIECE):
        text = decoder.decode(piece)
        if "\x00" in text:
            raise broken()
        lines += text.count("\n")
    return lines


def _separator(file, encoding: str) -> str:
    """What stands most often in the first lines, outside quotes; «sep=;» says it itself."""
    file.seek(0)
    text = io.TextIOWrapper(_Unclosed(file), encoding=encoding, newline="")
    lines = [text.readline(_PIECE) for _line in range(10)]
    if lines[0].lower().startswith("sep=") and lines[0][4:5] in _SEPARATORS:
        return lines[0][4]
    bare = "".join("".join(lines).split('"')[0::2])
    return max(_SEPARATORS, key=bare.count)


class _Unclosed(io.RawIOBase):
    """The same file under a reader that would close it at its own end."""

    def __init__(self, file):
        self.file = file

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self.file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def rows_of(file, writing: Writing) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, line by line of the sheet as Excel counts them."""
    file.seek(0)
    text = io.TextIOWrapper(io.BufferedReader(_Unclosed(file)), encoding=writing.encoding, newline="")
    # strict: a quote that is never closed would swallow rows without a word.
    rows = csv.reader(text, delimiter=writing.separator, strict=True)
    number = 0
    try:
        for cells in rows:
            number += 1
            if number == 1 and rows.line_num == 1 and _says_its_separator(cells, writing.separator):
                continue
            texts = [cell.strip() for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if len(texts) > MOST_COLUMNS:
                raise too_many_columns(get_column_letter(len(texts)), number)
            yield number, texts
    except UnicodeDecodeError as error:
        raise broken() from error
    except csv.Error as error:
        raise Refused(
            _(
                "From row %(row)d on the cells cannot be told apart: a quotation mark is opened or closed there."
            )
            % {"row": number + 1}
        ) from error


def _says_its_separator(cells: list[str], separator: str) -> bool:
    return cells == ["sep=", ""] or cells == [f"sep={separator}"]
