"""Step 2, data verification: each required document is looked at, and then the data are declared to match."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line
from audit.refusals import NotPermitted, Refused, refuse_for
from audit.writing import one_transaction, write
from beneficiaries.documents.recording import FACTS, keep_checked_document
from beneficiaries.documents.rules import JUDGED, reason_cannot_certify, reasons_against_document
from beneficiaries.papers import receive_paper
from policies.models import Channel, RequiredDocument

from .case_file import CaseFile
from .checks.missing import settle_what_was_asked
from .checks.states import reason_documents_are_closed
from .models import DataVerification, SupportRequest
from .models.records import Verdict
from .steps import Step
from .workflow import lock_request, perform, refuse_unless_permitted

CHECKED = gettext_lazy("Document checked")


def record_document(
    support_request: SupportRequest,
    *,
    document: RequiredDocument,
    original_seen: bool = False,
    upload=None,
    channel: Channel | None = None,
    by: User,
    seen_version: int | None = None,
    **facts,
) -> DataVerification:
    """Records what one required document says and whether it matches; checking it again updates the same row.

    `facts` are verdict and, as far as known, number, issued_on, expires_on (both also as printed), difference and
    proves; the person's file keeps the same. `seen_version` is the version of the earlier check that the person saw
    (0 where there was none), `channel` the one over which the document came in.
    """
    refuse_unless_permitted(support_request, "intake.record_documents", by)
    with one_transaction():
        current = lock_request(support_request)
        refuse_checking(current, document)
        check = current.verifications.filter(required_document=document).first()
        check = check or DataVerification(support_request=current, required_document=document)
        takes_back = check.original_seen_by_id == by.pk and not original_seen
        _fill(check, by=by, shown_anew=upload is not None, **facts)
        _came_over(check, channel, current)
        refuse_for(reasons_against_document(document, **{name: getattr(check, name) for name in JUDGED}))
        _certify_original(check, original_seen, by)
        if upload is not None:
            check.file = receive_paper(upload, beneficiary=current.beneficiary, by=by, reason=CHECKED)
        check = write(check, by=by, reason=CHECKED, seen_version=seen_version)
        _keep_in_file(check, current.beneficiary, takes_back=takes_back, by=by)
        settle_what_was_asked(current, by)
        return check


def _fill(
    check: DataVerification,
    *,
    verdict: str,
    number: str = "",
    issued_on=None,
    issued_printed: str = "",
    expires_on=None,
    expires_printed: str = "",
    difference: str = "",
    proves: str = "",
    by: User,
    shown_anew: bool,
) -> None:
    """Writes the facts down; the day of presentation stays while the same paper is only read again."""
    if shown_anew or check.pk is None or (issued_on, expires_on) != (check.issued_on, check.expires_on):
        check.presented_on = riyadh_today()
    check.verdict, check.difference = verdict, clean_line(difference)
    check.number, check.proves = clean_line(ascii_digits(number)), clean_line(proves)
    check.issued_on, check.issued_printed = issued_on, clean_line(issued_printed)
    check.expires_on, check.expires_printed = expires_on, clean_line(expires_printed)
    check.end_waiver()
    # What is read from the paper itself is no longer taken from the file.
    check.taken_from = None
    check.checked_by = by


def _came_over(check: DataVerification, channel: Channel | None, support_request: SupportRequest) -> None:
    """What is missing came over no channel; anything else over one of the policy, where it is known."""
    if channel is not None and channel.policy_version_id != support_request.policy_version_id:
        raise Refused(_("The policy does not have this channel."), field="channel")
    check.channel = None if check.verdict == Verdict.MISSING else channel


def _keep_in_file(check: DataVerification, person, *, takes_back: bool, by: User) -> None:
    """The person's file keeps what was found; that a document is missing changes nothing in it."""
    if check.verdict == Verdict.MISSING:
        return
    keep_checked_document(
        person,
        document=check.required_document,
        file=check.file,
        original_seen_by=check.original_seen_by,
        takes_back=takes_back,
        by=by,
        **{name: getattr(check, name) for name in FACTS},
    )


def refuse_checking(support_request: SupportRequest, document: RequiredDocument) -> None:
    """Documents are looked at while they may be, and only those that the policy asks for."""
    if closed := reason_documents_are_closed(support_request):
        raise Refused(closed)
    if document not in CaseFile(support_request).required_documents:
        raise Refused(_("This document is not required for this service."), field="document")


def _certify_original(check: DataVerification, original_seen: bool, by: User) -> None:
    if not original_seen:
        # What is recorded now was not seen: an earlier certificate was given for what stood here before.
        check.original_seen_by = None
        return
    if reason := reason_cannot_certify(by):
        raise NotPermitted(reason)
    check.original_seen_by = by


def verify_request(
    support_request: SupportRequest, *, by: User, seen_version: int | None = None, note: str = ""
):
    """Declares that the data match the documents: received → verified."""
    return perform(support_request, Step.VERIFY, by=by, seen_version=seen_version, note=note)
