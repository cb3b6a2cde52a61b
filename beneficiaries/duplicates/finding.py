"""All pairs of the whole base: the files in the order of an index, a handful in memory at a time."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby

from ..models import Beneficiary, OtherPhone, Standing
from ..name_index import in_order
from .pairs import remember
from .signs import MOST_SHARING, born_alike, likely_duplicates, name_key

PIECE = 2_000
# So many files of one name are the fault of whoever filled them in ("unknown"), and no pairs.
MOST_OF_A_NAME = 300
_NAMES = ("first_name", "father_name", "grandfather_name", "family_name")
_BORN = ("birth_date", "birth_precision")


def find_in_whole_base(*, by) -> tuple[int, int]:
    """Remembers every pair of files that look alike; returns how many files were read and how many pairs wait anew.

    A phone or an account that stands in very many files is passed over, as it is at the desk.
    """
    found = 0
    for first, second in _pairs():
        people = Beneficiary.objects.in_bulk([first, second])
        if len(people) == 2:
            found += _remember_pair(people[first], people[second], by)
    return Beneficiary.objects.exclude(standing=Standing.MERGED).count(), found


def _remember_pair(first: Beneficiary, second: Beneficiary, by) -> int:
    """With all that is alike in the two, whichever of it led here."""
    alike = [one for one in likely_duplicates(first) if one.person.pk == second.pk]
    before = _waiting(first, second)
    remember(first, alike, by=by)
    return int(not before and _waiting(first, second))


def _waiting(first: Beneficiary, second: Beneficiary) -> bool:
    return first.pairs_as_first.filter(second=second, state="waiting").exists()


def _pairs() -> Iterator[tuple[int, int]]:
    """The numbers of two files, the older first, once for each sign that leads to them."""
    for groups in (_by_name(), _by_phone(), _by_iban()):
        for group in groups:
            yield from combinations(sorted(group), 2)


def _open_files():
    return Beneficiary.objects.exclude(standing=Standing.MERGED)


def _by_name() -> Iterator[list[int]]:
    rows = _open_files().order_by(in_order("search_name"), "id").only("pk", *_NAMES, *_BORN)
    for _name, group in groupby(rows.iterator(chunk_size=PIECE), key=name_key):
        people = list(group)
        for person, other in combinations(people, 2) if len(people) <= MOST_OF_A_NAME else ():
            if born_alike(person, other):
                yield [person.pk, other.pk]


def _by_phone() -> Iterator[set[int]]:
    own = _open_files().order_by("phone").values_list("phone", "pk").iterator(chunk_size=PIECE)
    further = OtherPhone.objects.filter(ended_on__isnull=True).order_by("number")
    further = further.values_list("number", "beneficiary").iterator(chunk_size=PIECE)
    numbered = ((number.as_e164, pk) for number, pk in heapq.merge(own, further, key=_number))
    yield from _shared(numbered)


def _number(row) -> str:
    return row[0].as_e164


def _by_iban() -> Iterator[set[int]]:
    rows = _open_files().exclude(iban="").order_by("iban").values_list("iban", "pk")
    yield from _shared(rows.iterator(chunk_size=PIECE))


def _shared(rows: Iterable[tuple[str, int]]) -> Iterator[set[int]]:
    for _value, group in groupby(rows, key=lambda row: row[0]):
        people: set[int] = set()
        for _same, pk in group:
            people.add(pk)
            if len(people) > MOST_SHARING:
                break
        if 1 < len(people) <= MOST_SHARING:
            yield people
