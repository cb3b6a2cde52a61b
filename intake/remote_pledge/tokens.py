"""Links and codes, worked out from a row and the installation's secret key whenever they are needed, never stored."""

import base64
import binascii
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from arabic.text import ascii_digits, clean_line

from ..models.links import PledgeLink

# SECURITY: one salt per purpose: a code is never a link, and no other signature of the portal is either of them.
_LINK_SALT, _CODE_SALT = "rifada.pledge-link", "rifada.pledge-code"
# Twenty bytes are 32 letters of base32 without padding: the row's number, and 128 bits that nobody guesses.
NUMBER_BYTES, MAC_BYTES = 4, 16
LENGTH, CODE_LENGTH = 32, 6
_NOBODYS = "0" * 32


def new_nonce() -> str:
    return secrets.token_hex(16)


def token_of(link: PledgeLink) -> str:
    number = link.pk.to_bytes(NUMBER_BYTES, "big")
    return encoded(number + _mac(link.pk, link.nonce))


def link_url(link: PledgeLink) -> str:
    """The address that is sent, and shown nowhere."""
    return f"{settings.RIFADA_PUBLIC_URL.rstrip('/')}{reverse('pledge_sign', args=[token_of(link)])}"


def link_meant(token: str) -> PledgeLink | None:
    """The open link of a token. SECURITY: whatever is wrong with it, the same work is done, and nothing is told."""
    raw = decoded(token)
    number, mac = int.from_bytes(raw[:NUMBER_BYTES], "big"), raw[NUMBER_BYTES:]
    rows = PledgeLink.objects.select_related("support_request__beneficiary", "issued_by")
    link = rows.filter(pk=number).first()
    right = constant_time_compare(mac, _mac(number, link.nonce if link else _NOBODYS))
    return link if right and link is not None and link.is_open else None


def number_meant(token: str) -> int:
    """The number that a token names, whether or not it is right: for whoever has signed and comes back."""
    return int.from_bytes(decoded(token)[:NUMBER_BYTES], "big")


def code_of(link: PledgeLink) -> str:
    """The six digits that count now, for this link and this sheet alone."""
    value = f"{link.pk}:{link.code_nonce}:{link.shown_sha256}"
    digest = salted_hmac(_CODE_SALT, value, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_LENGTH:0{CODE_LENGTH}d}"


def code_typed(typed: str) -> str:
    """Six digits in any script, with blanks or a dash between them; "" for anything else."""
    digits = ascii_digits(clean_line(typed[:40])).replace(" ", "").replace("-", "")
    return digits if len(digits) == CODE_LENGTH and digits.isascii() and digits.isdecimal() else ""


def _mac(number: int, nonce: str) -> bytes:
    return salted_hmac(_LINK_SALT, f"{number}:{nonce}", algorithm="sha256").digest()[:MAC_BYTES]


def encoded(raw: bytes) -> str:
    """As it stands in an address."""
    return base64.b32encode(raw).decode().lower()


def decoded(token: str) -> bytes:
    """The bytes of a token; as many of them for what is none."""
    try:
        raw = base64.b32decode(token.upper()) if len(token) == LENGTH and token.isascii() else b""
    except binascii.Error:
        raw = b""
    return raw or bytes(NUMBER_BYTES + MAC_BYTES)
