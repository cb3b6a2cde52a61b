"""The forms of minutes as careful members fill them in."""

from research_committee.sessions import close_session, open_session
from tests.matrix.world import World
from tests.research_committee.minuting import PASSWORD

from .filled import Filled, row


def _closed(world: World) -> list:
    secretary = world.users["secretary"]
    return [close_session(open_session(place="المقر", by=secretary), by=secretary)]


def _signature(world: World) -> dict:
    return {"sha256": world.rows["minutes"].sha256, "password": PASSWORD}


MINUTES_FORMS = [
    Filled("secretary", "minutes_draw_up", _closed),
    Filled("secretary", "session_minutes", row("session_of_locked_minutes")),
    Filled("member", "minutes_sign", row("minutes"), _signature),
    Filled(
        "chair", "minutes_lock", row("minutes"), lambda world: {"reason": "سافر خارج المملكة قبل التوقيع"}
    ),
    Filled(
        "secretary",
        "minutes_add",
        row("locked_minutes"),
        lambda world: {"text": "الصواب في اسم العضو: عبد العزيز", "reason": "خطأ في كتابة الاسم"},
    ),
]
