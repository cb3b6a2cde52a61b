"""Who had a hand in a request, and so has no part in its item."""

from collections import defaultdict

from intake.models import AccuracyPledge, DataVerification, HandlingStep

from ..models import SecondReading, StudyVisit
from ..outcomes import STEPS_THAT_EXCLUDE


def handlers_of(requests: set[int]) -> dict[int, set[int]]:
    """By request, who received, checked, witnessed, referred, studied, visited or read it a second time; one query."""
    handlers = defaultdict(set)
    if not requests:
        return handlers
    of_these = {"support_request__in": requests}
    steps = HandlingStep.objects.filter(**of_these, step__in=STEPS_THAT_EXCLUDE).order_by()
    # SECURITY: also who looked at a document before a colleague looked again.
    checks = DataVerification.objects.filter(**of_these).values("pk")
    looked = DataVerification.history.filter(id__in=checks).order_by()
    pledges = AccuracyPledge.objects.filter(**of_these).order_by()
    visits = StudyVisit.objects.filter(**of_these).order_by()
    readings = SecondReading.objects.filter(report__support_request__in=requests).order_by()
    found = steps.values_list("support_request_id", "by_id", "by_id").union(
        looked.values_list("support_request_id", "checked_by_id", "original_seen_by_id"),
        pledges.values_list("support_request_id", "witness_id", "witness_id"),
        visits.values_list("support_request_id", "researcher_id", "researcher_id"),
        readings.values_list("report__support_request_id", "reader_id", "reader_id"),
    )
    for request, *users in found:
        handlers[request].update(users)
    return handlers
