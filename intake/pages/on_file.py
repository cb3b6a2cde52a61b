"""What the person's file already holds, offered where the data are verified."""

from uuid import uuid4

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User

from ..case_file import CaseFile
from ..reuse import documents_on_file
from .documents import may_check


def offers(case: CaseFile, user: User) -> dict | None:
    """Each document on file with its sentence and its button, and one button for all; None where there is nothing."""
    rows = documents_on_file(case) if may_check(case, user) else []
    if not rows:
        return None
    marks = [row.mark for row in rows if not row.reason]
    return {
        "url": reverse("request_reuse", args=[case.request.pk]),
        "rows": [
            {
                "label": row.document.label,
                "sentence": row.sentence,
                "marks": [] if row.reason else [row.mark],
                "key": uuid4(),
            }
            for row in rows
        ],
        # One alone has its own button.
        "all": {"marks": marks, "key": uuid4(), "label": take_over_all(len(marks))}
        if len(marks) > 1
        else None,
    }


def take_over_all(number: int) -> str:
    return ngettext(
        "Take over %(count)d document on file", "Take over all %(count)d documents on file", number
    ) % {"count": number}


def to_take_over(case: CaseFile) -> dict | None:
    """The way to what can be taken over; None where the person must bring everything."""
    marks = [row.mark for row in documents_on_file(case) if not row.reason]
    if not marks:
        return None
    url = reverse("request_reuse", args=[case.request.pk])
    return {"url": url, "icon": "check-circle", "label": take_over_all(len(marks))}
