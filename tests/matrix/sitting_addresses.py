"""The pages of sessions to come and of who sits in them, and who finds what there."""

from .addresses import COMMITTEE, RUNNERS, only, page, seen_by

_SESSIONS = f"{COMMITTEE} auditor"
_ACTS = ("session_start", "session_change_plan", "session_call_off")

SITTINGS = [
    page("committee_members", only(_SESSIONS, 403)),
    page("session_plan", only(RUNNERS, 403)),
    page("session_detail", only(_SESSIONS, 404), "planned", about="planned"),
    *(page(name, seen_by(_SESSIONS, RUNNERS), "planned") for name in _ACTS),
    page("session_add_item", seen_by(_SESSIONS, RUNNERS), "planned", about="planned"),
    *(page(name, seen_by(_SESSIONS, RUNNERS), "session") for name in ("session_come", "session_leave")),
    page("attendance_correct", seen_by(_SESSIONS, RUNNERS), "attendance"),
    page("item_move", seen_by(_SESSIONS, RUNNERS), "item"),
]
