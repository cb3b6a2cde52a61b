"""The page of the list: the newest files first, one question for its rows, everything formatted before the template."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from arabic.calendars import Precision, gregorian_text, hijri_text
from arabic.text import listed

from ..models import IdentityKind
from ..models.particulars import Standing
from ..search import masked
from .filters import Choice

PAGE = 50
_COLUMNS = (
    "id",
    "first_name",
    "father_name",
    "grandfather_name",
    "family_name",
    "identity_kind",
    "identity_number",
    "phone",
    "birth_date",
    "city",
    "district",
    "branch__name",
    "standing",
)


def headings() -> list[str]:
    return [_("Name"), _("Identity document"), _("Phone"), _("Year of birth"), _("City"), _("Branch")]


def page_of_people(choice: Choice, mark: str) -> tuple[list[dict], str]:
    """One page, and the mark behind which the next one begins ("" at the end)."""
    people = choice.rows()
    if mark.isascii() and mark.isdecimal() and len(mark) < 19:
        people = people.filter(pk__lt=int(mark))
    # By the primary key, backwards, or by the index people_of_branch: it reads as many rows as the page holds, and
    # those between them that were not chosen.
    found = list(people.order_by("-pk").values_list(*_COLUMNS)[: PAGE + 1])
    following = str(found[PAGE - 1][0]) if len(found) > PAGE else ""
    return _rows(found[:PAGE]), following


def _rows(found) -> list[dict]:
    kinds = {kind: str(label) for kind, label in IdentityKind.choices}
    standings = {standing: str(label) for standing, label in Standing.choices} | {Standing.OPEN: ""}
    words = (kinds, standings, _("Head office"))
    prefix, labels = reverse("person_detail", args=[0]).removesuffix("0/"), headings()
    return [
        {
            "url": f"{prefix}{values[0]}/",
            "cells": [
                {"text": text, "hint": hint, "label": label}
                for label, (text, hint) in zip(labels, _cells(words, *values[1:]), strict=True)
            ],
        }
        for values in found
    ]


def _cells(words, *values) -> tuple[tuple[str, str], ...]:
    """The cells of one person in the order of the headings, each with the smaller line below it."""
    kinds, standings, head_office = words
    *names, kind, number, phone, born, city, district, branch, standing = values
    years = (hijri_text(born, Precision.YEAR), gregorian_text(born, Precision.YEAR))
    return (
        (" ".join(name for name in names if name), standings[standing]),
        (kinds[kind], _number(masked(number))),
        (_number(masked(str(phone))), ""),
        (" / ".join(year for year in years if year), ""),
        (listed(part for part in (city, district) if part), ""),
        (branch or head_office, ""),
    )


def _number(text: str) -> str:
    return format_html('<bdi class="number" dir="ltr">{}</bdi>', text) if text else ""
