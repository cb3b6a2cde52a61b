"""What the household has stated, as a study lays it beside what was found."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.text import capfirst

from beneficiaries.models import Beneficiary, Direction
from beneficiaries.models.households import Relation
from beneficiaries.stated import Stated, amount_of, facts_of_member, stated_by

from .sheet import Line, StatedHome

# Who belongs to no household in the files is asked for alone.
ALONE = "self"


@dataclass(frozen=True)
class StatedMember:
    """One of the household, under the key by which a form asks for them."""

    key: str
    name: str
    relation: str

    @property
    def relation_label(self) -> str:
        return capfirst(Relation(self.relation).label)


class StatedHousehold:
    """The household of a person as it stands in the files; one query."""

    def __init__(self, person: Beneficiary, stated: Stated | None = None):
        self.person = person
        self._stated = stated if stated is not None else stated_by(person)

    @cached_property
    def members(self) -> tuple[StatedMember, ...]:
        """The head first, then as they were added."""
        if self._stated.home is None:
            return (StatedMember(ALONE, self.person.full_name, Relation.HEAD),)
        rows = sorted(
            self._stated.members, key=lambda row: (row["relation"] != Relation.HEAD, int(row["key"]))
        )
        return tuple(_member(row) for row in rows)

    @cached_property
    def home(self) -> StatedHome | None:
        """The budget and the housing as stated, or None without a household."""
        home = self._stated.home
        if home is None:
            return None
        lines = {direction: self._lines(direction) for direction in Direction.values}
        return StatedHome(
            income=lines[Direction.INCOME],
            expenses=lines[Direction.EXPENSE],
            tenure=home["housing"],
            rooms=home["rooms"],
        )

    def _lines(self, direction: str) -> tuple[Line, ...]:
        rows = [row for row in self._stated.budget if row["direction"] == direction]
        return tuple(Line(row["kind"], amount_of(row), row["note"]) for row in rows)


def _member(row: dict) -> StatedMember:
    return StatedMember(str(row["key"]), facts_of_member(row)["name"], row["relation"])
