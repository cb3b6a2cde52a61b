"""The codes of new parts and levels: none that any version has used, for a report is read by the codes of its own."""

from collections.abc import Iterator
from itertools import count

from ..models import ScoreScale


def _parts_of_all_versions() -> list[dict]:
    contents = ScoreScale.objects.order_by("number").values_list("content", flat=True)
    return [part for content in contents for part in content["parts"]]


def new_part_code() -> str:
    """What a part is called that was in no version before."""
    return next(_unused("part", {part["code"] for part in _parts_of_all_versions()}))


def new_level_codes(part_code: str) -> Iterator[str]:
    """What levels are called that this part had in no version before."""
    parts = [part for part in _parts_of_all_versions() if part["code"] == part_code]
    return _unused("level", {level["code"] for part in parts for level in part["levels"]})


def _unused(word: str, used: set[str]) -> Iterator[str]:
    return (code for number in count(1) if (code := f"{word}_{number}") not in used)
