"""Identity numbers: the ten digits of a national ID or an Iqama, and what is wrong with a mistyped one."""

import re

from django.utils.translation import gettext as _

from arabic.text import ascii_digits, clean_line

from .models import IdentityKind

LENGTH = 10
FIRST_DIGIT = {IdentityKind.NATIONAL_ID: "1", IdentityKind.IQAMA: "2"}
# SECURITY: 0-9 only. `\d` takes the digits of every script, and one person could then exist twice.
_DIGITS = re.compile(r"[0-9]+")
_BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2013\u2212]")


def identity_digits(typed: str) -> str:
    """The number as it is stored: digits of any script as 0-9, without spaces and hyphens between them."""
    return _BETWEEN_DIGITS.sub("", ascii_digits(clean_line(typed)))


def reason_identity_is_wrong(kind: str, number: str | None) -> str | None:
    """Why this number cannot stand on this kind of document, or None."""
    if kind == IdentityKind.NONE and number:
        return _("Without an identity document there is no identity number.")
    if kind not in FIRST_DIGIT:
        return None
    if not number:
        return _("Write the identity number as it stands on the document.")
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
