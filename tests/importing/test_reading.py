"""Lists are read as they were written, whatever wrote them; what is no list is refused with a sentence."""

import io
import os
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from audit.refusals import Refused
from beneficiaries.importing import reading, workbooks
from beneficiaries.importing.headings import field_of, signature, suggested
from beneficiaries.importing.reading import look_at, rows_below

from .sheets import HEADINGS, repacked, saved, text, xlsx

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
ROW = ["1012345674", "محمد علي سالم العتيبي", "0501234567", "1400/01/01", "ذكر", "الطائف", "الشفا"]


def read(file, name="list.xlsx"):
    found = look_at(file, name)
    return found, list(rows_below(file, found))


def refusal(file, name="list.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        read(file, name)
    return str(refused.value)


def test_numbers_lose_what_excel_added_and_texts_keep_their_zeros():
    _found, rows = read(xlsx(HEADINGS, [1012345674.0, "سارة", "0501234567", 1012345674, 0.5, True, "007"]))
    assert rows == [(2, ["1012345674", "سارة", "0501234567", "1012345674", "0.5", "TRUE", "007"])]


def test_date_cells_become_days():
    _found, rows = read(xlsx(HEADINGS, ["1", "س", "2", datetime(1990, 5, 4), date(2001, 2, 3)]))  # noqa: DTZ001
    assert rows[0][1][3:] == ["1990-05-04", "2001-02-03"]


def test_headings_are_found_below_a_title_and_rows_keep_their_numbers():
    found, rows = read(xlsx(["كشف المستفيدين"], [], ["العام 1446"], HEADINGS, [], ROW, [None, None], ROW))
    assert found.heading_row == 4
    assert found.headings == HEADINGS
    assert [number for number, cells in rows if cells] == [6, 8]
    assert [number for number, cells in rows] == [5, 6, 7, 8]


def test_headings_that_nobody_knows_are_taken_where_they_stand_first():
    found, rows = read(xlsx(["س١", "ع٢"], ["123456", "x"]))
    assert (found.heading_row, len(rows)) == (1, 1)


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1256", "\t"), ("cp1256", ","), ("utf-16", "\t")],
)
def test_texts_are_read_in_the_letters_and_with_the_signs_they_were_written_in(encoding, separator):
    found, rows = read(text(HEADINGS, ROW, encoding=encoding, separator=separator), "list.csv")
    assert found.headings == HEADINGS
    assert rows == [(2, ROW)]


def test_a_text_that_says_its_separator_is_believed():
    file = io.BytesIO("sep=;\r\nالاسم;الجوال\r\nسارة, أم علي;0501234567".encode())
    _found, rows = read(file, "list.csv")
    assert rows == [(3, ["سارة, أم علي", "0501234567"])]


def test_quoted_cells_may_hold_separators_and_lines():
    file = io.BytesIO('الاسم,الجوال\r\n"سارة\nعلي, الثانية",05'.encode())
    assert read(file, "list.csv")[1] == [(2, ["سارة\nعلي, الثانية", "05"])]


def test_a_quote_that_is_never_closed_swallows_no_rows():
    said = refusal(io.BytesIO('الاسم,الجوال\r\n"سارة,05\r\nمنى,06\r\n'.encode()), "list.csv")
    assert "علامة اقتباس" in said


def test_hidden_sheets_are_left_alone_and_two_filled_ones_are_refused():
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(ROW)
    other = book.create_sheet("القوائم")
    other.append(["x"])
    other.sheet_state = "hidden"
    assert len(read(saved(book))[1]) == 1
    other.sheet_state = "visible"
    assert "القوائم" in refusal(saved(book))


def test_formulas_are_refused_with_their_place():
    assert "D2" in refusal(xlsx(HEADINGS, ["1", "2", "3", "=A1+1"]))


def test_merged_cells_are_refused_with_their_place():
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(ROW)
    book.active.merge_cells("A1:C1")
    assert "A1:C1" in refusal(saved(book))


def test_what_lies_across_two_pieces_of_the_stream_is_seen(monkeypatch):
    book = Workbook()
    book.active.append(HEADINGS)
    for _number in range(20):
        book.active.append([*ROW[:3], "=A1", *ROW[4:]])
    for piece in (97, 131, 256):
        monkeypatch.setattr(workbooks, "_PIECE", piece)
        assert "D2" in refusal(saved(book))


