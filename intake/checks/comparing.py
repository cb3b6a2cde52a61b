"""Comparing what was stated with the documents: one verdict for each fact, all that changed in one transaction."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused, refuse_for
from audit.writing import one_transaction, write

from ..case_file import CaseFile
from ..models import DataVerification, FactCheck, SupportRequest
from ..models.records import Verdict
from ..workflow import lock_request, refuse_unless_permitted
from .facts import StatedFact, hidden_facts, stated_facts
from .states import reason_documents_are_closed

COMPARED = gettext_lazy("Stated fact compared")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one comparison showed; `shown_sha256` and `seen_version` say what stood on the screen."""

    fact: str
    verdict: str
    proven_by: int | None = None
    found: str = ""
    shown_sha256: str | None = None
    seen_version: int | None = None


def proofs_of(support_request: SupportRequest) -> dict[int, DataVerification]:
    """The documents of the request that can prove something: those that were presented."""
    checks = support_request.verifications.exclude(verdict=Verdict.MISSING)
    return {check.pk: check for check in checks.select_related("required_document").order_by("pk")}


def reasons_against_comparison(comparison: Comparison) -> list[tuple[str, str]]:
    """What a comparison lacks by itself, as (field, sentence)."""
    fact, verdict = comparison.fact, comparison.verdict
    if not verdict:
        filled = comparison.proven_by or comparison.found
        return [(f"{fact}_verdict", _("Choose what the comparison showed."))] if filled else []
    if verdict == Verdict.DIFFERS and not comparison.found:
        return [(f"{fact}_found", _("Say what was found."))]
    if verdict == Verdict.MISSING and comparison.proven_by:
        return [(f"{fact}_proof", _("Where the proof is missing, no document is named."))]
    return []


def record_comparisons(
    support_request: SupportRequest, *, comparisons: list[Comparison], by: User
) -> list[FactCheck]:
    """Writes down each comparison that is new or says something else; all of them, or none."""
    refuse_unless_permitted(support_request, "intake.record_documents", by)
    with one_transaction():
        current = lock_request(support_request)
        case = CaseFile(current)
        if reason := reason_documents_are_closed(current):
            raise Refused(reason)
        if hidden_facts(by) & {comparison.fact for comparison in comparisons}:
            raise NotPermitted(_("Your role does not include this part of the file."))
        stated = {fact.fact: fact for fact in stated_facts(case)}
        proofs, kept = proofs_of(current), {check.fact: check for check in current.fact_checks.all()}
        written = []
        for comparison in comparisons:
            refuse_for(_reasons(comparison, stated.get(comparison.fact), proofs, kept.get(comparison.fact)))
            if comparison.verdict:
                check = kept.get(comparison.fact) or FactCheck(support_request=current, fact=comparison.fact)
                written.append(_write(check, comparison, stated[comparison.fact], by))
        written = [check for check in written if check is not None]
        if not written:
            raise Refused(_("Nothing was changed. Choose what the comparison of a fact showed."))
        return written


def _reasons(comparison: Comparison, stated: StatedFact | None, proofs, kept) -> list[tuple[str, str]]:
    verdict_field = f"{comparison.fact}_verdict"
    if reasons := reasons_against_comparison(comparison):
        return reasons
    if not comparison.verdict:
        if kept is not None and stated is not None and kept.stated_sha256 == stated.sha256:
            return [(verdict_field, _("What was compared stays compared; choose what it shows now."))]
        return []
    if stated is None or comparison.shown_sha256 not in (None, stated.sha256):
        sentence = _("What is stated changed after this page was shown. Compare it again.")
        return [(verdict_field, sentence)]
    if comparison.proven_by is not None and comparison.proven_by not in proofs:
        return [
            (f"{comparison.fact}_proof", _("This document does not belong to the request, or is missing."))
        ]
    return []


def _write(check: FactCheck, comparison: Comparison, stated: StatedFact, by: User) -> FactCheck | None:
    """The check as it was written, or None where it says the same as before."""
    said = (comparison.verdict, comparison.proven_by, clean_line(comparison.found), stated.sha256)
    if said == (check.verdict, check.proven_by_id, check.found, check.stated_sha256):
        return None
    check.verdict, check.proven_by_id, check.found, check.stated_sha256 = said
    check.checked_by, check.checked_on = by, riyadh_today()
    check.end_waiver()
    seen = comparison.seen_version if check.pk else None
    return write(check, by=by, reason=COMPARED, seen_version=seen)
