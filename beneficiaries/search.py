"""Finding a person by identity number, phone or name before a new file can be opened."""

import re
from dataclasses import dataclass

from django.db.models import Q
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.text import ascii_digits, clean_line, fold_words

from .found import masked as masked
from .found import person_rows
from .identity import FIRST_DIGIT, LENGTH, identity_digits
from .models import Beneficiary, OtherPhone

LONGEST_QUERY = 200
FEWEST_LETTERS = 2
MOST_WORDS = 8
MOST_ORDERED = 200
_NUMBER = re.compile(r"\+?[0-9\s\-().\u2010-\u2013\u2212/]+")
# As the numbers of all identity documents are stored, passports included.
_DOCUMENT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,15}")
_FEWEST_DIGITS_OF_A_PHONE = 7


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the search box, read as a number, a phone, or the beginnings of names."""

    text: str
    # Of a national ID or an Iqama, by its form.
    number: str = ""
    # Of any identity document, by its form; many phones look like one too.
    document: str = ""
    phone: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether this is a whole number that everybody has, or two letters of a name."""
        return bool(self.number or self.phone) or sum(map(len, self.words)) >= FEWEST_LETTERS

    @property
    def is_enough(self) -> bool:
        """Whether there is something to look for."""
        return self.is_clear or bool(self.document)


def read_typed(query: str) -> Typed:
    """Digits of any script are a number, in any writing of a phone; everything else is words of a name."""
    text = clean_line(query[:LONGEST_QUERY])
    digits = ascii_digits(text)
    document = identity_digits(digits).upper()
    document = document if _DOCUMENT.fullmatch(document) else ""
    if not _NUMBER.fullmatch(digits):
        return Typed(text, document=document, words=fold_words(text)[:MOST_WORDS])
    is_ours = len(document) == LENGTH and document[0] in FIRST_DIGIT.values()
    return Typed(text, number=document if is_ours else "", document=document, phone=_phone(digits))


def _phone(digits: str) -> str:
    if sum(letter.isdigit() for letter in digits) < _FEWEST_DIGITS_OF_A_PHONE:
        return ""
    phone = phone_number(digits)
    return phone.as_e164 if phone and phone.is_valid() else ""


def find_people(query: str, *, user, limit: int = 20) -> list[dict]:
    """The people this user may see whom the query means, the best match first, as rows ready for printing.

    Files that were merged into others come last.
    """
    typed = read_typed(query)
    people = Beneficiary.objects.visible_to(user)
    rows: list[dict] = []
    if typed.document:
        of_document = people.filter(identity_number=typed.document)
        rows = person_rows(of_document, limit=limit, document=typed.document)
    if not rows and typed.phone:
        rows = person_rows(_with_phone(people, typed.phone), limit=limit, phone=typed.phone)
    if not rows and typed.words and typed.is_clear:
        rows = _by_name(people, typed.words, limit)
    return sorted(rows, key=lambda row: row["is_signpost"])


def people_meant(people, query: str):
    """Those of these people whom `find_people` would find, for a list that has its own order and columns."""
    typed = read_typed(query)
    keys: list[int] = []
    if typed.document:
        keys = _some_keys(people.filter(identity_number=typed.document))
    if not keys and typed.phone:
        keys = _some_keys(_with_phone(people, typed.phone))
    if not keys and typed.words and typed.is_clear:
        keys = _some_keys(people.filter(search_name__has_words=typed.words))
    return people.filter(pk__in=keys)


def _some_keys(people) -> list[int]:
    # SPEED: a common word stands in a tenth of all names; only so many are read.
    return list(people.order_by().values_list("pk", flat=True)[:MOST_ORDERED])


def _with_phone(people, phone: str):
    """Those who have this phone as their own or as a further one that is still right."""
    # SPEED: asked for first, since an OR over two tables would read all people.
    further = OtherPhone.objects.filter(number=phone, ended_on__isnull=True)
    keys = list(further.values_list("beneficiary", flat=True)[:MOST_ORDERED])
    return people.filter(Q(phone=phone) | Q(pk__in=keys))


def _by_name(people, words: tuple[str, ...], limit: int) -> list[dict]:
    """Names that begin like the query (the very same first), then names that have its words in any order."""
    rows = person_rows(people.filter(search_name__begins=" ".join(words)), limit=limit, words=words)
    if len(rows) < limit:
        first = [row["id"] for row in rows]
        # SPEED: a common word stands in a tenth of all names; those are not put in order, only so many are read.
        # Their keys are asked for first: joined, PostgreSQL would sometimes read the whole table beside them.
        others = people.filter(search_name__has_words=words).exclude(pk__in=first)
        names = others.values_list("search_name", "pk")[:MOST_ORDERED]
        best = sorted((_distance(name, words), name, pk) for name, pk in names)[: limit - len(rows)]
        place = {pk: place for place, (_far, _name, pk) in enumerate(best)}
        found = person_rows(Beneficiary.objects.filter(pk__in=place), limit=limit, words=words)
        rows += sorted(found, key=lambda row: place[row["id"]])
    return rows


def _distance(name: str, words: tuple[str, ...]) -> int:
    """How far a name is from the words: they stand in it one after the other, whole, or only as beginnings."""
    if f" {' '.join(words)} " in f" {name} ":
        return 0
    return 1 if set(words) <= set(name.split()) else 2
