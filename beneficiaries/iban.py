"""Saudi bank accounts: the IBAN as it is stored, what is wrong with a mistyped one, and the bank it belongs to."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.text import ascii_digits, clean_line

# Clearing codes given out by the Saudi central bank; banks that merged keep the codes of their old accounts.
BANKS = {
    "05": gettext_lazy("Alinma Bank"),
    "10": gettext_lazy("Saudi National Bank"),
    "15": gettext_lazy("Bank Albilad"),
    "20": gettext_lazy("Riyad Bank"),
    "30": gettext_lazy("Arab National Bank"),
    "40": gettext_lazy("Saudi National Bank (formerly Samba)"),
    "45": gettext_lazy("Saudi Awwal Bank"),
    "50": gettext_lazy("Saudi Awwal Bank (formerly Alawwal)"),
    "55": gettext_lazy("Banque Saudi Fransi"),
    "60": gettext_lazy("Bank AlJazira"),
    "65": gettext_lazy("The Saudi Investment Bank"),
    "71": gettext_lazy("National Bank of Bahrain"),
    "75": gettext_lazy("National Bank of Kuwait"),
    "76": gettext_lazy("Bank Muscat"),
    "80": gettext_lazy("Al Rajhi Bank"),
    "90": gettext_lazy("Gulf International Bank"),
    "95": gettext_lazy("Emirates NBD"),
}
_SAUDI = re.compile(r"SA[0-9]{22}")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2013\u2212]")


def iban_as_stored(typed: str) -> str:
    """SA and 22 digits, however it was written: in groups, with hyphens, in small letters, in any digits."""
    text = _BETWEEN.sub("", ascii_digits(clean_line(typed))).upper()
    # As it is printed on some cards: «IBAN SA03…».
    return text.removeprefix("IBAN").removeprefix(":")


def reason_iban_is_wrong(iban: str) -> str | None:
    """Why a Saudi IBAN is not one: its form, or its check digits (ISO 13616, modulo 97)."""
    if not _SAUDI.fullmatch(iban):
        return _("A Saudi IBAN is SA followed by 22 digits.")
    digits = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    return None if int(digits) % 97 == 1 else _("The check digits of the IBAN are not right.")


def bank_of(iban: str) -> str:
    """The bank of an account, or "" where its code is not known here."""
    return str(BANKS.get(iban[4:6], ""))


def in_fours(iban: str) -> str:
    """An IBAN as banks print it, to be read out and typed without a slip."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def masked_iban(iban: str) -> str:
    """An IBAN for those who may not read it: only its last four digits."""
    return f"SA•••• {iban[-4:]}"
