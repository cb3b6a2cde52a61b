"""What step 2 asks of the documents: presented, matching, valid, seen; or let pass by the executive director."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import listed, listed_apart
from policies.rules import reason_document_not_valid

from ..case_file import CaseFile
from ..models import Fact
from ..models.records import Verdict
from ..rules import condition
from .facts import counts, open_comparisons


def waivers_in_words(case: CaseFile) -> list[str]:
    """Each waived document, with who let it pass and why."""
    return [
        _("%(document)s: waived by %(who)s, because: %(reason)s")
        % {"document": document.label, "who": check.waived_by, "reason": check.waiver_reason.rstrip(".")}
        for document, check in case.checks
        if check is not None and check.is_waived
    ]


def _but_for_waivers(case: CaseFile) -> str:
    waived = waivers_in_words(case)
    if not waived:
        return ""
    return _("Every required document was presented and matches, or was waived — %(documents)s.") % {
        "documents": listed_apart(waived)
    }


@condition(gettext_lazy("Every required document was presented and matches."), said=_but_for_waivers)
def every_document_matches(case: CaseFile, by: User):
    open_ones = [
        _("%(document)s: %(verdict)s") % {"document": doc.label, "verdict": _verdict_in_words(check)}
        for doc, check in case.checks
        if check is None or not check.is_accepted
    ]
    if open_ones:
        return _("Not every required document matches — %(documents)s.") % {
            "documents": listed_apart(open_ones)
        }


def _verdict_in_words(check) -> str:
    return check.get_verdict_display() if check else _("not checked yet")


def _but_for_waived_facts(case: CaseFile) -> str:
    words = _("%(document)s: waived by %(who)s, because: %(reason)s")
    waived = [
        words
        % {"document": Fact(row["fact"]).label, "who": row["waived_by"], "reason": row["why"].rstrip(".")}
        for row in case.comparisons
        if row["waived_by"] and counts(case, row)
    ]
    if not waived:
        return ""
    return _("Every stated fact that was compared is proven, or was waived — %(facts)s.") % {
        "facts": listed_apart(waived)
    }


@condition(gettext_lazy("Every stated fact that was compared is proven."), said=_but_for_waived_facts)
def stated_facts_are_proven(case: CaseFile, by: User):
    open_ones = [
        _("%(document)s: %(verdict)s") % {"document": Fact(row["fact"]).label, "verdict": _fact_in_words(row)}
        for row in open_comparisons(case)
    ]
    if open_ones:
        return _("Not every stated fact is proven — %(facts)s.") % {"facts": listed_apart(open_ones)}


def _fact_in_words(row: dict) -> str:
    if row["verdict"] == Verdict.MATCHES:
        return _("its proof is missing now")
    return str(Verdict(row["verdict"]).label)


@condition(gettext_lazy("Every document was valid on the day it was presented."))
def documents_were_valid_when_presented(case: CaseFile, by: User):
    return _first_invalid(case, lambda check: check.presented_on)


@condition(gettext_lazy("Every document is valid today."))
def documents_are_valid_today(case: CaseFile, by: User):
    today = riyadh_today()
    return every_document_matches(case, by) or _first_invalid(case, lambda check: today)


def _first_invalid(case: CaseFile, day_of):
    for document, check in case.checks:
        if check is not None and check.is_waived:
            continue
        if check is None or check.verdict == Verdict.MISSING:
            return _("Whether the documents are valid is known when all of them have been presented.")
        if check.verdict == Verdict.MATCHES:
            reason = reason_document_not_valid(
                document, issued_on=check.issued_on, expires_on=check.expires_on, on=day_of(check)
            )
            if reason:
                return _("%(document)s: %(reason)s") % {"document": document.label, "reason": reason}
    return None


@condition(gettext_lazy("Reception saw the originals of the documents."))
def originals_were_seen(case: CaseFile, by: User):
    unseen = [
        doc.label
        for doc, check in case.checks
        if check is None or not (check.original_seen_by_id or check.is_waived)
    ]
    if unseen:
        return _("Reception has not certified the original of: %(documents)s.") % {
            "documents": listed(unseen)
        }
