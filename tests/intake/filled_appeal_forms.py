"""The form of an appeal as a careful person fills it in."""

from arabic.calendars import riyadh_today
from tests.matrix.world import World

from .filled import Filled


def appeal(world: World) -> dict:
    day = riyadh_today()
    return {
        "channel": world.requests["rejected"].channel_id,
        "received_on": f"{day.day}/{day.month}/{day.year}",
        "said_by": "سارة محمد الحارثي",
        "grounds": "انقطع الدعم الذي كانت الأسرة تتلقاه من الجهة الأخرى قبل شهر.",
        "how_told": "phone",
        "told": "on",
    }


APPEAL_FORMS = [
    Filled("delegate", "appeal_record", lambda world: [world.requests["rejected"]], appeal),
]
