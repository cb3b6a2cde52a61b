"""Three cases in which not everything matches: a waiver, a fact that differs, and documents that are expected."""

from datetime import timedelta

from accounts.models import User
from arabic.calendars import riyadh_today
from intake.case_file import CaseFile
from intake.checks.asking import ask_for_documents
from intake.checks.comparing import Comparison, record_comparisons
from intake.checks.waivers import waive_document
from intake.documents import record_document
from intake.models import SupportRequest

from .past import days_ago
from .people import identity_number

# By the place in the list of people.
EXPECTED, DIFFERENT, WAIVED = 1, 2, 15


def make_checks(staff: dict[str, User]) -> None:
    clerk, executive = staff["reception"], staff["executive"]
    with days_ago(1, 11):
        expected = _request_of(EXPECTED)
        compared = [
            Comparison(fact=fact, verdict="matches", proven_by=_proof(expected))
            for fact in ("identity", "name")
        ]
        record_comparisons(expected, comparisons=compared, by=clerk)
        ask_for_documents(
            expected, bring_until=riyadh_today() + timedelta(days=14), how_told="phone", by=clerk
        )
    with days_ago(1, 12):
        differs = "عقد الإيجار في حي الشهداء الشمالية"
        different = [Comparison(fact="address", verdict="differs", found=differs)]
        record_comparisons(_request_of(DIFFERENT), comparisons=different, by=clerk)
        waived = _request_of(WAIVED)
        another = {"verdict": "differs", "difference": "العقد باسم شخص آخر.", "number": "4425"}
        record_document(waived, document=_last_of(waived), by=clerk, **another)
    with days_ago(1, 13):
        reason = "العقد باسم أخيه الذي يسكن معه، وثبت سكنه هناك بزيارة المندوب."
        waive_document(waived, document=_last_of(waived), reason=reason, by=executive)


def _request_of(place: int) -> SupportRequest:
    return SupportRequest.objects.get(beneficiary__identity_number=identity_number(place))


def _last_of(request: SupportRequest):
    return CaseFile(request).required_documents[-1]


def _proof(request: SupportRequest) -> int:
    return request.verifications.order_by("pk").first().pk
