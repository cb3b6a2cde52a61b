"""The forms of step 2 beside the one of a single document as a careful person fills them in."""

from intake.documents import record_document
from tests.matrix.world import World

from .filled import Filled


def _missing_document(world: World) -> list:
    request, document = world.requests["received"], world.rows["document"]
    record_document(request, document=document, verdict="missing", by=world.users["reception"])
    return [request, document]


CHECK_FORMS = [
    Filled(
        "executive",
        "request_document_waive",
        _missing_document,
        lambda world: {"reason": "احترقت الأوراق مع المسكن، وثبت ذلك بمحضر الدفاع المدني."},
    ),
]
