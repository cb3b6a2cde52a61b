"""A scale as a TOML file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from arabic.text import clean_line
from audit.refusals import Refused

from .content import LONGEST_LABEL, cleaned, problems_of

SHIPPED = Path(__file__).resolve().parent / "shipped.toml"
FORMAT, LARGEST_FILE = 1, 200_000
KEYS = {"format", "title_ar", "title_en", "total", "parts"}


@dataclass(frozen=True)
class ScaleFile:
    """What a file says."""

    title_ar: str
    title_en: str
    content: dict


def read_scale(path: Path) -> ScaleFile:
    """The scale in a file, or Refused with everything that is wrong with it, each with the path of its key."""
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        raise Refused(_("%(file)s is not a score scale file.") % {"file": path.name})
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(_("%(file)s: not TOML: %(error)s") % {"file": path.name, "error": error}) from error
    problems = [*_problems_of_head(data), *problems_of(data)]
    if not problems:
        problems = _wrong_total(data)
    if problems:
        raise Refused([f"{where}: {sentence}" for where, sentence in problems])
    return ScaleFile(clean_line(data["title_ar"]), clean_line(data["title_en"]), cleaned(data))


def _problems_of_head(data: dict) -> list[tuple[str, str]]:
    problems = [(key, _("Unknown key.")) for key in sorted(data.keys() - KEYS)]
    if data.get("format") != FORMAT:
        problems.append(("format", _("The format is %(format)d.") % {"format": FORMAT}))
    for name in ("title_ar", "title_en"):
        title = data.get(name)
        if not isinstance(title, str) or not 1 <= len(clean_line(title)) <= LONGEST_LABEL:
            said = {"most": LONGEST_LABEL}
            problems.append((name, _("Write a label of at most %(most)d characters.") % said))
    return problems


def _wrong_total(data: dict) -> list[tuple[str, str]]:
    total = sum(part["most"] for part in data["parts"])
    if data.get("total") == total:
        return []
    return [("total", _("The parts have %(total)d points together; say so.") % {"total": total})]
