"""The board as it asks for itself, and the pages of minutes, and who finds what there."""

from .addresses import COMMITTEE, RUNNERS, only, page, seen_by

_SESSIONS = f"{COMMITTEE} auditor"

MINUTES = [
    page("session_state", only(_SESSIONS, 404), "session"),
    page("minutes_draw_up", seen_by(_SESSIONS, RUNNERS), "session"),
    page("minutes_detail", only(_SESSIONS, 404), "minutes", about="waiting"),
    page("minutes_detail", only(_SESSIONS, 404), "locked_minutes", about="locked"),
    # The fourth member was not there.
    page("minutes_sign", seen_by(_SESSIONS, "chair secretary member"), "minutes"),
    page("minutes_lock", seen_by(_SESSIONS, RUNNERS), "minutes"),
    page("minutes_add", seen_by(_SESSIONS, RUNNERS), "locked_minutes"),
    page("session_minutes", seen_by(_SESSIONS, RUNNERS), "session_of_locked_minutes", about="locked"),
]
