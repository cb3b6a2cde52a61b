"""Where a person lives, as researchers are assigned by it: two spellings of a district are one place."""

from typing import NamedTuple

from arabic.text import clean_line, fold, listed
from beneficiaries.models import Beneficiary, Household

LONGEST_KEY = 170
# What people write before the name of a place, or leave out.
_BEFORE_A_NAME = frozenset(fold(word) for word in ("مدينة", "محافظة", "حي", "district", "city"))


class Place(NamedTuple):
    """A district of a city; an empty district is the whole city."""

    city: str
    district: str = ""

    @property
    def key(self) -> str:
        """As places are compared; no folded name holds a stroke."""
        return f"{_bare(self.city)}/{_bare(self.district)}"[:LONGEST_KEY]

    @property
    def whole_city(self) -> "Place":
        return Place(self.city)

    def __str__(self):
        return listed(part for part in (self.city, self.district) if part)


def _bare(name: str) -> str:
    words = fold(name).split()
    while len(words) > 1 and words[0] in _BEFORE_A_NAME:
        words = words[1:]
    return " ".join(words)


def place_of(person: Beneficiary) -> Place:
    """Where the person's household lives; for who has none on file, what the person's own file says."""
    homes = Household.objects.filter(members__person=person, members__left_on__isnull=True)
    city, district = homes.values_list("city", "district").first() or (person.city, person.district)
    return Place(clean_line(city), clean_line(district))
