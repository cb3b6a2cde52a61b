"""Papers as a reader has them: made of a content, and read back from the PDF."""

import re
import unicodedata

import pypdfium2

from correspondence.content import Content
from correspondence.typesetting import typeset
from policies.models import Association

SERIAL, CODE = "REF-2026-0042", "7K3MZ9QH2XWBD4T8N6VRCP5FAG"
BESIDE = {
    "serial": SERIAL,
    "issued": {"iso": "2026-11-21", "hijri": "11 جمادى الآخرة 1448هـ", "gregorian": "21 نوفمبر 2026م"},
    "enclosures": 0,
    "code": CODE,
    "check_url": f"https://portal.example/verify/{CODE}/",
    "corrects": "",
    "correction": "",
    "letterhead": {
        "name": "جمعية التأهيل المستمر",
        "name_en": "Continuing Rehabilitation Association",
        "licence": "888",
        "licensed_by": "",
        "place": "الطائف",
        "supervision": "وزارة الموارد البشرية والتنمية الاجتماعية",
        "accent": "green",
    },
}


def letterhead_of(association: Association) -> dict:
    return {
        "name": association.name_ar,
        "name_en": association.name_en,
        "licence": association.licence,
        "licensed_by": association.licensed_by_ar,
        "place": association.place_ar,
        "supervision": association.supervision_ar,
        "accent": association.accent,
    }


def printed(kind: str, content: Content | dict, association: Association | None = None, **beside) -> bytes:
    said = content.content if isinstance(content, Content) else content
    head = {"letterhead": letterhead_of(association)} if association else {}
    return typeset(kind, {**said, **BESIDE, **head, **beside})


def text_of(pdf: bytes) -> str:
    """All pages as one line. The marks of bidi and of broken words, which a reader adds or keeps, are left out."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    shown = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", " ".join(pages))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def pages(pdf: bytes) -> list[str]:
    """The text of each page by itself."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = [page.get_textpage().get_text_range() for page in document]
    return [unicodedata.normalize("NFC", text) for text in found]


def words_missing(pdf: bytes, text: str) -> list[str]:
    """Which words of a text a search in the PDF does not find.

    Words with harakat are left out: the reader puts the mark where it is drawn, beside its letter.
    """
    words = re.findall(r"[\u0621-\u064a]{2,}(?![\u064b-\u0652])", re.sub(r"\S*[\u064b-\u0652]\S*", " ", text))
    found = text_of(pdf)
    return [word for word in words if word not in found]


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def pictures(pdf: bytes, scale: float = 1.6) -> list:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=scale).to_pil() for page in document]


def faces(pdf: bytes) -> tuple[set[str], int]:
    """The names of the faces that the PDF names, and how many font programs lie in it."""
    names = {name.decode() for name in re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([\w-]+)", pdf)}
    return names, len(re.findall(rb"/FontFile[23]?\b", pdf))
