"""The line that stays on the screen: how far the session is, and where the vote on the open item stands."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...session_file import SessionFile
from .place import Place


def figures(file: SessionFile, items: list[dict], place: Place, version: str) -> dict:
    current = next((row for row in items if row["current"]), None)
    done = sum(not row["open"] for row in items)
    polled = file.session.closed_at is None and version
    following = _next_open(items, current)
    return {
        "current": current,
        "rows": [current] if current else [],
        "done": done,
        "all": len(items),
        "done_words": _done_in_words(done, len(items)) if file.session.opened_by_id else "",
        "next_open": following,
        "next_url": following["url"] if following else "",
        # Asked for again and again; says which state of the session this page knows.
        "poll_url": _with_mark(place.url(file.session, "session_state"), version) if polled else "",
        "mark": version,
    }


def _with_mark(url: str, version: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}seen={version}"


def _done_in_words(done: int, every: int) -> str:
    if not every:
        return _("The agenda is empty")
    words = ngettext("%(done)d of %(every)d item done", "%(done)d of %(every)d items done", every)
    return words % {"done": done, "every": every}


def _next_open(items: list[dict], current: dict | None) -> dict | None:
    """The next open item of the agenda, from the beginning again after its end."""
    here = items.index(current) + 1 if current else 0
    return next(
        (row for row in items[here:] + items[:here] if row["open"] and row["url"] and row is not current),
        None,
    )
