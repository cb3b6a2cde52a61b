"""An article names nobody: what of a person's file must not stand in a text."""

import re

from django.utils.translation import gettext as _

from arabic.text import ascii_digits, fold, listed
from beneficiaries.identity import LENGTH, kind_of
from beneficiaries.models import Beneficiary, OtherPhone

DIGITS_OF_A_PHONE, SHORTEST_NAME = 9, 2
# Folded, the commonest of all prepositions would be the name علي: it is one after or before these, and alone in quotes.
_ON = re.compile(r"\b[وف]?على\b")
_TITLES = "السيد|الشيخ|العم|الأستاذ|الدكتور|الحاج|المدعو|يا"
_AFTER = re.compile(rf"\b(?:بن|ابن|بنت|أب[ويا]|ابو|آل|اسم\w*|[يت]دعى|[يت]سمى|{_TITLES})\s+$")
_AHEAD_OF = re.compile(r"\s+(?:بن|ابن|آل|أبو|ابو)\b")
_OPENING, _CLOSING = "«\"“'", "»\"”'"
_RUN = re.compile("[0-9]+")
_BETWEEN = re.compile("(?<=[0-9])[ \u00a0\\-\u2010-\u2013._/()]+(?=[0-9])")
_NAMES = ("first_name", "father_name", "grandfather_name", "family_name", "latin_name")
# What is written together with the word behind it: وسارة، لسارة، وبسارة.
_BEFORE = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل")


def numbers_in(text: str) -> list[str]:
    """Each run of digits, as it is written and with the spaces and dashes inside it left out."""
    digits = ascii_digits(text)
    return [*_RUN.findall(digits), *_RUN.findall(_BETWEEN.sub("", digits))]


def reason_numbers_somebody(text: str) -> str | None:
    """That an identity number stands in a text, whosever it is."""
    if any(len(run) == LENGTH and kind_of(run) for run in numbers_in(text)):
        return _("An identity number stands in the text. An article is read by everybody: take it out.")
    return None


def found_of_person(text: str, person: Beneficiary) -> list[str]:
    """What of this person's names and numbers stands in a text, as the file says it."""
    words, numbers = fold(_ON.sub(_no_name, text)).split(), numbers_in(text)
    names = dict.fromkeys(name for field in _NAMES for name in _parts(field, getattr(person, field)))
    found = [name for name in names if stands_in(words, name)]
    return found + [
        number for number in _numbers_of(person) if any(_meaning(number) in run for run in numbers)
    ]


def _no_name(found: re.Match) -> str:
    """A space for the preposition; what is written so in the place of a name stays."""
    before, after = found.string[: found.start()][-40:], found.string[found.end() :]
    quoted = before and after and before[-1] in _OPENING and after[0] in _CLOSING
    return found[0] if quoted or _AFTER.search(before) or _AHEAD_OF.match(after) else " "


def _parts(field: str, name: str) -> list[str]:
    """A field's name as one; the Latin one is all names in one field."""
    return name.split() if field == "latin_name" else [name] if name else []


def stands_in(words: list[str], name: str) -> bool:
    """Whether a name stands in a folded text, alone or with a letter written before it."""
    wanted = fold(name).split()
    if not wanted or len("".join(wanted)) < SHORTEST_NAME:
        return False
    forms = [[before + wanted[0], *wanted[1:]] for before in _BEFORE]
    size = len(wanted)
    return any(words[start : start + size] in forms for start in range(len(words) - size + 1))


def _numbers_of(person: Beneficiary) -> list[str]:
    phones = OtherPhone.objects.filter(beneficiary=person).values_list("number", flat=True)
    numbers = [person.identity_number, person.phone, *phones]
    return [str(number) for number in numbers if number and len(_meaning(str(number))) > 4]


def _meaning(number: str) -> str:
    """The digits by which a number is known: of a phone those without the country."""
    digits = "".join(letter for letter in number if letter.isdecimal())
    return digits[-DIGITS_OF_A_PHONE:] if number.startswith("+") else digits


def reason_names_the_person(text: str, person: Beneficiary, *, may_see: bool) -> str | None:
    """That something of the person stands in a text; what it is, for who may see the request it came from."""
    found = found_of_person(text, person)
    if not found:
        return None
    if not may_see:
        return _(
            "The text says something about the person who asked. An article names nobody: word it differently."
        )
    return _(
        "The text has particulars of the person who asked: %(found)s. An article names nobody: word it differently."
    ) % {"found": listed(found)}
