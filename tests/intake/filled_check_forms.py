"""The forms of step 2 beside the one of a single document as a careful person fills them in."""

from datetime import timedelta
from types import SimpleNamespace

from arabic.calendars import riyadh_today
from intake.checks.comparing import Comparison, record_comparisons
from intake.documents import record_document
from tests.matrix.world import World

from .filled import Filled


def _in_days(number: int) -> str:
    day = riyadh_today() + timedelta(days=number)
    return f"{day.day}/{day.month}/{day.year}"


def _missing_document(world: World) -> list:
    request, document = world.requests["received"], world.rows["document"]
    record_document(request, document=document, verdict="missing", by=world.users["reception"])
    return [request, document]


def _unproven_fact(world: World) -> list:
    request = world.requests["received"]
    missing = [Comparison(fact="phone", verdict="missing")]
    record_comparisons(request, comparisons=missing, by=world.users["reception"])
    # Its name stands in the address.
    return [request, SimpleNamespace(pk="phone")]


CHECK_FORMS = [
    Filled(
        "executive",
        "request_fact_waive",
        _unproven_fact,
        lambda world: {"reason": "الشريحة باسم ابنها الأكبر وهو مسافر، وردّت على الاتصال بنفسها."},
    ),
    Filled(
        "reception",
        "request_facts",
        lambda world: [world.requests["received"]],
        lambda world: {"name_verdict": "differs", "name_found": "اسم الجد مختلف"},
    ),
    Filled(
        "reception",
        "request_documents_ask",
        lambda world: [world.requests["received"]],
        lambda world: {"bring_until": _in_days(9), "how_told": "phone"},
    ),
    Filled(
        "executive",
        "request_document_waive",
        _missing_document,
        lambda world: {"reason": "احترقت الأوراق مع المسكن، وثبت ذلك بمحضر الدفاع المدني."},
    ),
]
