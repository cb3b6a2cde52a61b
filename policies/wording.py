"""The policy's own words: kept as written (also the tatweel of «هـ»), shown in the reader's language."""

import re
import unicodedata

from django.utils.translation import get_language

# Directional, invisible and control characters; only the line feed may stand in a text.
INVISIBLE = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u061c\ufeff\u2060-\u2064\x00-\x09\x0b-\x1f\x7f-\x9f]"
)


def keep_line(text: str) -> str:
    """One line as the policy has it: NFC, nothing invisible, single spaces."""
    return " ".join(unicodedata.normalize("NFC", INVISIBLE.sub(" ", text)).split())


def keep_text(text: str) -> str:
    """Several lines as the policy has them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(keep_line(line) for line in text.split("\n")).strip("\n")


def in_active_language(row, name: str) -> str:
    """The wording in the reader's language; the Arabic is the policy, so it stands in for what lacks."""
    english = (get_language() or "ar").startswith("en") and getattr(row, f"{name}_en")
    return english or getattr(row, f"{name}_ar")
