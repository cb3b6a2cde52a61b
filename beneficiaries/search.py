"""Finding a person by identity number, phone or name before a new file can be opened."""

import re
from dataclasses import dataclass

from django.urls import reverse
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.calendars import Precision, gregorian_text, hijri_text
from arabic.text import ascii_digits, clean_line, fold_words, listed

from .identity import FIRST_DIGIT, LENGTH, identity_digits
from .models import Beneficiary, IdentityKind
from .name_index import in_order

LONGEST_QUERY = 200
FEWEST_LETTERS = 2
MOST_WORDS = 8
MOST_ORDERED = 200
_NUMBER = re.compile(r"\+?[0-9\s\-().\u2010-\u2013\u2212/]+")
_FEWEST_DIGITS_OF_A_PHONE = 7


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into the search box, read as a number, a phone, or the beginnings of names."""

    text: str
    number: str = ""
    phone: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Whether there is something to look for: a whole number, or two letters of a name."""
        return bool(self.number or self.phone) or sum(map(len, self.words)) >= FEWEST_LETTERS


def read_typed(query: str) -> Typed:
    """Digits of any script are a number, in any writing of a phone; everything else is words of a name."""
    text = clean_line(query[:LONGEST_QUERY])
    digits = ascii_digits(text)
    if not _NUMBER.fullmatch(digits):
        return Typed(text, words=fold_words(text)[:MOST_WORDS])
    number = identity_digits(digits)
    if len(number) != LENGTH or number[0] not in FIRST_DIGIT.values():
        number = ""
    return Typed(text, number=number, phone=_phone(digits))


def _phone(digits: str) -> str:
    if sum(letter.isdigit() for letter in digits) < _FEWEST_DIGITS_OF_A_PHONE:
        return ""
    phone = phone_number(digits)
    return phone.as_e164 if phone and phone.is_valid() else ""


def find_people(query: str, *, user, limit: int = 20) -> list[dict]:
    """The people this user may see whom the query means, the best match first, as rows ready for printing."""
    typed = read_typed(query)
    if not typed.is_enough:
        return []
    people = Beneficiary.objects.visible_to(user)
    if typed.words:
        return _by_name(people, typed.words, limit)
    rows = person_rows(people.filter(identity_number=typed.number), limit=limit) if typed.number else []
    if not rows and typed.phone:
        rows = person_rows(people.filter(phone=typed.phone), limit=limit)
    return rows


def _by_name(people, words: tuple[str, ...], limit: int) -> list[dict]:
    """Names that begin like the query (the very same first), then names that have its words in any order."""
    rows = person_rows(people.filter(search_name__begins=" ".join(words)), limit=limit)
    if len(rows) < limit:
        first = [row["id"] for row in rows]
        # SPEED: a common word stands in a tenth of all names; those are not put in order, only so many are read.
        # Their keys are asked for first: joined, PostgreSQL would sometimes read the whole table beside them.
        others = (
            people.filter(search_name__has_words=words).exclude(pk__in=first).values_list("pk", flat=True)
        )
        chosen = Beneficiary.objects.filter(pk__in=list(others[:MOST_ORDERED]))
        rows += person_rows(chosen, limit=limit - len(rows))
    return rows


def person_rows(people, *, limit: int) -> list[dict]:
    """Up to `limit` people as rows: numbers masked and everything formatted, so that the loop only prints."""
    values = people.order_by(in_order("search_name"), "id").values_list(
        "id",
        "first_name",
        "father_name",
        "grandfather_name",
        "family_name",
        "identity_kind",
        "identity_number",
        "phone",
        "birth_date",
        "city",
        "branch__name",
    )
    kinds = {kind.value: str(kind.label) for kind in IdentityKind}
    prefix = reverse("person_detail", args=[0]).removesuffix("0/")
    return [_row(prefix, kinds, *value) for value in values[:limit]]


def _row(prefix, kinds, pk, first, father, grandfather, family, kind, number, phone, born, city, branch):
    return {
        "id": pk,
        "url": f"{prefix}{pk}/",
        "name": " ".join(part for part in (first, father, grandfather, family) if part),
        "kind": kinds[kind],
        "identity": masked(number),
        "phone": masked(str(phone)),
        "born": _years(born),
        "place": listed(part for part in (city, branch) if part),
    }


def _years(born) -> str:
    """The year of birth in both calendars, enough to tell two people of one name apart."""
    years = (hijri_text(born, Precision.YEAR), gregorian_text(born, Precision.YEAR))
    return " / ".join(year for year in years if year)


def masked(number: str | None) -> str:
    """A number for lists: only its last four digits."""
    return f"•••• {number[-4:]}" if number else ""
