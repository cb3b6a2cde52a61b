"""The open item on the board: its own page without the person's name, and without votes before it closes."""

from accounts.models import User

from ...session_file import ItemFile
from ..items import item_page
from .rows import line_on_the_board, mark_of


def panel_of(file: ItemFile, user: User) -> dict:
    page = item_page(file, user)
    closed = file.item.closed_at is not None
    return {
        **page,
        "person": "",
        "vote": line_on_the_board(file),
        "votes": page["votes"] if closed else [],
        "closed": closed,
        "mark": mark_of(file),
    }
