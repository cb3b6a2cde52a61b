"""The forms of sessions to come, and of who comes and leaves, as a careful secretary fills them in."""

from datetime import timedelta

from arabic.calendars import riyadh_today, typed_text
from research_committee.models import Attendance
from research_committee.sessions import add_item, open_session, plan_session
from tests.matrix.world import World
from tests.research_committee.factories import make_studied

from .filled import Filled, row

REASON = "تعذّر حضور أغلب الأعضاء في ذلك اليوم"


def _plan(world: World) -> dict:
    return {
        "held_on": typed_text(riyadh_today() + timedelta(days=9)),
        "starts_at": "16:30",
        "mode": "both",
        "place": "قاعة الاجتماعات",
        "meeting_link": "https://meet.example.org/committee",
    }


def _of_today(world: World) -> list:
    return [plan_session(held_on=riyadh_today(), place="المقر", by=world.users["secretary"])]


def _empty_room(world: World) -> list:
    return [open_session(place="المقر", by=world.users["secretary"])]


def _times(world: World) -> dict:
    return {"came_at": "00:00", "left_at": "", "reason": "سُجّل الحضور بعد بداية الجلسة"}


def _second_item(world: World) -> list:
    session = _empty_room(world)[0]
    add_item(session, make_studied(by=world.users["reception"]), by=world.users["secretary"])
    return [add_item(session, make_studied(by=world.users["reception"]), by=world.users["secretary"])]


def _chair_of_the_day(world: World) -> list:
    return [Attendance.objects.get(pk=world.rows["attendance"].pk)]


SITTING_FORMS = [
    Filled("secretary", "session_plan", data=_plan),
    Filled("chair", "session_change_plan", row("planned"), lambda world: _plan(world) | {"reason": REASON}),
    Filled("chair", "session_call_off", row("planned"), lambda world: {"reason": REASON}),
    Filled("secretary", "session_start", _of_today),
    Filled("secretary", "session_come", _empty_room, lambda world: {"member": world.users["chair"].pk}),
    Filled("secretary", "session_leave", row("session"), lambda world: {"member": world.users["member"].pk}),
    Filled("secretary", "attendance_correct", _chair_of_the_day, _times),
    Filled("chair", "item_move", _second_item, lambda world: {"direction": "up"}),
]
