"""A paper is archivable, can be read aloud, searched and checked; what people wrote stands in it as text."""

import re

import pypdfium2
import pytest
import segno
from PIL import Image

from correspondence.logo import the_logo_can_be_printed
from correspondence.typesetting import printable_text, templates, typeset
from tests.printed import BESIDE, CODE, SERIAL, faces, pages_of, pictures, printed, text_of, words_missing

LETTER = {
    "title": "إشعار بإحالة الطلب إلى البحث الاجتماعي",
    "to": "المكرمة / سارة محمد الحارثي",
    "greeting": "السلام عليكم ورحمة الله وبركاته، وبعد:",
    "text": "إشارة إلى طلب الدعم رقم 26-0000012 نفيدكم بأنه أحيل إلى البحث الاجتماعي.\nسطر آخر.",
    "facts": [
        {"label": "الجوال", "value": "+966 55 123 4567"},
        {"label": "الآيبان", "value": "SA03 8000 0000 6080 1016 7519"},
        {"label": "المرجع", "value": "26-0000012", "hint": "رقم الطلب"},
    ],
    "answer_title": "أقرب يوم يمكن أن يصدر فيه الرد",
    "answer": "السبت 25 جمادى الآخرة 1448هـ (5 ديسمبر 2026م)",
    "notes": "وللاستفسار عن الطلب نأمل ذكر رقمه.",
    "closing": "وتقبلوا خالص التحية والتقدير",
    "signatures": [{"title": "مسؤول علاقات المستفيدين", "lines": [{"label": "الاسم", "value": ""}]}],
}


def letter(**changes) -> bytes:
    return printed("referral", LETTER | changes)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return letter()


def test_the_arabic_words_of_a_paper_are_found_in_it(pdf):
    for said in ("title", "to", "greeting", "text", "answer_title", "answer", "notes", "closing"):
        assert words_missing(pdf, LETTER[said]) == [], said


def test_the_letterhead_has_the_association_the_number_both_dates_and_the_enclosures(pdf):
    shown = text_of(pdf)
    for said in (
        "الرقم",
        "التاريخ",
        "الموافق",
        "المرفقات",
        "لا يوجد",
        "جمادى الآخرة",
        "نوفمبر",
        "ترخيص",
        "888",
    ):
        assert said in shown, said
    assert words_missing(pdf, "جمعية التأهيل المستمر وزارة الموارد البشرية والتنمية الاجتماعية الطائف") == []
    assert "صفحة 1 من 1" in shown
    assert "المرفقات: 3" in text_of(printed("referral", LETTER, enclosures=3))


def test_a_paper_is_the_same_bytes_each_time(pdf):
    assert letter() == pdf
    assert letter(title="إشعار آخر") != pdf


def test_a_paper_is_archivable_tagged_and_in_arabic(pdf):
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/MarkInfo" in pdf
    assert re.search(rb"/Lang\s*\(ar-SA\)", pdf)
    assert LETTER["title"].encode() in pdf
    assert b"2026-11-21" in pdf


def test_only_the_vendored_face_is_used_and_it_lies_in_the_file(pdf):
    names, embedded = faces(pdf)
    assert names
    assert all(name.startswith("NotoNaskhArabic") for name in names)
    assert embedded == len({name.partition("-Identity")[0] for name in names})


def test_numbers_are_read_from_the_left(pdf):
    """Where they are drawn: the country's code of a phone and the year of a reference are leftmost."""
    assert place_of(pdf, "+966") < place_of(pdf, "4567")
    assert place_of(pdf, "03") < place_of(pdf, "7519")
    assert place_of(pdf, "26") < place_of(pdf, "0000012")


