"""The private code of a request, worked out from its number and the installation's secret key, and stored nowhere."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from arabic.text import ascii_digits, clean_line

from ..models import SupportRequest
from ..remote_pledge.tokens import MAC_BYTES, NUMBER_BYTES, decoded, encoded

# SECURITY: a salt of its own: no other link or code of the portal opens this page, nor this one theirs.
_SALT = "rifada.tracking"
LAST_DIGITS = 4
_NOBODYS = "0" * LAST_DIGITS


def tracking_code(support_request_pk: int) -> str:
    """What stands in the link: the number, and 128 bits that nobody guesses."""
    number = support_request_pk.to_bytes(NUMBER_BYTES, "big")
    return encoded(number + _mac(support_request_pk))


def tracking_url(support_request_pk: int) -> str:
    """The address that the person is sent."""
    path = reverse("request_track", args=[tracking_code(support_request_pk)])
    return f"{settings.RIFADA_PUBLIC_URL.rstrip('/')}{path}"


def request_tracked(code: str, last_digits: str) -> SupportRequest | None:
    """The request of a code, for whoever knows the end of a phone number in its file.

    SECURITY: whatever is wrong, the same work is done and the same nothing is told.
    """
    # A forged code is looked for as well, under a number that no request has: whether one has its own, nobody learns.
    number = request_named(code) or 0
    found = SupportRequest.objects.select_related("beneficiary").filter(pk=number).first()
    end = found.beneficiary.phone.as_e164[-LAST_DIGITS:] if found else _NOBODYS
    return found if constant_time_compare(end, last_digits) and found is not None else None


def request_named(code: str) -> int | None:
    """The number that a right code names; of a forged one None, so that a stranger spends nobody's tries."""
    raw = decoded(code)
    number, mac = int.from_bytes(raw[:NUMBER_BYTES], "big"), raw[NUMBER_BYTES:]
    return number if constant_time_compare(mac, _mac(number)) else None


def digits_typed(typed: str) -> str:
    """Four digits in any script; "" for anything else."""
    digits = ascii_digits(clean_line(typed[:20])).replace(" ", "")
    return digits if len(digits) == LAST_DIGITS and digits.isascii() and digits.isdecimal() else ""


def _mac(number: int) -> bytes:
    return salted_hmac(_SALT, str(number), algorithm="sha256").digest()[:MAC_BYTES]
