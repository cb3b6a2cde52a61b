"""The data sheet: exactly what a person pledges to be true, in one canonical form with one digest.

The canonical form: UTF-8 JSON, keys sorted, no blanks, dates as YYYY-MM-DD, amounts as text, nothing left out (null
where there is nothing). Two sheets have the same SHA-256 only when every pledged fact is the same. What stands in it is
told by its format (intake/sheet_formats, docs/data-sheet.md).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import cached_property

from .sheet_formats import FORMATS, NEWEST

# What names a row of a list, by the first of these that it has; rows of one name are counted.
_NAMES = ("code", "called", "number", "fact", "kind")
_UNREADABLE = 0


@dataclass(frozen=True)
class DataSheet:
    """One canonical sheet."""

    text: str

    @classmethod
    def of(cls, case, format: int = NEWEST) -> "DataSheet":
        """The sheet of a case as it stands now."""
        return cls(canonical(FORMATS[format].facts_of(case)))

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def facts(self) -> dict:
        return json.loads(self.text)

    @cached_property
    def format(self) -> int:
        """The number of its format; 0 for a text that is no sheet of a format known here."""
        try:
            number = self.facts["format"]
        except (ValueError, KeyError, TypeError):
            return _UNREADABLE
        # True is 1 to a dictionary.
        return number if type(number) is int and number in FORMATS else _UNREADABLE

    def differences(self, newer: "DataSheet") -> list[dict]:
        """Every fact that is not the same on the newer sheet: where it stands, before and after."""
        before, after = dict(_leaves(self.facts)), dict(_leaves(newer.facts))
        places = [*before, *(place for place in after if place not in before)]
        return [
            {"place": place, "before": before.get(place), "after": after.get(place)}
            for place in places
            if before.get(place) != after.get(place)
        ]


def canonical(facts: dict) -> str:
    """The one way in which these facts are written."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _leaves(facts, place: tuple = ()) -> Iterator[tuple[tuple, object]]:
    """Each value with the keys that lead to it; the rows of a list are found by their names, not by their places."""
    if isinstance(facts, dict):
        for key, value in facts.items():
            yield from _leaves(value, (*place, key))
    elif isinstance(facts, list):
        for name, row in named_rows(facts):
            yield from _leaves(row, (*place, name))
    else:
        yield place, facts


def named_rows(rows: list) -> Iterator[tuple[str, object]]:
    """The rows of a list with the names under which they are compared."""
    seen: dict[str, int] = {}
    for row in rows:
        held = row if isinstance(row, dict) else {}
        name = next((str(held[name]) for name in _NAMES if name in held), "")
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), row
