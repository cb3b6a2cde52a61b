"""Letters that somebody's words mean: a number of the register, a person, or words of what stands in it."""

import re
from functools import lru_cache

from django.db.models import QuerySet

from arabic.text import ascii_digits, clean_line, fold, fold_words
from beneficiaries.models import Beneficiary
from beneficiaries.search import people_meant

from ..kinds import INCOMING_MARK, MARKS
from ..models import Letter

# So many letters are read through for words: the newest of those that were chosen by kind and day.
READ_THROUGH = 1000
MOST_FOUND = 200
_KIND_OF = {mark: kind for kind, mark in MARKS.items()}
_SERIAL = re.compile(rf"({'|'.join([*_KIND_OF, INCOMING_MARK])})\W*([0-9]{{4}})\W*([0-9]{{1,8}})")


def serial_meant(words: str) -> tuple[str, int, int] | None:
    """The mark, the year and the number, however the number of a letter is written: plg 2026/٣."""
    found = _SERIAL.fullmatch(ascii_digits(clean_line(words)).upper())
    return (found[1], int(found[2]), int(found[3])) if found else None


def keys_meant(letters: QuerySet, words: str, *, user, day: str, texts: tuple[str, ...]) -> list[int]:
    """The keys of at most a few hundred of these letters; the number of questions does not grow with them."""
    if (serial := serial_meant(words)) is not None:
        return list(_with_serial(letters, *serial).values_list("pk", flat=True)[:1])
    people = people_meant(Beneficiary.objects.visible_to(user), words)
    of_people = letters.filter(beneficiary__in=people).order_by("-pk").values_list("pk", flat=True)
    return [*of_people[:MOST_FOUND], *_with_words(letters, words, day, texts)]


def _with_serial(letters: QuerySet, mark: str, year: int, number: int) -> QuerySet:
    of_kind = {"kind": _KIND_OF[mark]} if mark in _KIND_OF else {}
    if (letters.model is Letter) != bool(of_kind):
        return letters.none()
    return letters.filter(year=year, number=number, **of_kind)


def _with_words(letters: QuerySet, words: str, day: str, texts: tuple[str, ...]) -> list[int]:
    # SPEED: folded as names are, which no index of subjects does; the newest few are read, and the page says so.
    wanted = fold_words(words)
    if not wanted:
        return []
    rows = letters.order_by(f"-{day}", "-pk").values_list("pk", *texts)[:READ_THROUGH]
    found = (pk for pk, *said in rows if _holds(_folded(" ".join(said)), wanted))
    return [pk for pk, _place in zip(found, range(MOST_FOUND), strict=False)]


@lru_cache(maxsize=4 * READ_THROUGH)
def _folded(text: str) -> str:
    # SPEED: folding a thousand subjects takes 50 ms, and they seldom change between two searches.
    return fold(text)


def _holds(text: str, wanted: tuple[str, ...]) -> bool:
    return all(word in text for word in wanted)
