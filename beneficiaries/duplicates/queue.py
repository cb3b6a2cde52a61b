"""The queue of pairs that wait to be compared, oldest first."""

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from arabic.calendars import Precision, dual, gregorian_text, hijri_text, riyadh_day
from arabic.text import listed

from ..models import FileMerge, MergeState, Standing
from .pairs import pairs_visible_to
from .signs import Sign

PAGE = 50
# In the words of the partial index, without which SQLite does not take it.
_WAITING = RawSQL('"beneficiaries_duplicatepair"."state" = \'waiting\'', (), output_field=BooleanField())
SHORT = {
    Sign.NAME.value: lambda: _("name and birth year"),
    Sign.PHONE.value: lambda: _("phone"),
    Sign.IBAN.value: lambda: _("IBAN"),
    Sign.ADDRESS.value: lambda: _("address and first names"),
}
_NAMES = ("first_name", "father_name", "grandfather_name", "family_name")


def headings() -> list[str]:
    return [_("First file"), _("Second file"), _("What is alike"), _("Found on"), _("Where it stands")]


def pairs_to_compare(user):
    """The pairs in this person's sight that wait; a merged file is compared with nothing any more."""
    pairs = pairs_visible_to(user).filter(_WAITING)
    return pairs.exclude(first__standing=Standing.MERGED).exclude(second__standing=Standing.MERGED)


def waiting_rows(user, mark: str) -> tuple[list[dict], str]:
    """One page of the queue, and the mark behind which the next one begins ("" at the end); two questions."""
    pairs = pairs_to_compare(user)
    if mark.isascii() and mark.isdecimal() and len(mark) < 19:
        pairs = pairs.filter(pk__gt=int(mark))
    columns = [f"{side}__{name}" for side in ("first", "second") for name in (*_NAMES, "birth_date", "city")]
    found = list(
        pairs.order_by("pk").values_list("pk", "first", "second", "signs", "because", "found_at", *columns)[
            : PAGE + 1
        ]
    )
    following = str(found[PAGE - 1][0]) if len(found) > PAGE else ""
    proposals = _proposals(found[:PAGE])
    prefix = reverse("duplicate_detail", args=[0]).removesuffix("0/")
    return [_row(prefix, proposals, *row) for row in found[:PAGE]], following


def _proposals(found) -> dict:
    """Who proposed a merge of these files, by the two of them."""
    numbers = {pk for row in found for pk in row[1:3]}
    waiting = FileMerge.objects.filter(state=MergeState.PROPOSED)
    waiting = waiting.filter(Q(kept__in=numbers) | Q(merged__in=numbers))
    rows = waiting.values_list("kept", "merged", "proposed_by__full_name")
    return {frozenset((kept, merged)): name for kept, merged, name in rows}


def _row(prefix, proposals, pk, first, second, signs, because, found_at, *people) -> dict:
    proposed_by = proposals.get(frozenset((first, second)))
    stands = _("To be compared")
    if proposed_by:
        stands = _("Merge proposed by %(name)s") % {"name": proposed_by}
    texts = [
        _person(*people[:6]),
        _person(*people[6:]),
        (listed(SHORT[sign]() for sign in signs if sign in SHORT), ""),
        (dual(riyadh_day(found_at)), ""),
        (stands, _("Written at the desk: %(reason)s") % {"reason": because} if because else ""),
    ]
    cells = [
        {"label": label, "text": text, "hint": hint}
        for label, (text, hint) in zip(headings(), texts, strict=True)
    ]
    return {"url": f"{prefix}{pk}/", "cells": cells}


def _person(first, father, grandfather, family, born, city) -> tuple[str, str]:
    years = (hijri_text(born, Precision.YEAR), gregorian_text(born, Precision.YEAR))
    name = " ".join(part for part in (first, father, grandfather, family) if part)
    return format_html("<bdi>{}</bdi>", name), listed([" / ".join(year for year in years if year), city])
