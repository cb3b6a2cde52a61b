"""The letters of a request: each kind with what was issued, and the way to issue it or why it has to wait."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual
from correspondence.models import Letter

from ..case_file import CaseFile
from ..letters.issuing import PAPERS, letters_about

# A request has a dozen letters; the register has them all.
MOST_SHOWN = 100


def letter_rows(case: CaseFile, user: User) -> list[dict]:
    """One row for each kind that was issued, is possible now, or waits for a step of this person."""
    issued: dict[str, list[Letter]] = {}
    for letter in letters_about(case.request, user).select_related("corrected_by")[:MOST_SHOWN]:
        issued.setdefault(letter.kind, []).append(letter)
    rows = [_row(case, user, paper, issued.get(kind, [])) for kind, paper in PAPERS.items()]
    return [row for row in rows if row["letters"] or row["url"] or row["reason"]]


def _row(case: CaseFile, user: User, paper, letters: list[Letter]) -> dict:
    mine = user.may(paper.permission)
    reason = paper.reason_closed(case) if mine else None
    pk = case.request.pk
    return {
        "kind": paper.kind.label,
        "letters": [_issued(letter, pk, user, mine) for letter in letters],
        "url": reverse("request_letter_issue", args=[pk, paper.kind.value]) if mine and not reason else "",
        "reason": reason if mine and not letters else "",
        "again": bool(letters),
    }


def _issued(letter: Letter, pk: int, user: User, mine: bool) -> dict:
    in_register = user.may("correspondence.view_register")
    newer = getattr(letter, "corrected_by", None)
    return {
        "serial": letter.serial,
        "day": dual(letter.issued_on),
        "url": reverse("request_letter_file", args=[pk, letter.pk]),
        "correct_url": reverse("request_letter_correct", args=[pk, letter.pk]) if mine and not newer else "",
        # Where its hand-over is recorded.
        "register_url": reverse("letter_detail", args=[letter.pk]) if in_register else "",
        "note": _("Corrected by %(serial)s") % {"serial": newer.serial} if newer else "",
    }
