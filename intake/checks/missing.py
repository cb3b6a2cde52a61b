"""What the person still has to bring, and whether what they were asked for has come in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from audit.writing import write
from policies.rules import reason_document_not_valid
from policies.sheet import validity_text

from ..case_file import CaseFile
from ..models import DocumentsAsked, SupportRequest
from ..models.checks import AskOutcome
from ..models.records import Verdict
from .states import reason_documents_are_closed

CAME_IN = gettext_lazy("Everything that was asked for came in")


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing the person still has to bring: its code in the policy, its name, and what is wanted."""

    code: str
    label: str
    reason: str


def missing_items(case: CaseFile) -> list[MissingItem]:
    """Each required document that is not settled today, in the policy's order."""
    judged = ((document, _why_missing(document, check)) for document, check in case.checks)
    return [MissingItem(document.code, document.label, reason) for document, reason in judged if reason]


def _why_missing(document, check) -> str:
    if check is not None and check.is_waived:
        return ""
    if check is None or check.verdict == Verdict.MISSING:
        return _("Not presented yet. %(validity)s") % {"validity": validity_text(document)}
    if check.verdict == Verdict.DIFFERS:
        return _("Differs from what was stated: %(difference)s") % {"difference": check.difference}
    dates = {"issued_on": check.issued_on, "expires_on": check.expires_on}
    for day in (check.presented_on, riyadh_today()):
        if reason := reason_document_not_valid(document, **dates, on=day):
            return reason
    return "" if check.original_seen_by_id else _("Its original is to be shown.")


def reason_nothing_to_ask_for(case: CaseFile) -> str | None:
    if closed := reason_documents_are_closed(case.request):
        return closed
    if not missing_items(case):
        return _("No document is missing, so there is nothing to ask for.")
    return None


def settle_what_was_asked(support_request: SupportRequest, by: User) -> None:
    """Closes the open list once nothing on it is missing any more, over whatever channel it came in."""
    asked = support_request.documents_asked.filter(closed_on__isnull=True).first()
    if asked is None:
        return
    still_missing = {item.code for item in missing_items(CaseFile(support_request))}
    if still_missing.isdisjoint(asked.codes):
        close(asked, AskOutcome.BROUGHT, by=by, reason=CAME_IN)


def close(asked: DocumentsAsked, outcome: AskOutcome, *, by: User, reason: str) -> DocumentsAsked:
    asked.closed_on, asked.outcome = riyadh_today(), outcome
    return write(asked, by=by, reason=reason)
