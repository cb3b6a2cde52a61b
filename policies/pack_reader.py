"""Reads a policy pack and reports everything that is wrong with it at once, each with the path of its key."""

import re
import tomllib
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from arabic.calendars import HijriDate, ImpossibleDate, gregorian_of
from audit.refusals import Refused

from .pack import PolicyPack
from .pack_checks import problems_between
from .wording import INVISIBLE, keep_line, keep_text

PACKS_DIR = Path(__file__).resolve().parent / "packs"
MAXIMUM_BYTES = 1024 * 1024
CODE = re.compile(r"[a-z][a-z0-9_-]*", re.ASCII)
# A bare day, which the TOML parser itself would refuse (without the key's path) when it does not exist.
BARE_DAY = re.compile(r"^(\s*[\w-]+\s*=\s*)(\d{4}-\d{1,2}-\d{1,2})(\s*(?:#.*)?)$", re.ASCII | re.MULTILINE)
HIJRI_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
WRONG = object()


def shipped_packs() -> list[str]:
    """The codes of the packs that come with the portal."""
    return sorted(path.stem for path in PACKS_DIR.glob("*.toml"))


def find_pack(pack_or_file: str) -> Path:
    """The file meant by a pack's code or by a path."""
    if pack_or_file in shipped_packs():
        return PACKS_DIR / f"{pack_or_file}.toml"
    path = Path(pack_or_file)
    if not path.is_file():
        names = {"name": pack_or_file, "packs": ", ".join(shipped_packs())}
        raise Refused(_("“%(name)s” is neither a file nor one of the packs: %(packs)s.") % names)
    return path


def read_pack(path: Path) -> PolicyPack:
    """The pack in a file, or `Refused` with every problem found."""
    if path.stat().st_size > MAXIMUM_BYTES:
        raise Refused(_("%(file)s: a pack is smaller than one megabyte.") % {"file": path.name})
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            _("%(file)s: not UTF-8 text (byte %(byte)s).") % {"file": path.name, "byte": error.start}
        ) from error
    return parse_pack(source, name=path.name)


def parse_pack(source: str, *, name: str = "pack") -> PolicyPack:
    """The pack in a text, or `Refused` with every problem found."""
    try:
        data = tomllib.loads(BARE_DAY.sub(_quote_impossible_day, source))
    except tomllib.TOMLDecodeError as error:
        raise Refused(_("%(file)s: not TOML: %(error)s") % {"file": name, "error": error}) from error
    reading = _Reading()
    pack = reading.table(PolicyPack, data, "")
    if pack is not WRONG:
        reading.problems += problems_between(pack)
    if reading.problems:
        raise Refused([f"{path}: {sentence}" for path, sentence in reading.problems])
    return pack


def _quote_impossible_day(match) -> str:
    try:
        date.fromisoformat(match[2])
    except ValueError:
        return f'{match[1]}"{match[2]}"{match[3]}'
    return match[0]


class _Reading:
    """One pass over the parsed file: turns tables into dataclasses and collects (path, sentence) pairs."""

    def __init__(self):
        self.problems: list[tuple[str, str]] = []

    def refuse(self, path, sentence):
        self.problems.append((path, sentence))
        return WRONG

    def table(self, kind, data, path):
        if not isinstance(data, dict):
            return self.refuse(path, _("must be a table"))
        prefix = f"{path}." if path else ""
        known = {item.name: item for item in fields(kind)}
        for key in data:
            if key not in known:
                self.refuse(prefix + key, _("unknown key"))
        values = {}
        for key, item in known.items():
            if key in data:
                values[key] = self.value(item, data[key], prefix + key)
            elif item.default is MISSING:
                values[key] = self.refuse(prefix + key, _("missing"))
        self._both_languages(data, known, prefix)
        return WRONG if WRONG in values.values() else kind(**values)

    def _both_languages(self, data, known, prefix):
        for key in filter(known.__contains__, data):
            stem, _underscore, language = key.rpartition("_")
            other = f"{stem}_{'en' if language == 'ar' else 'ar'}"
            optional = language in ("ar", "en") and other in known and known[other].default is not MISSING
            if optional and other not in data:
                self.refuse(prefix + other, _("missing"))

    def value(self, item, value, path):
        reads = item.metadata.get("reads")
        if reads:
            return getattr(self, reads)(item.metadata, value, path)
        kind = item.type
        if isinstance(kind, types.UnionType):
            kind = typing.get_args(kind)[0]
        return self.table(kind, value, path) if is_dataclass(kind) else self.tables(kind, value, path)

    def tables(self, kind, value, path):
        if not isinstance(value, list):
            return self.refuse(path, _("must be a list of tables"))
        row_kind = typing.get_args(kind)[0]
        rows = [self.table(row_kind, row, f"{path}[{index}]") for index, row in enumerate(value)]
        return WRONG if WRONG in rows else tuple(rows)

    def text(self, limits, value, path):
        if not isinstance(value, str):
            return self.refuse(path, _("must be text"))
        if found := INVISIBLE.search(value):
            sentence = _("holds an invisible or direction character (%(code)s)")
            return self.refuse(path, sentence % {"code": f"U+{ord(found[0]):04X}"})
        value = keep_text(value)
        if not value:
            return self.refuse(path, _("is empty"))
        if len(value) > limits["maximum"]:
            sentence = _("is longer than %(maximum)s characters")
            return self.refuse(path, sentence % {"maximum": limits["maximum"]})
        return value

    def line(self, limits, value, path):
        value = self.text(limits, value, path)
        if value is not WRONG and "\n" in value:
            return self.refuse(path, _("must be one line"))
        return value if value is WRONG else keep_line(value)

    def code(self, limits, value, path):
        if isinstance(value, str) and CODE.fullmatch(value) and len(value) <= limits["maximum"]:
            return value
        return self.refuse(path, _("must be a code of a–z, 0–9, “_” and “-” that begins with a letter"))

    def codes(self, limits, value, path):
        if not isinstance(value, list):
            return self.refuse(path, _("must be a list of codes"))
        found = [self.code({"maximum": 40}, row, f"{path}[{index}]") for index, row in enumerate(value)]
        return WRONG if WRONG in found else tuple(found)

    def choice(self, limits, value, path):
        if type(value) in (str, int) and value in limits["values"]:
            return value
        choices = ", ".join(str(known) for known in limits["values"])
        return self.refuse(path, _("must be one of: %(choices)s") % {"choices": choices})

    def number(self, limits, value, path):
        if type(value) is int and limits["minimum"] <= value <= limits["maximum"]:
            return value
        bounds = {"minimum": limits["minimum"], "maximum": limits["maximum"]}
        return self.refuse(path, _("must be a whole number from %(minimum)s to %(maximum)s") % bounds)

    def yes_or_no(self, limits, value, path):
        return value if isinstance(value, bool) else self.refuse(path, _("must be true or false"))

    def day(self, limits, value, path):
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and HIJRI_DAY.fullmatch(value):
            try:
                date.fromisoformat(value)
            except ValueError:
                return self.refuse(path, _("%(day)s is not a day of the calendar") % {"day": value})
        return self.refuse(path, _("must be a date without quotes, like 2023-05-04"))

    def hijri_day(self, limits, value, path):
        found = HIJRI_DAY.fullmatch(value) if isinstance(value, str) else None
        if not found:
            return self.refuse(path, _('must be a Hijri date in quotes, like "1444-10-14"'))
        year, month, day = (int(part) for part in found.groups())
        try:
            gregorian_of(year, month, day)
        except ImpossibleDate as error:
            return self.refuse(path, str(error))
        return HijriDate(year, month, day)
