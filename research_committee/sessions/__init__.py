"""The sessions of the committee: planned, opened, attended, given an agenda, and closed or called off."""

from .agenda import add_item, carry_over, move_item
from .attendance import correct_times, mark_attendance, note_coming, note_leaving
from .closing import close_session, reason_items_open, what_closing_carries_over
from .locks import lock_item, lock_session
from .planning import call_off, change_plan, open_planned, open_session, plan_session, reason_not_its_day

__all__ = [
    "add_item",
    "call_off",
    "carry_over",
    "change_plan",
    "close_session",
    "correct_times",
    "lock_item",
    "lock_session",
    "mark_attendance",
    "move_item",
    "note_coming",
    "note_leaving",
    "open_planned",
    "open_session",
    "plan_session",
    "reason_items_open",
    "reason_not_its_day",
    "what_closing_carries_over",
]
