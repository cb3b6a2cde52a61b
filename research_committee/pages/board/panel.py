"""The open item on the board, for a whole room: no name of a person, and nobody's vote before the item closes."""

from accounts.models import User

from ...rules import VOTING
from ...session_file import ItemFile
from ..conflicts import conflict_rows
from ..items import (
    closed_vote,
    decision_part,
    earliest_day,
    granted_rows,
    may_read_study,
    reason_without_part,
    vote_rows,
)
from ..sessions import runs_session
from .rows import item_actions, item_chip, line_on_the_board, mark_of
from .study import study_in_short


def panel_of(file: ItemFile, user: User) -> dict:
    running = runs_session(file.session_file, user)
    shows_study = may_read_study(file, user)
    closed = file.item.closed_at is not None
    may_vote = user.may("research_committee.vote") and not any(rule(file, user) for rule in VOTING)
    return {
        "item": file.item,
        "support_request": file.request,
        "chip": item_chip(file),
        "vote": line_on_the_board(file),
        "mark": mark_of(file, user, running),
        "earliest": earliest_day(file),
        "shows_study": shows_study,
        "study": study_in_short(file) if shows_study else None,
        "no_part": reason_without_part(file, user),
        "conflicts": conflict_rows(file, user),
        "votes": vote_rows(file, with_opinions=False) if closed and shows_study else [],
        **decision_part(file, shows_study),
        "granted": granted_rows(file) if shows_study else [],
        "may_vote": may_vote,
        "own_vote": file.vote_of(user),
        "gate": closed_vote(file, user) if shows_study and not may_vote else [],
        "actions": item_actions(file, user, running, on_its_page=True),
    }
