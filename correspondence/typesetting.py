"""A paper from its template and its words: a PDF on the association's letterhead, the same bytes each time."""

import io
import json
import re
import unicodedata
from pathlib import Path

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from arabic.text import legible

from .faces import FONTS, printed_characters
from .logo import logo

PAPERS = Path(__file__).resolve().parent / "papers"
# Archivable and accessible: tags, the Arabic text behind the letters, a title, a language, a date.
STANDARDS = ["a-2a", "ua-1"]
# A word longer than a line may be broken; no word of a language is that long.
_LONGEST_WORD = re.compile(r"\S{40}(?=\S)")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
_BREAK_HERE = "\u200b"
_PRINTED_BESIDE_LETTERS = frozenset("\n\t ")


def typeset(template: str, content: dict) -> bytes:
    """The paper as PDF. `content` is what its template names, and what `issuing` prints beside it.

    SECURITY: content goes in as data and is never read as markup; templates see their own folder only.
    """
    if template not in templates():
        raise ValueError(f"No template for {template}.")
    printed = _printable({**content, "words": _words()})
    printed["qr"] = _qr(content["check_url"])
    printed["logo"] = list(logo())
    return typst.compile(
        PAPERS / f"{template}.typ",
        root=PAPERS,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=STANDARDS,
        sys_inputs={"content": json.dumps(printed, ensure_ascii=False)},
    )


def templates() -> frozenset[str]:
    """The kinds of papers that can be printed."""
    return frozenset(path.stem for path in PAPERS.glob("*.typ")) - {"letterhead"}


def _printable(value):
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(part) for part in value]
    return value


def printable_text(text: str) -> str:
    """The text as the face can print it; a character that it lacks stands there by its number: nothing is lost."""
    # Composed, since the face has é and not every mark apart; taken apart, أ would be two letters to a reader.
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", legible(text)))
    if not text.isascii():
        known = printed_characters()
        text = "".join(sign if _is_printed(sign, known) else f"[U+{ord(sign):04X}]" for sign in text)
    return _LONGEST_WORD.sub(lambda run: run[0] + _BREAK_HERE, text)


def _is_printed(sign: str, known: frozenset[int]) -> bool:
    if sign in _PRINTED_BESIDE_LETTERS:
        return True
    # Private characters have no meaning that a reader of the PDF could know.
    return ord(sign) in known and unicodedata.category(sign) != "Co"


def _qr(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, border=2, omitsize=True, svgclass=None, lineclass=None
    )
    return drawing.getvalue().decode()


def _words() -> dict:
    """What stands on every paper."""
    with translation.override("ar"):
        return {
            "number": pgettext("of a letter", "Number"),
            "date": _("Date"),
            "equals": _("Corresponding to"),
            "enclosures": _("Enclosures"),
            "no_enclosures": pgettext("enclosures", "None"),
            "licence": _("Licence No."),
            "supervision": _("Under the supervision of"),
            "to_check": _("To check that this paper is genuine, scan the code or open:"),
            "qr": _("Code that leads to the check of this paper"),
            "page": _("Page"),
            "of": pgettext("page 1 of 3", "of"),
            "corrects": _("This letter takes the place of letter"),
        }
