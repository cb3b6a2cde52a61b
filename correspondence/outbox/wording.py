"""What messages say: one file per text in `correspondence/messages/`, read once, with nothing sensitive in it."""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

from arabic.calendars import dual
from arabic.text import apart

from ..models import NoticeChannel

FOLDER = Path(__file__).resolve().parent.parent / "messages"
# SECURITY: all that a text may name. A message is read on other people's screens: no name, no service, no amount, no
# outcome, no reason. `place` is the office or the home, never an address.
PLACEHOLDERS = frozenset({"reference", "association", "date", "time", "place"})
# What is known only at the moment of sending, and kept nowhere: see late_values.
LATE = frozenset({"pledge_link", "pledge_code", "tracking_link"})
LANGUAGES = ("ar", "en")
# Which number to call stands at the end of each SMS and e-mail, where the association has named one.
PHONE = {"ar": "هاتفنا: {phone}", "en": "Phone: {phone}"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class UnknownWording(Exception):
    """There is no such text, or a text is not as it has to be: a fault of the program, found at its start."""


@dataclass(frozen=True)
class Wording:
    """One text in both languages, for an SMS and for an e-mail."""

    code: str
    version: int
    label: dict[str, str]
    sms: dict[str, str]
    email_subject: dict[str, str] = field(default_factory=dict)
    email_text: dict[str, str] = field(default_factory=dict)
    # A one-time code goes to the phone on file, whatever the person likes otherwise.
    channel: str = ""
    # What nobody could say in a call: a link.
    by_machine: bool = False

    @property
    def placeholders(self) -> frozenset[str]:
        texts = (*self.sms.values(), *self.email_subject.values(), *self.email_text.values())
        return frozenset(name for text in texts for name in _PLACEHOLDER.findall(text))

    @property
    def title(self) -> str:
        """What the message is about, for our own pages."""
        return self.label["en" if translation.get_language() == "en" else "ar"]

    def composed(self, channel: str, language: str, values: dict) -> tuple[str, str]:
        """Subject and text; what is known only at sending still stands in braces."""
        is_mail = channel == NoticeChannel.EMAIL
        subject, text = self.email_subject[language] if is_mail else "", self.texts(channel)[language]
        missing = set(_PLACEHOLDER.findall(f"{subject} {text}")) - LATE - values.keys()
        if missing:
            raise UnknownWording(f"The text {self.code} needs {', '.join(sorted(missing))}.")
        with translation.override(language):
            words = {name: _in_words(value, language) for name, value in values.items()}
        return _filled(subject, words), _filled(text, words) + _ending(language, "\n\n" if is_mail else " ")

    def texts(self, channel: str) -> dict[str, str]:
        """What goes over this channel; what is told in a call is the short text."""
        return self.email_text if channel == NoticeChannel.EMAIL else self.sms


def wording(code: str) -> Wording:
    """The text of this name."""
    try:
        return all_wordings()[code]
    except KeyError:
        raise UnknownWording(f"There is no text {code}.") from None


@cache
def all_wordings() -> dict[str, Wording]:
    """Every text by its name, read from its file once."""
    return {path.stem: read(path.stem, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}


def read(code: str, content: str) -> Wording:
    """One text from the content of its file; raises UnknownWording where a language or a channel is missing."""
    given = tomllib.loads(content)
    own_channel = given.pop("channel", "")
    try:
        parts = {
            part: {language: _one_line_a_paragraph(given.pop(f"{part}_{language}")) for language in LANGUAGES}
            for part in ("label", "sms", *(() if own_channel == "sms" else ("email_subject", "email_text")))
        }
        read_wording = Wording(
            code,
            given.pop("version"),
            **parts,
            channel=own_channel,
            by_machine=given.pop("by_machine", False),
        )
    except KeyError as missing:
        raise UnknownWording(f"The text {code} has no {missing}.") from None
    unknown = [*given, *sorted(read_wording.placeholders - PLACEHOLDERS - LATE)]
    if unknown:
        raise UnknownWording(f"The text {code} names {', '.join(unknown)}, which no message may say.")
    return read_wording


def late_placeholders(text: str) -> list[str]:
    """The names in a composed text that are filled in only at sending."""
    return [name for name in _PLACEHOLDER.findall(text) if name in LATE]


def filled_late(text: str, values: dict[str, str]) -> str:
    """The text as it leaves."""
    return _filled(text, values)


def _filled(text: str, words: dict[str, str]) -> str:
    # One pass, never `format`: what stands in a value is no placeholder.
    return _PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)


def _in_words(value, language: str) -> str:
    if isinstance(value, date):
        return dual(value)
    # SECURITY: a value brings no placeholder along.
    text = " ".join(str(value).split()).replace("{", "(").replace("}", ")")
    return apart(text) if language == "ar" and re.fullmatch(r"[0-9-]+", text) else text


def _ending(language: str, before: str) -> str:
    phone = settings.RIFADA_OFFICE_PHONE
    return before + PHONE[language].format(phone=phone) if phone else ""


def _one_line_a_paragraph(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))
