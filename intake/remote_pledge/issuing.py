"""The employee's part: sending a link for the sheet as it stands, and closing it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from phonenumbers import PhoneNumberType, number_type

from accounts.models import User
from arabic.text import clean_line
from audit.refusals import Refused, refuse_for
from audit.writing import one_transaction, write
from correspondence.notices import notify

from ..case_file import CaseFile
from ..in_hand import lock_request, refuse_stale_request, refuse_unless_permitted
from ..models import SupportRequest
from ..models.links import PledgeLink
from ..pledge import reasons_against_signer, step_of_signing
from ..workflow import TRANSITIONS, reason_to_refuse
from .standing import reason_not_needed
from .tokens import new_nonce

ISSUED = gettext_lazy("A link to sign the pledge was sent")
CLOSED = gettext_lazy("The link to sign the pledge was closed")
# Kept as they are written here, and shown in the reader's language.
ANOTHER_SENT = gettext_noop("Another link was sent in its place.")
TIME_PASSED = gettext_noop("Its time had passed.")


def issue_pledge_link(
    support_request: SupportRequest,
    *,
    signer_role: str,
    signer_name: str,
    signer_proof: str = "",
    shown_sha256: str,
    by: User,
    seen_version: int | None = None,
) -> PledgeLink:
    """Sends a link with which the named person signs this sheet, and no other; an earlier link is closed by it.

    Whoever sends it is the witness: that this person was known to them, and that the phone on file is theirs.
    """
    refuse_unless_permitted(support_request, _permission(support_request), by)
    with one_transaction():
        current = lock_request(support_request)
        refuse_stale_request(current, seen_version)
        case = CaseFile(current)
        signer = {"role": signer_role, "name": clean_line(signer_name), "proof": clean_line(signer_proof)}
        _refuse_unless_issuable(case, signer, shown_sha256, by)
        _close_earlier(current, by)
        link = _new_link(case, signer, by)
        write(link, by=by, reason=ISSUED)
        values = {"reference": current.reference}
        notify(case.person, "pledge_link", about=current, by=by, reason=ISSUED, values=values)
    return link


def _refuse_unless_issuable(case: CaseFile, signer: dict, shown_sha256: str, by: User) -> None:
    """The gate of the signature itself, and what a link needs besides."""
    if reasons := reason_to_refuse(case, step_of_signing(case.request), by):
        raise Refused(reasons)
    refuse_for(reasons_against_signer(case.person, by=by, **signer))
    if shown_sha256 != case.data_sheet.sha256:
        raise Refused(_("The data changed after this sheet was shown. Read it again, then send the link."))
    if reason := reason_not_needed(case, by) or reason_against_phone(case.person.phone):
        raise Refused(reason)


def _new_link(case: CaseFile, signer: dict, by: User) -> PledgeLink:
    now = timezone.now()
    return PledgeLink(
        support_request=case.request,
        round=case.request.round,
        shown_sha256=case.data_sheet.sha256,
        **{f"signer_{part}": said for part, said in signer.items()},
        phone=case.person.phone,
        issued_by=by,
        issued_at=now,
        expires_at=now + timedelta(hours=settings.RIFADA_LINK_HOURS),
        nonce=new_nonce(),
    )


def close_pledge_link(link: PledgeLink, *, because: str, by: User) -> PledgeLink:
    """Closes an open link for a reason; what was already sent leads nowhere from then on."""
    support_request = link.support_request
    refuse_unless_permitted(support_request, _permission(support_request), by)
    with one_transaction():
        lock_request(support_request)
        current = PledgeLink.objects.select_for_update().get(pk=link.pk)
        if current.used_at is not None:
            raise Refused(_("The pledge was signed from this link meanwhile; it cannot be closed any more."))
        if current.closed_at is not None:
            raise Refused(_("This link is closed already."))
        return _closed(current, clean_line(because), by, note=clean_line(because))


def reason_against_phone(phone) -> str | None:
    if number_type(phone) == PhoneNumberType.FIXED_LINE:
        return _(
            "The phone on file receives no messages. Have the pledge signed here, or record a mobile number."
        )


def _permission(support_request: SupportRequest) -> str:
    return TRANSITIONS[step_of_signing(support_request)].permission


def _close_earlier(support_request: SupportRequest, by: User) -> None:
    for link in PledgeLink.objects.open().filter(support_request=support_request).select_for_update():
        _closed(link, ANOTHER_SENT if link.is_open else TIME_PASSED, by)


def _closed(link: PledgeLink, because: str, by: User, note: str = "") -> PledgeLink:
    link.closed_at, link.closed_because = timezone.now(), because
    link.code_nonce = link.proof_nonce = ""
    return write(link, by=by, reason=CLOSED, note=note)
