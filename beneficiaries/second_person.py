"""What waits for the second of two people: lists to be let in, and files to be merged."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from .duplicates.merging import merges_visible_to
from .models import ImportBatch, ImportStage, MergeState

MOST_SHOWN = 10
_COLUMNS = ("since", "kind", "pk", "told", "by")


def waiting_for_a_second_person(user) -> dict | None:
    """What colleagues have prepared and this user may decide, the oldest first, as a table; one question, or none."""
    return as_table(oldest_of(questions_for(user)))


def questions_for(user) -> list:
    """What this user may decide, as questions with the same columns."""
    return [
        find(user)
        for permission, find in (
            ("beneficiaries.approve_import", _lists),
            ("beneficiaries.approve_merge", _merges),
        )
        if user.may(permission)
    ]


def oldest_of(questions: list) -> list[tuple]:
    """The answers to all of them at once, the oldest first."""
    return (
        list(questions[0].union(*questions[1:], all=True).order_by("since")[:MOST_SHOWN]) if questions else []
    )


def as_table(rows: list[tuple], **of_other_rooms) -> dict | None:
    """What waits for a second person among these rows; None where nothing does.

    Other rooms name their kinds: what waits, in words, and the name of the address where it is decided.
    """
    kinds = {
        "list": (_("List to be let in"), "import_detail"),
        "merge": (_("Files to be merged"), "merge_detail"),
        **of_other_rooms,
    }
    columns = [_("What waits"), _("About"), _("Prepared by")]
    shown = [
        _row(columns, reverse(kinds[kind][1], args=[pk]), kinds[kind][0], told, by)
        for _since, kind, pk, told, by in rows
        if kind in kinds
    ]
    return {"columns": columns, "rows": shown} if shown else None


def _lists(user):
    lists = ImportBatch.objects.filter(stage=ImportStage.STAGED).exclude(staged_by=user)
    return _as_rows(
        lists, "list", since=F("staged_at"), told=F("original_name"), by=F("staged_by__full_name")
    )


def _merges(user):
    name = Concat(
        *("kept__first_name", Value(" "), "kept__father_name", Value(" "), "kept__family_name"),
        output_field=CharField(),
    )
    merges = merges_visible_to(user).filter(state=MergeState.PROPOSED).exclude(proposed_by=user)
    return _as_rows(merges, "merge", since=F("proposed_at"), told=name, by=F("proposed_by__full_name"))


def _as_rows(found, kind: str, **columns):
    named = found.annotate(kind=Value(kind, output_field=CharField()), **columns)
    return named.order_by().values_list(*_COLUMNS)


def _row(columns: list[str], url: str, *texts: str) -> dict:
    cells = [{"label": label, "text": text, "hint": ""} for label, text in zip(columns, texts, strict=True)]
    return {"url": url, "cells": cells}
