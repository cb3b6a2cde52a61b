"""What may be chosen of the register by kind and day. Words are searched for beside it: they may be somebody's name."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from arabic.calendars import dual, parse_date
from arabic.text import clean_line

from ..kinds import LetterKind
from ..models import IncomingLetter, Letter
from .searching import keys_meant

LONGEST_DAY = 40


class Choice:
    """What somebody chose of one side of the register; spoilt values count as not chosen."""

    model: type
    # The day by which this side is put in order, and the texts in which words are looked for.
    day = ""
    texts: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()

    def __init__(self, asked: Mapping[str, str], user):
        self.user = user
        self.kind = asked.get("kind", "") if asked.get("kind") in dict(self.kinds) else ""
        self.since, since = _day(asked.get("from", ""))
        self.until, until = _day(asked.get("to", ""))
        typed = {"kind": self.kind, "from": since, "to": until}
        self.values = {name: value for name, value in typed.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.values)

    def rows(self) -> QuerySet:
        chosen = Q()
        if self.kind:
            chosen &= Q(kind=self.kind)
        if self.since:
            chosen &= Q(**{f"{self.day}__gte": self.since})
        if self.until:
            chosen &= Q(**{f"{self.day}__lte": self.until})
        return self.model.objects.visible_to(self.user).filter(chosen)

    def rows_with(self, words: str) -> QuerySet:
        """Those of the chosen letters that the words mean: by number, by person, or by what stands in them."""
        rows = self.rows()
        if not words:
            return rows
        return rows.filter(pk__in=keys_meant(rows, words, user=self.user, day=self.day, texts=self.texts))

    def in_words(self) -> list[tuple[str, str]]:
        chosen = [
            (_("Kind of letter"), str(dict(self.kinds).get(self.kind, ""))),
            (_("From the day"), dual(self.since) if self.since else ""),
            (_("To the day"), dual(self.until) if self.until else ""),
        ]
        return [(label, value) for label, value in chosen if value]


class Outgoing(Choice):
    model, day, texts = Letter, "issued_on", ("subject",)
    kinds = tuple(LetterKind.choices)


class Incoming(Choice):
    model, day, texts = IncomingLetter, "received_on", ("subject", "sender", "sender_number")


def _day(typed: str) -> tuple[date | None, str]:
    """The day that was typed in either calendar, and what was typed; nothing of what is no day."""
    typed = clean_line(typed[:LONGEST_DAY])
    try:
        return (parse_date(typed), typed) if typed else (None, "")
    except ValueError:
        return None, ""