def hostile_workbooks():
    good = xlsx(HEADINGS, ROW)
    big = b"<x>" + b" " * 6_000_000 + b"</x>"
    lied = b"<!DOCTYPE x [<!ENTITY a 'b'>]>"
    yield "macros", repacked(good, {"xl/vbaProject.bin": b"x"}), "ماكرو"
    kinds = lambda old: old.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")  # noqa: E731
    yield "macros by kind", repacked(good, {"[Content_Types].xml": kinds}), "ماكرو"
    yield "bomb", repacked(good, {"xl/media/x.bin": big * 2}), "فك"
    yield "entities", repacked(good, {SHEET: lambda old: lied + old}), "تالف"
    yield "utf-16", repacked(good, {SHEET: lambda old: old.decode().encode("utf-16")}), "تالف"
    yield "no sheet", repacked(good, {SHEET: None}), "فارغ"
    yield "half a sheet", repacked(good, {SHEET: lambda old: old[: len(old) // 2]}), "تالف"
    yield "no workbook", repacked(good, {"xl/workbook.xml": None}), "ليس مصنف"
    yield "cut", io.BytesIO(good.getvalue()[:-200]), "تالف"
    yield "row number", repacked(good, {SHEET: lambda old: old.replace(b'r="2"', b'r="99999999"', 1)}), "تالف"
    yield "zip", zipped({"a.txt": b"x"}), "ليس مصنف"
    yield "empty book", xlsx(), "فارغ"
    yield "only headings", xlsx(HEADINGS), "لا يوجد"
    yield "no headings", xlsx(ROW, ROW), "عناوين"
    yield "columns", xlsx([f"ع{n}" for n in range(150)], ROW), "عمود"


def zipped(members: dict) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("file", "sentence"),
    [pytest.param(file, sentence, id=name) for name, file, sentence in hostile_workbooks()],
)
def test_a_hostile_or_broken_workbook_gets_a_sentence(file, sentence):
    assert sentence in refusal(file)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "فارغ"),
        (b"   \r\n", "a.csv", "فارغ"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 900, "a.xls", "xls"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 900 + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "كلمة مرور"),
        (b"%PDF-1.7", "a.csv", "ليس مصنف"),
        (b"Name,Phone\n1,2", "a.xlsx", "ليس مصنف"),
        (b"\x89PNG\r\n\x1a\n", "a.csv", "ليس مصنف"),
        (b"Name,Phone\n\x00\x00", "a.csv", "تالف"),
        (b"Name,Phone\n", "a.csv", "لا يوجد"),
        (b"\xff\xfeN\x00,\xd8", "a.csv", "تالف"),
    ],
)
def test_what_is_no_list_gets_a_sentence(content, name, sentence):
    assert sentence in refusal(io.BytesIO(content), name)


def test_an_encrypted_archive_gets_a_sentence():
    content = bytearray(xlsx(HEADINGS, ROW).getvalue())
    # The flag of the first member, in its own header and in the directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "كلمة مرور" in refusal(io.BytesIO(bytes(content)))


def test_too_large_a_file_is_not_even_opened(settings):
    settings.IMPORT_MAX_BYTES = 1000
    assert "أكبر" in refusal(xlsx(HEADINGS, ROW))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert "صف" in refusal(xlsx(HEADINGS, *[ROW] * 4))
    assert len(read(xlsx(HEADINGS, *[ROW, []] * 3))[1]) == 5


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("رقم الهويه", "identity_number"),
        ("السجّل المدنى", "identity_number"),
        ("الأسم الرباعي", "whole_name"),
        ("اســـم المستفيد", "whole_name"),
        ("رقم جوال", "phone"),
        ("تاريخ الميلاد (هـ)", "birth_date"),
        ("جنسية", "nationality"),
        ("Date of Birth", "birth_date"),
        ("MOBILE  NO.", "phone"),
        ("الملاحظات", ""),
        ("", ""),
    ],
)
def test_headings_are_known_however_they_are_spelled(heading, field):
    assert field_of(heading) == field


def test_each_field_is_suggested_for_one_column():
    assert suggested(["الجوال", "رقم الهاتف", "الاسم"]) == ["phone", "", "whole_name"]
    assert suggested(["الاسم", "اسم الأب", "العائلة"]) == ["first_name", "father_name", "family_name"]


def test_lists_with_the_same_columns_have_one_signature():
    assert (
        signature(["الاسم", "الجوال"]) == signature(["الأسم", "الجـوال "]) != signature(["الجوال", "الاسم"])
    )


def test_a_large_file_shows_that_its_reader_is_alive():
    signs = []
    media = {f"xl/media/{number}.bin": os.urandom(9 * 1024**2) for number in range(2)}
    look_at(repacked(xlsx(HEADINGS, ROW), media), "list.xlsx", alive=lambda: signs.append(1))
    assert len(signs) >= 2
