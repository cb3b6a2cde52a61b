"""Lists as associations bring them, and as nobody should: made for the tests."""

import io
import zipfile

from openpyxl import Workbook

HEADINGS = ["رقم الهوية", "الاسم الرباعي", "الجوال", "تاريخ الميلاد", "الجنس", "المدينة", "الحي"]


def xlsx(*rows, title: str = "القائمة", book: Workbook | None = None) -> io.BytesIO:
    """One sheet of these rows."""
    book = book or Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def text(*rows, encoding: str = "utf-8", separator: str = ",") -> io.BytesIO:
    lines = "\r\n".join(separator.join(row) for row in rows)
    return io.BytesIO(lines.encode(encoding))


def repacked(file: io.BytesIO, change: dict) -> io.BytesIO:
    """The workbook with some members changed, added (bytes) or left out (None)."""
    changed, made = io.BytesIO(), dict(change)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = made.pop(member.filename, old.read(member.filename))
            if callable(content):
                content = content(old.read(member.filename))
            if content is not None:
                new.writestr(member.filename, content)
        for name, content in made.items():
            new.writestr(name, content)
    changed.seek(0)
    return changed
