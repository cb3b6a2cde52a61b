"""The page on which an appeal is recorded, and what each person finds there."""

from .addresses import SIGHT, page, seen_by

_RECEIVING = "reception delegate executive"

APPEALS = [
    page("appeal_record", seen_by(SIGHT[state], _RECEIVING), state, about=state)
    for state in ("rejected", "accepted", "received")
]
