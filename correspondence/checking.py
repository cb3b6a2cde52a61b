"""Whether a paper is genuine: its code, the address in its QR code, and what anybody may know who holds it."""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse

from arabic.text import ascii_digits, clean_line

from .kinds import LetterKind, serial_text
from .models import Letter

# The digits and letters that nobody takes for one another: without I, L, O and U.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# 26 times five bits: more than the 128 that nobody guesses.
LENGTH = 26
LONGEST_TYPED = 300
# Whoever types may take the whole address for the code.
_ADDRESS = re.compile(r".*/VERIFY/")
_MEANT = str.maketrans("ILO", "110")
_BETWEEN = str.maketrans("", "", " -–—_./")


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


def check_url(code: str) -> str:
    """The public address that the QR code of a paper leads to."""
    return f"{settings.RIFADA_PUBLIC_URL.rstrip('/')}{reverse('letter_check', args=[code])}"


def code_in_groups(code: str) -> str:
    """As it is printed for typing: in groups that the eye can hold."""
    return " ".join(code[start : start + 5] for start in range(0, LENGTH, 5))


def code_meant(typed: str) -> str:
    """The code that somebody typed, in capitals or not, with spaces, in the digits of any script; "" for none."""
    letters = _ADDRESS.sub("", ascii_digits(clean_line(typed[:LONGEST_TYPED])).upper())
    letters = letters.translate(_BETWEEN).translate(_MEANT)
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else ""


@dataclass(frozen=True, slots=True)
class Genuine:
    """What the check says of a letter. SECURITY: nothing personal; no subject, no name, no reference of a request."""

    kind: str
    serial: str
    issued_on: date
    fingerprint: str
    # The serial and day of the letter that took its place, where it was corrected; and of the one it corrects.
    corrected_by: tuple[str, date] | None
    corrects: str


_COLUMNS = (
    *("kind", "year", "number", "issued_on", "sha256"),
    *("corrected_by__year", "corrected_by__number", "corrected_by__issued_on"),
    *("corrects__year", "corrects__number"),
)


def find_genuine(typed: str) -> Genuine | None:
    """The letter with this code; None alike for a code that is none and for one that no letter has."""
    row = Letter.objects.filter(code=code_meant(typed)).values_list(*_COLUMNS).first()
    if row is None:
        return None
    kind, year, number, issued_on, sha256, newer_year, newer_number, newer_on, older_year, older_number = row
    newer = (serial_text(kind, newer_year, newer_number), newer_on) if newer_year else None
    older = serial_text(kind, older_year, older_number) if older_year else ""
    label = str(LetterKind(kind).label)
    return Genuine(label, serial_text(kind, year, number), issued_on, sha256[:16], newer, older)
