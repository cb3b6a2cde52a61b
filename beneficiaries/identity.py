"""Identity numbers: how those of each document are written, and what is wrong with a mistyped one."""

import re

from django.utils.translation import gettext as _

from arabic.text import ascii_digits, clean_line

from .countries import is_country
from .models import IdentityKind
from .models.people import GULF_STATES

LENGTH = 10
# The two kinds that carry a check digit.
FIRST_DIGIT = {IdentityKind.NATIONAL_ID: "1", IdentityKind.IQAMA: "2"}
# Documents that a state other than the Kingdom issued.
FOREIGN = (IdentityKind.GCC, IdentityKind.PASSPORT)
# SECURITY: 0-9 only. `\d` takes the digits of every script, and one person could then exist twice.
_DIGITS = re.compile(r"[0-9]+")
_VISITOR = re.compile(r"[3-9][0-9]{9}")
_GULF_CARD = re.compile(r"[0-9]{6,15}")
_PASSPORT = re.compile(r"[A-Z0-9]{5,15}")
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2013\u2212]")


def identity_digits(typed: str) -> str:
    """The number as it is stored: digits of any script as 0-9, without spaces and hyphens between them."""
    return _BETWEEN_DIGITS.sub("", ascii_digits(clean_line(typed)))


def identity_as_stored(typed: str) -> str:
    """The number of any document: digits as 0-9, the letters of a passport as capitals."""
    # SECURITY: only a-z. Some letters of other scripts become A-Z as capitals, and two numbers one.
    return identity_digits(typed).translate(_CAPITALS)


def reason_identity_is_wrong(kind: str, number: str | None) -> str | None:
    """Why this number cannot stand on this kind of document, or None."""
    if kind == IdentityKind.NONE:
        return _("Without an identity document there is no identity number.") if number else None
    if kind not in IdentityKind.values:
        return None
    if not number:
        return _("Write the identity number as it stands on the document.")
    if kind in FIRST_DIGIT:
        return _ten_digits_are_wrong(kind, number)
    return _other_number_is_wrong(kind, number)


def reason_country_is_wrong(kind: str, country: str) -> str | None:
    """A card of a Gulf state and a passport say which state issued them."""
    if kind == IdentityKind.GCC and country not in GULF_STATES:
        return _("Choose the Gulf state that issued the card.")
    if kind == IdentityKind.PASSPORT and not is_country(country):
        return _("Choose the country that issued the passport.")
    return None


def _other_number_is_wrong(kind: str, number: str) -> str | None:
    if kind == IdentityKind.VISITOR and not _VISITOR.fullmatch(number):
        return _("A visitor's number has 10 digits and begins with 3 to 9.")
    if kind == IdentityKind.GCC and not _GULF_CARD.fullmatch(number):
        return _("The number of a Gulf identity card has 6 to 15 digits.")
    if kind == IdentityKind.PASSPORT and not _PASSPORT.fullmatch(number):
        return _("A passport number has 5 to 15 Latin letters and digits.")
    return None


def _ten_digits_are_wrong(kind: str, number: str) -> str | None:
    if not _DIGITS.fullmatch(number):
        return _("An identity number is written in digits only.")
    if len(number) != LENGTH:
        return _("An identity number has 10 digits; digits written here: %(count)d.") % {"count": len(number)}
    if number[0] != FIRST_DIGIT[kind]:
        return _first_digit_sentence(kind)
    if not check_digit_is_right(number):
        return _("The check digit does not fit: one of the digits is mistyped. Compare it with the document.")
    return None


def check_digit_is_right(number: str) -> bool:
    """Luhn: every second digit from the left is doubled, and the digit sums add up to a multiple of ten."""
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in number[0::2])
    return (doubled + sum(int(digit) for digit in number[1::2])) % 10 == 0


def kind_of(number: str) -> IdentityKind | None:
    """The document that a sound number stands on, or None when it is no identity number."""
    for kind in FIRST_DIGIT:
        if reason_identity_is_wrong(kind, number) is None:
            return kind
    return None


def _first_digit_sentence(kind: str) -> str:
    if kind == IdentityKind.NATIONAL_ID:
        return _("The number of a national ID begins with 1; a number that begins with 2 stands on an Iqama.")
    return _("The number of an Iqama begins with 2; a number that begins with 1 stands on a national ID.")
