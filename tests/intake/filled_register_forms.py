"""The forms of the register of letters as a careful person fills them in."""

from arabic.calendars import riyadh_today
from tests import factories as make

from .filled import Filled, row


def _today() -> str:
    today = riyadh_today()
    return f"{today.day}/{today.month}/{today.year}"


_CAME_IN = {
    "received_on": "1/1/1448",
    "sender": "وزارة الموارد البشرية",
    "sender_number": "44521",
    "subject": "تعميم بشأن تحديث البيانات",
}
REGISTER_FORMS = [
    Filled(
        "delegate",
        "hand_over_record",
        row("letter"),
        lambda world: {
            "how": "post",
            "received_by_name": "محمد الحارثي",
            "handed_on": _today(),
            "note": "بالبريد الممتاز",
        },
    ),
    Filled(
        "reception",
        "incoming_record",
        data=lambda world: _CAME_IN | {"person": world.rows["person"].identity_number, "scan": make.paper()},
    ),
    Filled(
        "executive",
        "incoming_correct",
        row("incoming"),
        lambda world: _CAME_IN | {"reason": "خطأ في اسم الجهة"},
    ),
]
