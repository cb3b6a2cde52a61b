"""The forms about visits as a careful researcher fills them in."""

from datetime import timedelta

from arabic.calendars import riyadh_today
from audit.writing import write
from intake.models import SupportRequest
from tests.factories import noon_days_ago
from tests.matrix.world import World
from tests.research_committee.visiting import AT_HOME, SEEN, WHY, arrange, at, snapshot

from .filled import Filled, row


def _referred(world: World) -> SupportRequest:
    return SupportRequest.objects.get(pk=world.requests["referred"].pk)


def _day(days: int = 0) -> str:
    day = riyadh_today() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year}"


def of_yesterday(world: World) -> list:
    with noon_days_ago(2):
        return [arrange(_referred(world), at(1), kind="office")]


def handed_over(world: World) -> list:
    request = _referred(world)
    request.researcher = world.users["other_researcher"]
    write(request, by=world.users["reception"], reason="x")
    return [world.rows["appointment"]]


def seen(world: World) -> dict:
    return {"visited_on": _day(), "kind": "field", "at_home": AT_HOME, "seen": SEEN}


VISIT_FORMS = [
    Filled(
        "researcher",
        "visit_arrange",
        lambda world: [_referred(world)],
        lambda world: {"day": _day(3), "time": "16:30", "kind": "field", "note": "الباب الثاني"},
    ),
    Filled("researcher", "visit_record", lambda world: [_referred(world)], seen),
    Filled(
        "researcher",
        "appointment_move",
        row("appointment"),
        lambda world: {"day": _day(4), "time": "17:00", "reason": WHY},
    ),
    Filled("researcher", "appointment_call_off", row("appointment"), lambda world: {"reason": WHY}),
    Filled("researcher", "appointment_miss", of_yesterday, lambda world: {"reason": "لم يفتح أحد الباب"}),
    Filled("other_researcher", "appointment_take_over", handed_over),
    Filled("researcher", "appointment_record", row("appointment"), seen),
    Filled(
        "researcher",
        "visit_add_photo",
        row("visit"),
        lambda world: {
            "picture": snapshot(),
            "caption": "المطبخ",
            "consent_by": "صاحبة الطلب",
            "consent_given": "written",
        },
    ),
]
