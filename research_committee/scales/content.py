"""What a scale holds: its form, everything that is wrong with it at once, and its digest."""

import re

from django.utils.translation import gettext as _

from arabic.text import clean_line
from policies.digests import canonical_sha256

CODE = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
MOST_PARTS, MOST_LEVELS, MOST_POINTS, LONGEST_LABEL = 12, 12, 1000, 200
LABELS = ("label_ar", "label_en")

Problems = list[tuple[str, str]]


def digest_of(title_ar: str, title_en: str, content: dict) -> str:
    """Tells one wording of the scale from another; its number is no part of it."""
    return canonical_sha256({"title_ar": title_ar, "title_en": title_en, **content})


def cleaned(content: dict) -> dict:
    """A content in which nothing is wrong, with clean labels and without anything else."""
    return {"parts": [_clean_part(part) for part in content["parts"]]}


def _clean_part(part: dict) -> dict:
    levels = [
        {"code": level["code"], **_clean_labels(level), "points": level["points"]}
        for level in part.get("levels", [])
    ]
    return {"code": part["code"], **_clean_labels(part), "most": part["most"], "levels": levels}


def _clean_labels(row: dict) -> dict:
    return {name: clean_line(row[name]) for name in LABELS}


def problems_of(content) -> Problems:
    """What is wrong with a content, as (where, sentence)."""
    parts = content.get("parts") if isinstance(content, dict) else None
    if not isinstance(parts, list) or not 1 <= len(parts) <= MOST_PARTS:
        return [("parts", _("A scale has from one to %(most)d parts.") % {"most": MOST_PARTS})]
    problems = []
    for place, part in enumerate(parts, start=1):
        problems += _problems_of_part(f"parts.{place}", part)
    return problems + _repeated("parts", parts)


def _problems_of_part(where: str, part) -> Problems:
    problems = _problems_of_row(where, part, "most", lowest=1, highest=MOST_POINTS)
    if not isinstance(part, dict):
        return problems
    levels = part.get("levels", [])
    if not isinstance(levels, list) or len(levels) == 1 or len(levels) > MOST_LEVELS:
        sentence = _("A part has from two to %(most)d levels, or none.") % {"most": MOST_LEVELS}
        return [*problems, (f"{where}.levels", sentence)]
    for place, level in enumerate(levels, start=1):
        problems += _problems_of_row(f"{where}.levels.{place}", level, "points", 0, MOST_POINTS)
    if problems or not levels:
        return problems
    greatest = max(level["points"] for level in levels)
    if greatest != part["most"]:
        said = {"points": greatest, "most": part["most"]}
        sentence = _("The greatest level gives %(points)d points; the part has at most %(most)d.") % said
        problems.append((f"{where}.most", sentence))
    return problems + _repeated(f"{where}.levels", levels)


def _problems_of_row(where: str, row, number: str, lowest: int, highest: int) -> Problems:
    """A part or a level: its code, its labels, its points."""
    if not isinstance(row, dict):
        return [(where, _("A part and a level each have a code, two labels and points."))]
    problems = []
    code = row.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        sentence = _("A code begins with a letter and has small Latin letters, digits and _, at most 30.")
        problems.append((f"{where}.code", sentence))
    for name in LABELS:
        label = row.get(name)
        if not isinstance(label, str) or not 1 <= len(clean_line(label)) <= LONGEST_LABEL:
            said = {"most": LONGEST_LABEL}
            problems.append((f"{where}.{name}", _("Write a label of at most %(most)d characters.") % said))
    points = row.get(number)
    # True is an int too.
    if type(points) is not int or not lowest <= points <= highest:
        said = {"lowest": lowest, "highest": highest}
        sentence = _("Give a whole number from %(lowest)d to %(highest)d.") % said
        problems.append((f"{where}.{number}", sentence))
    return problems


def _repeated(where: str, rows: list) -> Problems:
    codes = [row.get("code") for row in rows if isinstance(row, dict)]
    twice = sorted({code for code in codes if isinstance(code, str) and codes.count(code) > 1})
    return [(where, _("The code %(code)s stands there twice.") % {"code": code}) for code in twice]
