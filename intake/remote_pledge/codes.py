"""The code to the phone on file: sent at the person's asking, given back by them, and counted."""

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from audit.refusals import Refused
from audit.writing import one_transaction, write
from correspondence.notices import notify

from ..models.links import MOST_CODES, MOST_TRIES, PledgeLink
from .standing import locked, refuse_unless_signable
from .tokens import code_of, code_typed, new_nonce

COUNTS_FOR, BETWEEN_CODES = timedelta(minutes=10), timedelta(seconds=60)
_CODE_SENT = gettext_lazy("The person asked for the code to sign with")
_RIGHT_CODE = gettext_lazy("The person gave the code, and was shown the data sheet")
_WRONG_CODE = gettext_lazy("A wrong code was given")
# Kept as it is written here, and shown in the reader's language.
TOO_MANY_TRIES = gettext_noop("The code was given wrongly too often.")


class WrongCode(Refused):
    """Six digits that are not the ones that were sent."""


def code_counts(link: PledgeLink) -> bool:
    return bool(link.code_nonce) and timezone.now() < link.code_sent_at + COUNTS_FOR


def codes_left(link: PledgeLink) -> int:
    return MOST_CODES - link.codes_sent


def seconds_to_next_code(link: PledgeLink) -> int:
    """How long until another code may be asked for; 0 for now."""
    if link.code_sent_at is None:
        return 0
    return max(0, int((link.code_sent_at + BETWEEN_CODES - timezone.now()).total_seconds()) + 1)


def send_code(link: PledgeLink, *, seen_codes: int) -> PledgeLink:
    """Sends a code to the phone on file; the code before it counts no more.

    `seen_codes` is how many had been sent when the person saw the page: pressed twice, one code is sent.
    """
    with one_transaction():
        current = locked(link)
        if current.codes_sent != seen_codes:
            return current
        refuse_unless_signable(current)
        if not codes_left(current):
            raise Refused(_("No further code is sent for this link. Please call the association."))
        if seconds_to_next_code(current):
            raise Refused(_("A code was sent a moment ago. Wait a minute before you ask for another one."))
        current.code_nonce, current.code_sent_at = new_nonce(), timezone.now()
        current.codes_sent += 1
        write(current, by=None, reason=_CODE_SENT)
        support_request = current.support_request
        values = {"reference": support_request.reference}
        notify(
            support_request.beneficiary,
            "pledge_code",
            about=support_request,
            by=None,
            reason=_CODE_SENT,
            values=values,
        )
    return current


def check_code(link: PledgeLink, typed: str) -> PledgeLink:
    """Takes the code back. A right one counts once, and opens the sheet to one browser: `proof_nonce` is its proof.

    A wrong one is counted, also when several are tried at once; after too many the link is closed. Raises WrongCode.
    """
    digits = code_typed(typed)
    if not digits:
        raise Refused(_("Type the six digits of the code."), field="code")
    with one_transaction():
        current = locked(link)
        if not code_counts(current):
            raise Refused(_("This code counts no more. Ask for a new one."), field="code")
        right = constant_time_compare(digits, code_of(current))
        if right:
            _open(current)
        else:
            _count_wrong(current)
    if not right:
        raise WrongCode(_left_in_words(current), field="code")
    return current


def _open(link: PledgeLink) -> None:
    link.code_nonce, link.proof_nonce = "", new_nonce()
    link.opened_at = timezone.now()
    write(link, by=None, reason=_RIGHT_CODE)


def _count_wrong(link: PledgeLink) -> None:
    link.tries += 1
    if link.tries >= MOST_TRIES:
        link.closed_at, link.closed_because = timezone.now(), TOO_MANY_TRIES
        link.code_nonce = link.proof_nonce = ""
    write(link, by=None, reason=_WRONG_CODE)


def _left_in_words(link: PledgeLink) -> str:
    left = MOST_TRIES - link.tries
    if not left:
        return _("This was not the code, too often. The link is closed; please call the association.")
    return ngettext(
        "This is not the code that was sent. You can try once more.",
        "This is not the code that was sent. You can try %(count)d more times.",
        left,
    ) % {"count": left}
