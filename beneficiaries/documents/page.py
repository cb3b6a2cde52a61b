"""The documents of a person as the file's page shows them: one question, everything formatted before the template."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User, besides_name
from arabic.calendars import dual, dual_printed, riyadh_today

from ..models import Beneficiary, DocumentVerdict, PersonDocument
from ..thumbnails import thumbnail_beside
from .rules import reason_not_valid

# Current ones and their earlier versions; all of them stand in the history.
MOST_SHOWN = 60


def documents_section(person: Beneficiary, user: User) -> dict:
    """The current documents by name, each with one line for every earlier one of its kind."""
    may_record = person.is_open and user.may("beneficiaries.change_person")
    kept = PersonDocument.objects.filter(beneficiary=person)
    kept = kept.select_related("required_document", "file__thumbnail", "original_seen_by")
    kept = list(kept.defer(*besides_name("original_seen_by")).order_by("-is_current", "-pk")[:MOST_SHOWN])
    current = [row for row in kept if row.is_current]
    earlier: dict[str, list] = {}
    for row in kept:
        if not row.is_current:
            earlier.setdefault(row.kind, []).append(_earlier(row))
    return {
        "rows": [_row(row, earlier.get(row.kind, []), may_record) for row in sorted(current, key=str)],
        "add_url": reverse("document_add", args=[person.pk]) if may_record else "",
    }


def _row(row: PersonDocument, earlier: list[dict], may_record: bool) -> dict:
    state, icon, tone, hint = _standing(row)
    return {
        "label": str(row),
        "hint": hint,
        "facts": _facts(row),
        "state": state,
        "icon": icon,
        "tone": tone,
        "file_url": file_url(row),
        "thumbnail": thumbnail_beside(row.file, reverse("document_thumbnail", args=[row.pk])),
        "renew_url": reverse("document_renew", args=[row.pk]) if may_record else "",
        "correct_url": reverse("document_correct", args=[row.pk]) if may_record else "",
        "earlier": earlier,
    }


def _standing(row: PersonDocument) -> tuple[str, str, str, str]:
    """How the document stands today: word, icon, tone, and the reason where it does not hold."""
    if row.verdict == DocumentVerdict.DIFFERS:
        return _("Differs"), "exclamation-triangle", "late", row.difference
    if reason := reason_not_valid(row, row.required_document, on=riyadh_today()):
        return _("Not valid today"), "hourglass-split", "late", reason
    if row.original_seen_by_id is None:
        return _("Original not seen"), "eye", "waiting", ""
    return _("Valid today"), "check-circle", "good", ""


def _facts(row: PersonDocument) -> list[str]:
    seen = ""
    if row.original_seen_by_id:
        words = _("Original seen by %(who)s on %(day)s")
        seen = words % {"who": row.original_seen_by, "day": dual(row.original_seen_on)}
    return [fact for fact in (*_on_paper(row), row.proves, seen) if fact]


def _on_paper(row: PersonDocument) -> list[str]:
    number = format_html(_("Number {number}"), number=_in_one_piece(row.number)) if row.number else ""
    return [number, *(_day(words, *day) for words, day in _days(row))]


def _days(row: PersonDocument) -> list[tuple]:
    expired = row.expires_on and row.expires_on < riyadh_today()
    until = _("expired on %(date)s") if expired else _("valid until %(date)s")
    return [
        (_("issued on %(date)s"), (row.issued_on, row.issued_printed)),
        (until, (row.expires_on, row.expires_printed)),
    ]


def _day(words: str, day, printed: str) -> str:
    return words % {"date": dual_printed(day, printed)} if day else ""


def _in_one_piece(number: str) -> str:
    return format_html('<bdi class="number">{}</bdi>', number)


def _earlier(row: PersonDocument) -> dict:
    facts = [fact for fact in (*_on_paper(row), row.get_verdict_display()) if fact]
    return {"facts": facts, "file_url": file_url(row)}


def file_url(row: PersonDocument) -> str:
    """Where the copy of a document is fetched; "" where there is none."""
    return reverse("document_file", args=[row.pk]) if row.file_id else ""
