"""What a paper says, before it has a number: its subject in the register, and the words of its template.

Papers are Arabic whatever language the clerk reads: every function that makes a content is `in_arabic`.
"""

from functools import wraps
from typing import NamedTuple

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.roles import Role
from beneficiaries.models import Beneficiary, Gender

SUBJECT_LENGTH = 200


class Content(NamedTuple):
    """What `issuing.issue_letter` asks for."""

    subject: str
    content: dict


def in_arabic(make):
    """The content in Arabic, whoever asks for it."""

    @wraps(make)
    def made(*args, **kwargs):
        with translation.override("ar"):
            return make(*args, **kwargs)

    return made


def paper(title: str, *, about: str = "", **content) -> Content:
    """A content with its title; `about` tells its subject from others of the same kind in the register."""
    subject = f"{title} – {about}" if about else title
    return Content(subject[:SUBJECT_LENGTH], {"title": str(title), **content})


def letter(title: str, person: Beneficiary, *, about: str = "", **content) -> Content:
    """A content that is written to a person: with address, greeting, close and the association's signature."""
    written = {
        "to": addressed(person),
        "greeting": _("Peace be upon you, and the mercy of God and His blessings."),
        "closing": _("With our respect and good wishes."),
        "signatures": [office()],
    }
    return paper(title, about=about, **(written | content))


def addressed(person: Beneficiary) -> str:
    name = {"name": person.full_name}
    if person.gender == Gender.FEMALE:
        return _("To the honourable Ms %(name)s, may God keep her") % name
    return _("To the honourable Mr %(name)s, may God keep him") % name


def row(label, value, hint="") -> dict:
    """A fact; one without a value gets a place to write."""
    return {"label": capfirst(str(label)), "value": "" if value is None else str(value), "hint": str(hint)}


def filled(*rows: dict) -> list[dict]:
    """Without the facts that have no value."""
    return [fact for fact in rows if fact["value"]]


def place(title, *lines) -> dict:
    """A place to sign: lines are labels to be written beside, or (label, value)."""
    pairs = [line if isinstance(line, tuple) else (line, "") for line in lines]
    return {
        "title": str(title),
        "lines": [{"label": str(label), "value": str(value)} for label, value in pairs],
    }


def office() -> dict:
    """Where the association signs what it writes to a person."""
    return place(Role.RECEPTION.label, _("Name"), _("Signature"), _("Stamp of the association"))
