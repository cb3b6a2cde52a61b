"""The board: one session with its agenda, from which it is run without leaving the page."""

from .page import session_page
from .rows import OUTCOME_CHIPS, item_actions, item_chip, item_row, result_row, vote_line

__all__ = [
    "OUTCOME_CHIPS",
    "item_actions",
    "item_chip",
    "item_row",
    "result_row",
    "session_page",
    "vote_line",
]
