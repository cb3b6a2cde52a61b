"""What changed on a data sheet after it was signed, in the words of the portal."""

from django.utils.translation import gettext as _

from arabic.text import listed

from .data_sheet import DataSheet, named_rows
from .sheet_words import SheetWords

# The lists of the sheet, with the keys that lead to them.
_LISTS = {
    "phones": ("phones",),
    "categories": ("categories",),
    "members": ("household", "members"),
    "budget": ("household", "budget"),
    "documents": ("documents",),
    "fact_checks": ("fact_checks",),
}


def changes_since(signed: DataSheet, case, reader) -> list[dict]:
    """The facts that are no longer what was signed: each with its name, before and after, as this reader may read them.

    A row that came or went as a whole is one change; so is the household.
    """
    if not signed.format:
        return [{"field": _("Data sheet"), "before": "", "after": ""}]
    return _Comparison(signed, case.data_sheet_like(signed), SheetWords(case, reader)).told()


def in_one_sentence(changes: list[dict]) -> str:
    """The changed facts in one sentence, for the closed gate."""
    return _("Changed since the signature: %(facts)s.") % {"facts": listed(row["field"] for row in changes)}


class _Comparison:
    """A signed sheet beside that of today."""

    def __init__(self, signed: DataSheet, today: DataSheet, words: SheetWords):
        self.signed, self.today, self.words = signed, today, words
        self.renamed = _renamed(*(_members(sheet.facts) for sheet in (signed, today)))

    def told(self) -> list[dict]:
        rows: list[dict] = []
        for row in self.signed.differences(self.today):
            change = self._change(row)
            if change and change not in rows:
                rows.append(change)
        return rows

    def _change(self, row: dict) -> dict | None:
        place = row["place"]
        if place[:2] == _LISTS["members"]:
            if place[2] in self.renamed:
                return _came_or_went(_("Name of a member of the household"), place[2], self.renamed[place[2]])
            follows = row["before"] in self.renamed and self.renamed[row["before"]] == row["after"]
            if place[2] in self.renamed.values() or follows:
                # Told with the name that it had.
                return None
        if place[0] == "household" and None in (
            self.signed.facts["household"],
            self.today.facts["household"],
        ):
            return _came_or_went(_("Household"), *(self._home(sheet) for sheet in (self.signed, self.today)))
        for group, way in _LISTS.items():
            if place[: len(way)] == way and len(place) > len(way):
                return self._in_list(group, way, place, row)
        name = self.words.name_of(place[0], place[-1])
        if not name:
            return _came_or_went(_("Policy version"), "", "")
        values = (self.words.value(place[0], place[-1], row[when]) for when in ("before", "after"))
        return _came_or_went(name, *values)

    def _in_list(self, group: str, way: tuple, place: tuple, row: dict) -> dict:
        key, name = place[len(way)], place[-1]
        before, after = (_row_of(sheet.facts, way, key) for sheet in (self.signed, self.today))
        called = self.words.row_name(group, key, after or before or {})
        if before is None or after is None:
            values = (self.words.summary(group, found) if found else "" for found in (before, after))
            return _came_or_went(called, *values)
        if name == "file_sha256":
            told = (_("the file of the signature") if row["before"] else "", _file_now(row["after"]))
        else:
            told = tuple(self.words.value(group, name, row[when]) for when in ("before", "after"))
        fact = {"document": called, "fact": self.words.name_of(group, name)}
        return _came_or_went(_("%(document)s: %(fact)s") % fact, *told)

    def _home(self, sheet: DataSheet) -> str:
        home = sheet.facts["household"]
        return listed(part for part in (home["city"], home["district"]) if part) if home else ""


def _came_or_went(field: str, before: str, after: str) -> dict:
    return {"field": field, "before": before, "after": after}


def _file_now(sha256) -> str:
    return _("another file") if sha256 else _("no file")


def _members(facts: dict) -> dict[str, dict]:
    return dict(named_rows((facts.get("household") or {}).get("members", [])))


def _renamed(before: dict, after: dict) -> dict[str, str]:
    """Members of whom only the name is another one: what each was called, and is called now."""
    gone = {name: row for name, row in before.items() if name not in after}
    come = {name: row for name, row in after.items() if name not in before}
    renamed = {}
    for old, row in gone.items():
        new = next((name for name, other in come.items() if _besides_name(other) == _besides_name(row)), None)
        if new is not None:
            renamed[old] = new
            del come[new]
    return renamed


def _besides_name(row: dict) -> dict:
    return {name: value for name, value in row.items() if name not in ("name", "called", "depends_on")}


def _row_of(facts: dict, way: tuple, key: str) -> dict | None:
    for step in way:
        facts = facts[step]
    return dict(named_rows(facts)).get(key)
