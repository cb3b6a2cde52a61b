"""A scale as it is read, and the score that an answer to each of its parts gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arabic.text import ascii_digits
from audit.refusals import refuse_for

from ..models import ResearchReport, ScoreScale

FIELD = "score_"


@dataclass(frozen=True)
class Level:
    """One answer to a part, with the points that it gives."""

    code: str
    label: str
    points: int


@dataclass(frozen=True)
class Part:
    """One part of the scale; without levels its points are given as a number."""

    code: str
    label: str
    most: int
    levels: tuple[Level, ...]

    @property
    def field(self) -> str:
        """The name of the question in a form."""
        return f"{FIELD}{self.code}"

    def level(self, code: str) -> Level | None:
        return next((level for level in self.levels if level.code == code), None)


@dataclass(frozen=True)
class Scale:
    """One version of the scale, in the reader's language."""

    number: int
    title: str
    parts: tuple[Part, ...]

    @property
    def most(self) -> int:
        """The most points of all parts together."""
        return sum(part.most for part in self.parts)

    def part(self, code: str) -> Part | None:
        return next((part for part in self.parts if part.code == code), None)


def scale_in_force(on: date | None = None) -> ScoreScale | None:
    """The version by which a study of this day is scored, or None as long as none is adopted."""
    return ScoreScale.objects.in_force(on)


def scale_of(row: ScoreScale) -> Scale:
    """A stored version as it is read."""
    title = row.title_en if _in_english() else row.title_ar
    return Scale(row.number, title, tuple(_part(part) for part in row.content["parts"]))


def _part(part: dict) -> Part:
    levels = tuple(Level(level["code"], _label(level), level["points"]) for level in part["levels"])
    return Part(part["code"], _label(part), part["most"], levels)


def _label(row: dict) -> str:
    return row["label_en"] if _in_english() else row["label_ar"]


def _in_english() -> bool:
    return (get_language() or "ar").startswith("en")


def scored(scale: Scale, answers: Mapping[str, str]) -> list[dict]:
    """The points by part, as a report keeps them. `answers` are the chosen levels (or the points) by code of the part.

    Refuses at once for every part that is not answered, or not with an answer of its own, beside its field.
    """
    rows, reasons = [], []
    for part in scale.parts:
        answer = str(answers.get(part.code, "")).strip()
        points, reason = _points(part, answer)
        if reason:
            reasons.append((part.field, reason))
        level = answer if part.levels else ""
        rows.append({"code": part.code, "level": level, "points": points, "most": part.most})
    refuse_for(reasons)
    return rows


def _points(part: Part, answer: str) -> tuple[int, str]:
    """The points that an answer gives, and why it gives none."""
    if part.levels:
        level = part.level(answer)
        return (level.points, "") if level else (0, _("Choose what applies to the household."))
    digits = ascii_digits(answer)
    if digits.isascii() and digits.isdecimal() and len(digits) < 5 and int(digits) <= part.most:
        return int(digits), ""
    return 0, _("Give from 0 to %(most)d points.") % {"most": part.most}


def score_rows(report: ResearchReport) -> list[dict]:
    """Each part of a report's score: its label, its points of at most so many, and the level that was chosen."""
    if report.scale_id is None:
        return [
            {"label": capfirst(label), "points": points, "most": most, "level": ""}
            for label, points, most in report.score_parts
        ]
    scale = scale_of(report.scale)
    return [_row(scale.part(row["code"]), row) for row in report.scores]


def _row(part: Part | None, row: dict) -> dict:
    level = part.level(row["level"]) if part else None
    return {
        "label": part.label if part else row["code"],
        "points": row["points"],
        "most": row["most"],
        "level": level.label if level else "",
    }
