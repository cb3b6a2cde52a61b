"""Step 2, data verification: each required document is looked at, and then the data are declared to match."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line
from audit.refusals import NotPermitted, Refused, refuse_for
from audit.writing import one_transaction, write
from beneficiaries.papers import receive_paper
from policies.models import RequiredDocument

from .case_file import CaseFile
from .models import DataVerification, SupportRequest
from .models.records import Verdict
from .steps import State, Step
from .workflow import lock_request, perform, refuse_unless_permitted

# Documents are looked at in step 2, and again when one has expired before a later gate.
CHECKING_STATES = (
    State.RECEIVED,
    State.VERIFIED,
    State.PLEDGED,
    State.REFERRED,
    State.STUDIED,
    State.ACCEPTED,
)
CHECKED = gettext_lazy("Document checked")


def record_document(
    support_request: SupportRequest,
    *,
    document: RequiredDocument,
    original_seen: bool = False,
    upload=None,
    by: User,
    seen_version: int | None = None,
    **facts,
) -> DataVerification:
    """Records what one required document says and whether it matches; checking it again updates the same row.

    `facts` are verdict and, as far as known, number, issued_on, expires_on, difference and proves. `seen_version` is
    the version of the earlier check that the person saw (0 where there was none).
    """
    refuse_unless_permitted(support_request, "intake.record_documents", by)
    with one_transaction():
        current = lock_request(support_request)
        _refuse_checking(current, document)
        check = current.verifications.filter(required_document=document).first()
        check = check or DataVerification(support_request=current, required_document=document)
        _fill(check, by=by, shown_anew=upload is not None, **facts)
        judged = ("verdict", "number", "issued_on", "expires_on", "difference")
        refuse_for(reasons_against_check(document, **{name: getattr(check, name) for name in judged}))
        _certify_original(check, original_seen, by)
        if upload is not None:
            check.file = receive_paper(upload, beneficiary=current.beneficiary, by=by, reason=CHECKED)
        return write(check, by=by, reason=CHECKED, seen_version=seen_version)


def _fill(
    check: DataVerification,
    *,
    verdict: str,
    number: str = "",
    issued_on=None,
    expires_on=None,
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
    check.issued_on, check.expires_on = issued_on, expires_on
    check.checked_by = by


def _refuse_checking(support_request, document):
    if support_request.state not in CHECKING_STATES:
        raise Refused(_("Documents cannot be recorded any more: the request is closed or registered."))
    if document not in CaseFile(support_request).required_documents:
        raise Refused(_("This document is not required for this service."), field="document")


def reasons_against_check(
    document: RequiredDocument, *, verdict, number, issued_on, expires_on, difference
) -> list[tuple[str, str]]:
    """What the check of a document lacks, as (field, sentence); a form asks with what is filled in so far."""
    reasons = []
    if verdict == Verdict.DIFFERS and not difference:
        reasons.append(("difference", _("Say what differs.")))
    if issued_on and issued_on > riyadh_today():
        reasons.append(("issued_on", _("The issue date lies in the future.")))
    if issued_on and expires_on and expires_on < issued_on:
        reasons.append(("expires_on", _("The document cannot expire before it was issued.")))
    if verdict != Verdict.MATCHES:
        return reasons
    if not number:
        reasons.append(("number", _("Write the document's number.")))
    # A document that matches carries the day by which its validity is judged.
    if document.validity == "must_not_be_expired" and expires_on is None:
        sentence = _("Write the expiry date: the policy asks for a document that is not expired.")
        reasons.append(("expires_on", sentence))
    if document.validity == "issued_within_months" and issued_on is None:
        reasons.append(("issued_on", _("Write the issue date: the policy limits the document's age.")))
    return reasons


def _certify_original(check: DataVerification, original_seen: bool, by: User) -> None:
    if not original_seen:
        # What is recorded now was not seen: an earlier certificate was given for what stood here before.
        check.original_seen_by = None
        return
    if not by.may("intake.certify_original"):
        raise NotPermitted(_("Only reception certifies that the original was seen."))
    check.original_seen_by = by


def verify_request(
    support_request: SupportRequest, *, by: User, seen_version: int | None = None, note: str = ""
):
    """Declares that the data match the documents: received → verified."""
    return perform(support_request, Step.VERIFY, by=by, seen_version=seen_version, note=note)
