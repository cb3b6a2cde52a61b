"""One page of the register: one question for its rows, everything formatted before the template."""

import re
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from arabic.calendars import dual

from ..kinds import INCOMING, LetterKind, serial_text
from ..models import HandOver

PAGE = 50
# A reference inside a sentence (26-6292033): in one piece, and from the left.
_REFERENCE = re.compile(r"([0-9A-Za-z]+(?:[-/][0-9A-Za-z]+)+)")
_NAME = ("beneficiary__first_name", "beneficiary__father_name", "beneficiary__family_name")
_OUTGOING = ("kind", "year", "number", "issued_on", "subject", *_NAME, "handed", "corrected_by__pk")
_INCOMING = ("year", "number", "received_on", "sender", "sender_number", "subject", *_NAME, "key")


def outgoing_headings() -> list[str]:
    return [_("Number"), _("Date of issue"), _("Subject"), _("Person"), _("Hand-over")]


def incoming_headings() -> list[str]:
    return [_("Number"), _("Came in on"), _("From whom"), _("Subject"), _("Person")]


def outgoing_page(letters: QuerySet, mark: str) -> tuple[list[dict], str]:
    letters = letters.annotate(handed=Exists(HandOver.objects.filter(letter=OuterRef("pk"))))
    found, following = _page(letters, "issued_on", mark, _OUTGOING)
    kinds = {kind: str(label) for kind, label in LetterKind.choices}
    words = (kinds, _("Corrected"), _("handed over"), _("not recorded yet"))
    return _rows(found, "letter_detail", outgoing_headings(), _outgoing_cells, words), following


def incoming_page(letters: QuerySet, mark: str) -> tuple[list[dict], str]:
    found, following = _page(letters, "received_on", mark, _INCOMING)
    words = (_("without a scan"),)
    return _rows(found, "incoming_detail", incoming_headings(), _incoming_cells, words), following


def _page(letters: QuerySet, day: str, mark: str, columns: tuple) -> tuple[list[tuple], str]:
    """The rows behind the mark, newest first by the index of this side, and the mark of the next page."""
    newest_first = letters.filter(_behind(day, mark)).order_by(f"-{day}", "-pk")
    found = list(newest_first.values_list("pk", day, *columns)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last[1].isoformat()}~{last[0]}" if last else ""


def _behind(day: str, mark: str) -> Q:
    """The condition for the rows behind a page's last row (`2026-11-21~812`); a spoilt mark starts over."""
    on, _tilde, pk = mark.partition("~")
    try:
        last = date.fromisoformat(on)
    except ValueError:
        return Q()
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return Q()
    # The first condition is implied by the second: an index can begin there.
    return Q(**{f"{day}__lte": last}) & (Q(**{f"{day}__lt": last}) | Q(pk__lt=int(pk)))


def _rows(found, page: str, headings: list[str], cells, words) -> list[dict]:
    prefix = reverse(page, args=[0]).removesuffix("0/")
    return [
        {
            "url": f"{prefix}{pk}/",
            "cells": [
                {"text": text, "hint": hint, "label": label}
                for label, (text, hint) in zip(headings, cells(words, *values), strict=True)
            ],
        }
        for pk, _day, *values in found
    ]


def _outgoing_cells(words, kind, year, number, issued_on, subject, *rest) -> tuple[tuple[str, str], ...]:
    *name, handed, corrected = rest
    kinds, was_corrected, was_handed, was_not = words
    return (
        (number_text(serial_text(kind, year, number)), was_corrected if corrected else kinds[kind]),
        (dual(issued_on), ""),
        (with_references(subject), ""),
        (_name(name), ""),
        (was_handed if handed else was_not, ""),
    )


def _incoming_cells(words, year, number, received_on, sender, sender_number, subject, *rest):
    *name, key = rest
    return (
        (number_text(serial_text(INCOMING, year, number)), "" if key else words[0]),
        (dual(received_on), ""),
        (sender, number_text(sender_number)),
        (with_references(subject), ""),
        (_name(name), ""),
    )


def _name(parts) -> str:
    return " ".join(part for part in parts if part)


def number_text(text: str) -> str:
    """A number inside a line of any direction."""
    return format_html('<bdi class="number" dir="ltr">{}</bdi>', text) if text else ""


def with_references(text: str) -> str:
    """A sentence whose references do not turn round."""
    parts = enumerate(_REFERENCE.split(text))
    return format_html_join("", "{}", ((number_text(part) if place % 2 else part,) for place, part in parts))
