"""The chapters of a long form: each folds away under a heading that says what is left to fill in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Chapter:
    """One part of a long form."""

    code: str
    title: Promise
    # Prints its fields.
    template: str
    # What the names of its fields begin with, in the order of the page.
    parts: tuple[str, ...]

    def has(self, name: str) -> bool:
        return name.startswith(self.parts)

    @property
    def place(self) -> str:
        """Where in the page its fields begin: an address inside what is folded away unfolds it."""
        return f"in-{self.code}"


def chapters_of(
    form: forms.Form, chapters: Sequence[Chapter], lacking: Collection[str], *, opened: str = ""
) -> list[dict]:
    """Each chapter with its state, as templates/components/chapter.html prints it.

    `lacking`: the fields that would be refused now. Unfolded are those with an error and the one that `opened`
    names, or else the first in which something is left.
    """
    rows = [_row(form, chapter, lacking) for chapter in chapters if any(map(chapter.has, form.fields))]
    wanted = [row for row in rows if row["wrong"] or row["code"] == opened]
    for row in wanted or [row for row in rows if row["left"]][:1]:
        row["open"] = True
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        row["following"] = following
    return rows


def _row(form: forms.Form, chapter: Chapter, lacking: Collection[str]) -> dict:
    names = [name for name in form.fields if chapter.has(name) and not form[name].is_hidden]
    wrong = sum(name in form.errors for name in names)
    left = sum(name in lacking for name in names)
    is_filled = left == 0 and any(form[name].value() not in (None, "") for name in names)
    return {
        "code": chapter.code,
        "title": chapter.title,
        "template": chapter.template,
        "place": chapter.place,
        "wrong": wrong,
        "left": left,
        "open": False,
        "chip": _chip(wrong, left, is_filled),
    }


def _chip(wrong: int, left: int, is_filled: bool) -> dict:
    if wrong:
        label = ngettext("%(number)d to put right", "%(number)d to put right", wrong) % {"number": wrong}
        return {"icon": "exclamation-circle", "label": label, "tone": "late"}
    if left:
        label = ngettext("%(number)d left to fill in", "%(number)d left to fill in", left) % {"number": left}
        return {"icon": "circle", "label": label, "tone": "waiting"}
    if is_filled:
        return {"icon": "check-circle-fill", "label": _("Complete"), "tone": "good"}
    return {"icon": "dash-circle", "label": _("Nothing noted"), "tone": "neutral"}