def place_of(pdf: bytes, word: str) -> float:
    """How far from the left a word is drawn that stands once, or first, on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        start, _length = page.search(word).get_next()
        return page.get_charbox(start)[0]


HOSTILE = [
    '#panic("x")',
    "$ x^2 $",
    "*bold* _italic_ `raw`",
    "@label <label> \\ // /* */ ~",
    "= heading",
    '#image("/etc/passwd")',
    '#read("letterhead.typ")',
    "]] }} )) #{",
    "\\u{41}",
]


def test_markup_is_printed_as_it_was_written():
    pdf = letter(
        text="\n".join(HOSTILE), title=HOSTILE[0], facts=[{"label": one, "value": one} for one in HOSTILE]
    )
    shown = text_of(pdf)
    for word in ("panic", "bold", "italic", "raw", "label", "heading", "passwd", "read", "letterhead"):
        assert shown.count(word) >= 2, word
    assert shown.count("#") >= 2 * sum("#" in one for one in HOSTILE)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("قبل\x00بعد", "قبلبعد"),
        ("قبل\u202eبعد\u2066", "قبلبعد"),
        ("\ud800نص", "نص"),
        ("سطر\r\nآخر\u2028ثالث", "سطر\nآخر\nثالث"),
        ("مرحبًا 😀 漢", "مرحبًا [U+1F600] [U+6F22]"),
        ("\ue000", "[U+E000]"),
        ("é", "é"),
        ("ط" * 81, "ط" * 40 + "\u200b" + "ط" * 40 + "\u200bط"),
    ],
)
def test_what_cannot_be_printed_is_left_out_or_named(written, shown):
    assert printable_text(written) == shown


def test_characters_that_the_face_lacks_do_not_stop_a_paper():
    pdf = letter(text="😀 漢字 \x00 \u202e \ue000 \ufffe خاتمة", facts=[{"label": "\x00", "value": "Ωмир"}])
    assert "خاتمة" in text_of(pdf)
    assert text_of(pdf).count("[") >= 4


def test_a_long_text_fills_pages_that_are_counted():
    pdf = letter(
        text="كلمة طويلة من نص طويل جدا. " * 400 + "نهاية", facts=[{"label": "رقم", "value": "9" * 5000}]
    )
    assert pages_of(pdf) >= 3
    shown = text_of(pdf)
    assert "نهاية" in shown
    assert f"صفحة {pages_of(pdf)} من {pages_of(pdf)}" in shown
    # Nothing of a long number runs out of the page.
    assert shown.count("9") >= 5000


def test_empty_lists_and_texts_leave_nothing_behind():
    pdf = letter(text="", facts=[], notes="", signatures=[], answer="")
    assert pages_of(pdf) == 1


def test_the_check_is_named_in_words_and_as_a_code(pdf):
    shown = text_of(pdf)
    for said in ("verify", "الرمز", CODE[-3:], SERIAL[:3]):
        assert said in shown, said


def test_the_code_on_the_paper_is_that_of_its_check(pdf):
    """Sampled from the picture: every module is where the address has it."""
    page = pictures(pdf, scale=5)[0].convert("L")
    corner = page.crop((round(page.width * 0.82), round(page.height * 0.9), page.width, page.height))
    dark = corner.point(lambda light: 255 if light < 100 else 0)
    code = dark.crop(dark.getbbox())
    modules = [list(map(bool, row)) for row in segno.make(BESIDE["check_url"], error="m", micro=False).matrix]
    step = code.width / len(modules)
    seen = [
        [code.getpixel((int((x + 0.5) * step), int((y + 0.5) * step))) > 0 for x in range(len(modules))]
        for y in range(len(modules))
    ]
    assert seen == modules


def test_a_correction_names_what_it_replaces():
    shown = text_of(printed("referral", LETTER, corrects="REF-2026-0007", correction="خطأ في الاسم"))
    assert "يحل هذا الخطاب محل" in shown
    assert "خطأ في الاسم" in shown


def test_the_logo_of_the_installation_stands_on_the_letterhead(settings, tmp_path, pdf):
    settings.RIFADA_LOGO = str(tmp_path / "logo.png")
    Image.new("RGB", (300, 200), "#ff0000").save(settings.RIFADA_LOGO)
    with_logo = letter()
    page = pictures(with_logo)[0]
    red = [page.getpixel((x, 130))[:3] == (255, 0, 0) for x in range(page.width)]
    assert red.index(True) > page.width * 0.7
    assert "ترخيص" in text_of(with_logo)
    assert with_logo == letter() != pdf


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n broken"])
def test_a_logo_that_is_no_picture_is_said_at_the_start(settings, tmp_path, content):
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    settings.RIFADA_LOGO = str(path)
    (problem,) = the_logo_can_be_printed(None)
    assert str(path) in problem.msg
    settings.RIFADA_LOGO = str(tmp_path / "nowhere.png")
    assert the_logo_can_be_printed(None)
    settings.RIFADA_LOGO = ""
    assert the_logo_can_be_printed(None) == []


def test_a_digest_is_printed_whole_in_groups_of_eight():
    groups = [digit * 8 for digit in "12345678"]
    words = {"parts": [], "pledge_title": "نص الإقرار", "pledge": "أقر", "signatures": [], "notes": ""}
    pdf = printed("pledge", {"title": "إقرار", "digest_label": "البصمة", "digest": "".join(groups), **words})
    places = [place_of(pdf, group) for group in groups]
    assert places == sorted(places)


def test_only_the_kinds_of_papers_are_printed():
    for name in ("letterhead", "../typesetting", "none", ""):
        with pytest.raises(ValueError, match="No template"):
            typeset(name, {**LETTER, **BESIDE})
    assert "referral" in templates()
