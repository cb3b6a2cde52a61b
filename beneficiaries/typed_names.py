"""What was typed at the desk, laid out on the fields of a new file: names of several words stay whole."""

import re

from arabic.text import ascii_digits, clean_line

from .identity import kind_of
from .models import IdentityKind
from .search import read_typed

# A word after which a name goes on, and one that goes on with the name before it: the two are one name.
_JOINS_NEXT = frozenset(
    {
        *("عبد", "أبو", "ابو", "أبا", "ابا", "أبي", "ابي", "أم", "ام", "آل", "ال", "بن", "ابن", "بنت"),
        *("ذو", "ذي", "أمة", "امة", "بو", "با", "بني", "ولد"),
        *("abd", "abdul", "abdel", "abu", "umm", "al", "el", "bin", "ibn", "bint"),
    }
)
_JOINS_PREVIOUS = frozenset(
    {"الله", "الدين", "الإسلام", "الاسلام", "الرحمن", "الحق", "العابدين", "الهدى", "النساء"}
)
_FIELDS = {
    1: ("first_name",),
    2: ("first_name", "family_name"),
    3: ("first_name", "father_name", "family_name"),
}
_FOUR = ("first_name", "father_name", "grandfather_name", "family_name")
_DIGITS = re.compile(r"\+?[0-9][0-9\s\-().]{5,}[0-9]")


def initial_of(query: str) -> dict:
    """The fields of a new file, as far as what was typed tells: a name, a number, a phone, or a name with one."""
    typed = read_typed(query)
    if not typed.words:
        return _number(typed)
    found, text = {}, ascii_digits(typed.text)
    for digits in _DIGITS.findall(text):
        found |= _number(read_typed(digits))
        text = text.replace(digits, " ")
    return found | names_from(" ".join(word for word in text.split() if not any(map(str.isdigit, word))))


def _number(typed) -> dict:
    if typed.number:
        kind = kind_of(typed.number) or (
            IdentityKind.IQAMA if typed.number[0] == "2" else IdentityKind.NATIONAL_ID
        )
        return {"identity_kind": kind, "identity_number": typed.number}
    return {"phone": typed.phone} if typed.phone else {}


def names_from(text: str) -> dict[str, str]:
    """The words of a name laid out on the fields of a new file, for the clerk to correct."""
    names: list[str] = []
    for word in clean_line(text).split():
        if names and _goes_on(names[-1], word):
            names[-1] += f" {word}"
        else:
            names.append(word)
    order = _FIELDS.get(len(names), _FOUR)
    laid_out = dict(zip(order, names, strict=False))
    if len(names) > len(order):
        laid_out["family_name"] = " ".join(names[len(order) - 1 :])
    return laid_out


def _goes_on(name: str, word: str) -> bool:
    return name.split()[-1].casefold() in _JOINS_NEXT or word in _JOINS_PREVIOUS
