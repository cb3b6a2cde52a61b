#!/usr/bin/env python3
"""The Arabic catalogue without gettext's tools: `check`, `compile`, `update` (new in, unused out)."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/ar/LC_MESSAGES/django.po")
OUTSIDE = {"docs", "locale", "migrations", "static", "tests", "tools", "var"}
TEMPLATES = {".html", ".txt"}
HEADER = {
    "Project-Id-Version": "Rifada",
    "Language": "ar",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}
# Zero, one and two are words in Arabic, so these forms may leave the number out.
FORMS_THAT_COUNT_IN_WORDS = {0, 1, 2}
# An entry under this comment replaces Django's own wording and is used by nobody's source here.
KEPT = "Replaces Django's wording"

MARKERS = {
    "gettext": (),
    "pgettext": ("context",),
    "ngettext": ("plural",),
    "npgettext": ("context", "plural"),
}
STRING = r"""[uU]?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
MARKED = re.compile(rf"(?<![\w.])(n?p?gettext|_)\(\s*{STRING}(?:\s*,\s*{STRING})?(?:\s*,\s*{STRING})?")
PLACEHOLDER = re.compile(r"%%|%\(\w+\)[a-z]|%[sd]|\{\w*\}")


class Sentence(NamedTuple):
    """What the source asks to have translated, and where."""

    context: str | None
    msgid: str
    plural: str | None
    place: str


class Unreadable(Exception):
    """A sentence put together at run time, which no catalogue can hold."""


def _sentence(marker: str, texts: list[str], place: str) -> Sentence:
    parts = MARKERS[marker]
    context = texts.pop(0) if "context" in parts else None
    plural = texts[1] if "plural" in parts else None
    return Sentence(context, texts[0], plural, place)


def in_python(source: str, path: str) -> Iterator[Sentence]:
    """Calls of the functions that this file imports from django.utils.translation."""
    tree = ast.parse(source)
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname or alias.name: _marker(alias.name) for alias in node.names}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func
        name = called.id if isinstance(called, ast.Name) else None
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            name = called.attr if called.value.id == "translation" else None
        marker = names.get(name) or (_marker(name) if isinstance(called, ast.Attribute) and name else None)
        if marker:
            yield from _arguments(marker, node, f"{path}:{node.lineno}")


def _marker(name: str) -> str | None:
    marker = name.removesuffix("_lazy").removesuffix("_noop")
    return marker if marker in MARKERS else None


def _arguments(marker: str, call: ast.Call, place: str) -> Iterator[Sentence]:
    wanted = call.args[: 1 + len(MARKERS[marker])]
    if any(isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Call) for argument in wanted):
        raise Unreadable(f"{place}: a sentence to translate is written as one literal")
    if all(isinstance(argument, ast.Constant) for argument in wanted):
        yield _sentence(marker, [argument.value for argument in wanted], place)


def in_template(source: str, path: str) -> Iterator[Sentence]:
    """What Django's own rewriting of a template marks for translation."""
    rewritten = templatize(source, origin=path)
    for match in MARKED.finditer(rewritten):
        marker = "gettext" if match[1] == "_" else match[1]
        texts = [ast.literal_eval(text) for text in match.groups()[1:] if text]
        place = f"{path}:{rewritten.count(chr(10), 0, match.start()) + 1}"
        yield _sentence(marker, texts[: 1 + len(MARKERS[marker])], place)


def sentences(root: Path) -> dict[tuple, Sentence]:
    """Every sentence of the portal, once; a plural use carries the singular one."""
    found: dict[tuple, Sentence] = {}
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if inside.parts[0].startswith(".") or OUTSIDE & set(inside.parts) or not path.is_file():
            continue
        read = in_python if path.suffix == ".py" else in_template if path.suffix in TEMPLATES else None
        if not read:
            continue
        for sentence in read(path.read_text(encoding="utf-8"), str(inside)):
            key = (sentence.context, sentence.msgid)
            if sentence.msgid and (key not in found or (sentence.plural and not found[key].plural)):
                found[key] = sentence
    return found


