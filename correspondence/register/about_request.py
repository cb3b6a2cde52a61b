"""The letters about one request, read together with it: no question of their own."""

from datetime import date

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from arabic.calendars import dual
from beneficiaries.around_rows import RowsOf

from ..about import REQUEST
from ..kinds import LetterKind, serial_text
from ..models import HandOver, Letter

MOST_SHOWN = 12


def letters_about_request(pk: str) -> RowsOf:
    """The newest letters about the request whose key another query has in this column, as a list in one of its own."""
    about = Concat(Value(f"{REQUEST}:"), Cast(OuterRef(pk), CharField()), output_field=CharField())
    handed = Exists(HandOver.objects.filter(letter=OuterRef("pk")))
    newest = Letter.objects.filter(about=about).annotate(handed=handed).order_by("-pk")[:MOST_SHOWN]
    return RowsOf(
        newest,
        kind="kind",
        year="year",
        number="number",
        on="issued_on",
        handed="handed",
        newer="corrected_by__pk",
    )


def letter_rows(rows: list[dict], url: str) -> list[dict]:
    """Those letters as the page prints them; each leads to where they are opened by whoever may."""
    return [
        {
            "title": str(LetterKind(row["kind"]).label),
            "way": serial_text(row["kind"], row["year"], row["number"]),
            "when": dual(date.fromisoformat(row["on"])),
            "url": url,
            **_standing(row),
        }
        for row in rows
    ]


def _standing(row: dict) -> dict:
    if row["newer"]:
        return {"state": _("Corrected"), "icon": "slash-circle", "tone": "closed"}
    if row["handed"]:
        return {"state": _("handed over"), "icon": "check-circle", "tone": "good"}
    return {"state": _("not handed over yet"), "icon": "hourglass-split", "tone": "waiting"}
