"""What a document of a person must satisfy, and whether it still answers what a policy asks for on a day."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from policies.models import RequiredDocument
from policies.rules import reason_document_not_valid

from ..models import Beneficiary, DocumentVerdict, PersonDocument, StoredFile

# What no policy asks for is held to what stands on it.
_ANY_OTHER = RequiredDocument(validity=RequiredDocument.Validity.NONE)
JUDGED = ("verdict", "number", "issued_on", "expires_on", "difference")


def reasons_against_document(
    document: RequiredDocument | None, *, verdict, number, issued_on, expires_on, difference
) -> list[tuple[str, str]]:
    """What a document lacks, as (field, sentence); `document` is what the policy asks for, None for any other paper."""
    reasons = []
    if verdict == DocumentVerdict.DIFFERS and not difference:
        reasons.append(("difference", _("Say what differs.")))
    if issued_on and issued_on > riyadh_today():
        reasons.append(("issued_on", _("The issue date lies in the future.")))
    if issued_on and expires_on and expires_on < issued_on:
        reasons.append(("expires_on", _("The document cannot expire before it was issued.")))
    if verdict != DocumentVerdict.MATCHES or document is None:
        return reasons
    if not number:
        reasons.append(("number", _("Write the document's number.")))
    # A document that matches carries the day by which its validity is judged.
    if document.validity == RequiredDocument.Validity.MUST_NOT_BE_EXPIRED and expires_on is None:
        sentence = _("Write the expiry date: the policy asks for a document that is not expired.")
        reasons.append(("expires_on", sentence))
    if document.validity == RequiredDocument.Validity.ISSUED_WITHIN_MONTHS and issued_on is None:
        reasons.append(("issued_on", _("Write the issue date: the policy limits the document's age.")))
    return reasons


def reason_file_is_closed(person: Beneficiary) -> str | None:
    """Nothing is written into the file of somebody whose file is closed, merged, or of the dead."""
    if person.is_open:
        return None
    return _("The file of %(name)s is not open any more, so no document is recorded in it.") % {
        "name": person.full_name
    }


def reason_paper_is_of_another(person: Beneficiary, file: StoredFile | None) -> str | None:
    """The copy of a document is a paper of the same person."""
    if file is not None and file.beneficiary_id != person.pk:
        return _("This copy belongs to the file of another person.")
    return None


def reason_cannot_certify(by: User) -> str | None:
    if by.may("intake.certify_original"):
        return None
    return _("Only reception certifies that the original was seen.")


def reason_not_valid(held: PersonDocument, document: RequiredDocument | None, *, on: date) -> str | None:
    """Why a kept document does not hold on a day: by the rule of a required one, or by its own expiry."""
    days = {"issued_on": held.issued_on, "expires_on": held.expires_on}
    return reason_document_not_valid(document or _ANY_OTHER, **days, on=on)


def reason_not_to_reuse(held: PersonDocument, document: RequiredDocument, *, on: date) -> str | None:
    """Why a kept document does not spare the way: it differs, its original was not seen, or it is not valid."""
    if held.verdict != DocumentVerdict.MATCHES:
        return _("It differs: %(difference)s") % {"difference": held.difference}
    if held.original_seen_by_id is None:
        return _("Nobody has seen its original yet.")
    if not held.number:
        return _("Its number is missing.")
    return reason_not_valid(held, document, on=on)


def still_valid(person: Beneficiary, document: RequiredDocument, *, on: date) -> PersonDocument | None:
    """The kept document that answers this required one on a day; None where the person must bring it."""
    held = PersonDocument.objects.current().filter(beneficiary=person, code=document.code).first()
    if held is None or reason_not_to_reuse(held, document, on=on):
        return None
    return held