def load(root: Path) -> polib.POFile:
    path = root / CATALOGUE
    if not path.exists():
        return polib.POFile()
    return polib.pofile(str(path), check_for_duplicates=True, encoding="utf-8")


def _key(entry: polib.POEntry) -> tuple:
    return (entry.msgctxt, entry.msgid)


def faults(root: Path) -> list[str]:
    """Every reason why an Arabic reader could meet English, or a broken sentence."""
    catalogue, wanted = load(root), sentences(root)
    entries = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    found = [
        f"{sentence.place}: not in the catalogue: {sentence.msgid!r}"
        for key, sentence in wanted.items()
        if key not in entries or (sentence.plural or "") != entries[key].msgid_plural
    ]
    for key, entry in entries.items():
        if key not in wanted and not _kept(entry):
            found.append(f"nobody says this any more: {entry.msgid!r}")
        found.extend(f"{fault}: {entry.msgid!r}" for fault in _faults_of(entry))
    found.extend(f"obsolete: {entry.msgid!r}" for entry in catalogue.obsolete_entries())
    compiled = (root / CATALOGUE).with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != catalogue.to_binary():
        found.append(f"{compiled.relative_to(root)} is older than its source")
    return found


def _kept(entry: polib.POEntry) -> bool:
    return entry.tcomment.startswith(KEPT)


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    forms = entry.msgstr_plural if entry.msgid_plural else {None: entry.msgstr}
    if (entry.msgid_plural and len(forms) != 6) or not all(forms.values()):
        yield "not translated"
        return
    expected = set(PLACEHOLDER.findall(f"{entry.msgid} {entry.msgid_plural}")) - {"%%"}
    for form, text in forms.items():
        present = set(PLACEHOLDER.findall(text)) - {"%%"}
        if present - expected or (expected - present and form not in FORMS_THAT_COUNT_IN_WORDS):
            yield "translated with other placeholders"
            return


def updated(root: Path) -> polib.POFile:
    """The catalogue with an empty entry for each new sentence and without the unused ones, by msgid."""
    old = load(root)
    known = {_key(entry): entry for entry in old if not entry.obsolete}
    entries = [entry for entry in known.values() if _kept(entry)]
    kept = {_key(entry) for entry in entries}
    entries += [
        _entry(sentence, known.get(key)) for key, sentence in sentences(root).items() if key not in kept
    ]
    new = polib.POFile(wrapwidth=110)
    new.metadata = dict(HEADER)
    new.extend(sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    return new


def _entry(sentence: Sentence, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=sentence.msgid, msgctxt=sentence.context)
    if sentence.plural:
        entry.msgid_plural = sentence.plural
        entry.msgstr_plural = dict.fromkeys(range(6), "")
    if known and bool(known.msgid_plural) == bool(sentence.plural):
        entry.msgstr, entry.tcomment = known.msgstr, known.tcomment
        entry.msgstr_plural = known.msgstr_plural or entry.msgstr_plural
    if "%(" in sentence.msgid + (sentence.plural or ""):
        entry.flags = ["python-format"]
    return entry


def check(root: Path) -> int:
    found = faults(root)
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print("The Arabic catalogue is complete.")
    return 1 if found else 0


def update(root: Path) -> int:
    path = root / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = updated(root)
    catalogue.save(str(path))
    print(f"{len(catalogue)} sentences, {len(catalogue.untranslated_entries())} of them not yet in Arabic.")
    return 0


def compile_catalogue(root: Path) -> int:
    source = root / CATALOGUE
    if not source.exists():
        print(f"{CATALOGUE} is missing; the portal will speak English.", file=sys.stderr)
        return 0
    compiled = source.with_suffix(".mo")
    content = load(root).to_binary()
    if not compiled.exists() or compiled.read_bytes() != content:
        compiled.write_bytes(content)
    return 0


def main(arguments: list[str]) -> int:
    commands = {"check": check, "update": update, "compile": compile_catalogue}
    if len(arguments) != 1 or arguments[0] not in commands:
        print("usage: catalogue.py check|update|compile", file=sys.stderr)
        return 2
    try:
        return commands[arguments[0]](ROOT)
    except (Unreadable, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
