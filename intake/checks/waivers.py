"""What the executive director lets pass, with a reason that says something."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import clean_line, fold
from audit.refusals import Refused
from audit.writing import one_transaction, write
from policies.models import RequiredDocument

from ..documents import refuse_checking
from ..models import DataVerification, FactCheck, SupportRequest
from ..models.records import Verdict
from ..workflow import lock_request, refuse_unless_permitted
from .missing import settle_what_was_asked
from .states import reason_documents_are_closed

WAIVED = gettext_lazy("Document waived")
PROOF_WAIVED = gettext_lazy("Proof waived")
SHORTEST_REASON = 10
# Written only so that the field is not empty; folded as for a search.
_SAYS_NOTHING = frozenset(
    fold(word)
    for word in (
        *("لا", "شيء", "شئ", "يوجد", "توجد", "بدون", "سبب", "بلا", "غير", "معروف", "محدد", "أسباب"),
        *("تجربة", "اختبار", "أخرى", "none", "nothing", "no", "reason", "na", "test", "xx", "xxx"),
    )
)


def reason_waiver_says_nothing(reason: str) -> str | None:
    """A waiver is explained: not by dots, and not by words that only fill the field."""
    words = ["".join(filter(str.isalnum, word)) for word in reason.split()]
    telling = {fold(word) for word in words if word} - _SAYS_NOTHING
    letters = "".join(telling)
    if len(reason) >= SHORTEST_REASON and len(telling) > 1 and len(set(letters)) > len(telling):
        return None
    return _("Write why, in a sentence that explains it to whoever reads it later.")


def reason_not_to_waive(check: DataVerification | None) -> str | None:
    """What the executive director can let pass: a document that was asked for, and is missing or differs."""
    if check is None:
        return _("Nobody has looked at this document yet. Record first that it is missing, or what differs.")
    if check.verdict == Verdict.MATCHES:
        return _("This document matches; there is nothing to waive.")
    if check.is_waived:
        return _("%(who)s waived this document already, because: %(reason)s") % {
            "who": check.waived_by,
            "reason": check.waiver_reason,
        }
    return None


def waive_document(
    support_request: SupportRequest,
    *,
    document: RequiredDocument,
    reason: str,
    by: User,
    seen_version: int | None = None,
) -> DataVerification:
    """Lets a missing or differing document pass, for the steps to come too; recorded anew, it is judged anew."""
    refuse_unless_permitted(support_request, "intake.waive_document", by)
    reason = clean_line(reason)
    with one_transaction():
        current = lock_request(support_request)
        refuse_checking(current, document)
        check = current.verifications.select_related("waived_by").filter(required_document=document).first()
        if closed := reason_not_to_waive(check):
            raise Refused(closed)
        if nothing := reason_waiver_says_nothing(reason):
            raise Refused(nothing, field="reason")
        check.waived_by, check.waived_at, check.waiver_reason = by, timezone.now(), reason
        check = write(check, by=by, reason=WAIVED, seen_version=seen_version)
        settle_what_was_asked(current, by)
        return check


def reason_not_to_waive_fact(check: FactCheck | None) -> str | None:
    """A fact whose proof nobody can bring may be let pass; one that differs is corrected."""
    if check is None:
        return _("This fact was not compared yet.")
    if check.verdict == Verdict.DIFFERS:
        return _("A fact that differs is corrected in the person's file, and not waived.")
    if check.verdict == Verdict.MATCHES:
        return _("This fact is proven; there is nothing to waive.")
    if check.is_waived:
        return _("%(who)s waived this proof already, because: %(reason)s") % {
            "who": check.waived_by,
            "reason": check.waiver_reason,
        }
    return None


def waive_fact(
    support_request: SupportRequest, *, fact: str, reason: str, by: User, seen_version: int | None = None
) -> FactCheck:
    """Lets a fact pass whose proof is missing; compared anew, it is judged anew."""
    refuse_unless_permitted(support_request, "intake.waive_document", by)
    reason = clean_line(reason)
    with one_transaction():
        current = lock_request(support_request)
        if closed := reason_documents_are_closed(current):
            raise Refused(closed)
        check = current.fact_checks.select_related("waived_by").filter(fact=fact).first()
        if closed := reason_not_to_waive_fact(check):
            raise Refused(closed)
        if nothing := reason_waiver_says_nothing(reason):
            raise Refused(nothing, field="reason")
        check.waived_by, check.waived_at, check.waiver_reason = by, timezone.now(), reason
        return write(check, by=by, reason=PROOF_WAIVED, seen_version=seen_version)
