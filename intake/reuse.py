"""Documents taken over from the person's file into a request, so that nobody is asked twice for what still holds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from audit.refusals import Refused
from audit.writing import one_transaction, write
from beneficiaries.documents.recording import FACTS
from beneficiaries.documents.rules import reason_not_to_reuse
from beneficiaries.models import PersonDocument
from policies.models import RequiredDocument
from policies.rules import reason_document_not_valid

from .case_file import CaseFile
from .checks.missing import settle_what_was_asked
from .documents import refuse_checking
from .models import DataVerification, SupportRequest
from .models.records import Verdict
from .workflow import lock_request, refuse_unless_permitted

TAKEN_OVER = gettext_lazy("Document taken over from the person's file")


@dataclass(frozen=True, slots=True)
class OnFile:
    """A required document that the person's file holds: to be taken over, or the reason why it cannot be."""

    document: RequiredDocument
    held: PersonDocument
    reason: str | None

    @property
    def mark(self) -> str:
        """The document as it stood on the screen."""
        return f"{self.held.pk}-{self.held.version}"

    @property
    def sentence(self) -> str:
        if self.reason:
            return _("On file, but not to be taken over: %(reason)s") % {"reason": self.reason}
        held = self.held
        seen = {"who": held.original_seen_by, "day": dual(held.original_seen_on)}
        if held.expires_on:
            words = _("On file: valid until %(date)s, original seen by %(who)s on %(day)s.")
            return words % {"date": dual(held.expires_on), **seen}
        if held.issued_on:
            words = _("On file: issued on %(date)s, original seen by %(who)s on %(day)s.")
            return words % {"date": dual(held.issued_on), **seen}
        return _("On file: original seen by %(who)s on %(day)s.") % seen


def documents_on_file(case: CaseFile) -> list[OnFile]:
    """What the file holds of the documents that are not settled yet for this request."""
    today = riyadh_today()
    return [
        OnFile(document, held, reason_not_to_reuse(held, document, on=today))
        for document, check in case.checks
        if not _is_settled(document, check, today) and (held := case.on_file.get(document.code))
    ]


def _is_settled(document, check, today) -> bool:
    if check is not None and check.is_waived:
        return True
    if check is None or check.verdict != Verdict.MATCHES or not check.original_seen_by_id:
        return False
    return not reason_document_not_valid(
        document, issued_on=check.issued_on, expires_on=check.expires_on, on=today
    )


def reuse_documents(support_request: SupportRequest, *, documents: list[str], by: User) -> int:
    """Takes over what the person's file holds, each by its mark; says how many. All of them, or none."""
    refuse_unless_permitted(support_request, "intake.record_documents", by)
    with one_transaction():
        current = lock_request(support_request)
        _hold(current)
        case = CaseFile(current)
        offered = {row.mark: row for row in documents_on_file(case)}
        for mark in documents:
            _take_over(case, offered.get(mark), by)
        settle_what_was_asked(current, by)
    return len(documents)


def _hold(support_request: SupportRequest) -> None:
    """Keeps the person's documents as they are until the end of the transaction."""
    kept = PersonDocument.objects.current().filter(beneficiary=support_request.beneficiary_id)
    list(kept.select_for_update().order_by("pk").values_list("pk"))


def _take_over(case: CaseFile, row: OnFile | None, by: User) -> DataVerification:
    if row is None:
        raise Refused(_("This document was taken over or changed meanwhile; look at it again."))
    refuse_checking(case.request, row.document)
    if row.reason:
        raise Refused(
            _("%(document)s: %(reason)s") % {"document": row.document.label, "reason": row.sentence}
        )
    check = case.verifications.get(row.document.pk)
    check = check or DataVerification(support_request=case.request, required_document=row.document)
    for name in FACTS:
        setattr(check, name, getattr(row.held, name))
    check.taken_from, check.file = row.held, row.held.file
    check.original_seen_by, check.checked_by = row.held.original_seen_by, by
    check.presented_on = riyadh_today()
    check.end_waiver()
    return write(check, by=by, reason=TAKEN_OVER)
