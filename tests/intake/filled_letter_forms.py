"""The forms before a letter as a careful person fills them in."""

from datetime import timedelta
from types import SimpleNamespace

from arabic.calendars import riyadh_today

from .filled import Filled


def letter(state: str, kind: str):
    """The request in a state, and the kind of letter as its address names it."""
    return lambda world: [world.requests[state], SimpleNamespace(pk=kind)]


def until(days: int = 14) -> dict:
    day = riyadh_today() + timedelta(days=days)
    return {"until": f"{day.day}/{day.month}/{day.year}"}


# The letters that ask for nothing are issued in test_letter_pages.
LETTER_FORMS = [
    Filled("reception", "request_letter_issue", letter("received", "missing_items"), lambda world: until()),
    Filled(
        "executive",
        "request_letter_correct",
        lambda world: [world.requests["rejected"], world.rows["decision_letter"]],
        lambda world: {"correction": "خطأ في اسم المستفيد"},
    ),
    Filled("researcher", "blank_form"),
    Filled("auditor", "policy_paper"),
]
