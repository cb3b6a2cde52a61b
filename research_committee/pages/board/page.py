"""The one page from which a session is run."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User

from ...models import CommitteeSession
from ...session_file import ItemFile, SessionFile
from ..attendance import attendance_rows, attended_in_words, plan_in_words, session_actions
from ..changes import Changes
from ..minutes import minutes_of_session
from ..sessions import crumbs, items_in_words, runs_session, session_chip
from .figures import figures
from .place import Place
from .rows import item_row

_BELONGS = {
    "all": lambda row: True,
    "open": lambda row: row["open"],
    "mine": lambda row: row["to_vote_on"],
    "done": lambda row: not row["open"],
}


def session_page(file: SessionFile, user: User, place: Place | None = None, version: str = "") -> dict:
    """One session: who sits, and its agenda with where each vote stands."""
    place = place or Place()
    running, changes = runs_session(file, user), Changes(file)
    items = [item_row(ItemFile(item, file), user, running) for item in file.items]
    for row in items:
        row["current"] = row["pk"] == place.item
    return {
        "session": file.session,
        "place": place,
        "chip": session_chip(file.session),
        "crumbs": crumbs(),
        "plan": plan_in_words(file),
        "plan_changed": changes.of_plan(file.session),
        "attendance": attendance_rows(file, changes, running),
        "attended": attended_in_words(file),
        "items": items,
        "rows": [row for row in items if _BELONGS[place.show](row)],
        "filters": _filters(file, items, place),
        "figures": figures(file, items, place, version),
        "agenda": agenda_in_words(items, file.session),
        "running": running and file.session.is_open,
        "larger_url": place.url(file.session, large=not place.large),
        **minutes_of_session(file, user),
        **_acts(file, user, running),
    }


def _filters(file: SessionFile, items: list[dict], place: Place) -> list[dict]:
    """Which items are listed, each choice with its number."""
    labels = {
        "all": _("All items"),
        "open": _("Open items"),
        "mine": _("Waiting for my vote"),
        "done": _("Done items"),
    }
    counts = {show: sum(map(belongs, items)) for show, belongs in _BELONGS.items()}
    return [
        {
            "url": place.url(file.session, show=show),
            "state_url": place.url(file.session, "session_state", show=show),
            "label": label,
            "count": counts[show],
            "current": show == place.show,
        }
        for show, label in labels.items()
        if show != "mine" or counts[show] or place.show == show
    ]


def _acts(file: SessionFile, user: User, running: bool) -> dict:
    """What the chair and the secretary do with the session, and which act comes next."""
    session = file.session
    following = _next_for_runner(file) if running and session.is_open else ""
    first = f"session_{following}" if following else "session_start"
    acts = [{**act, "first": act["name"] == first} for act in session_actions(file, user)]
    return {"next": following, "session_acts": acts}


def _next_for_runner(file: SessionFile) -> str:
    """The act that the session needs next: its attendance, its agenda, or its close; while items are open, none."""
    if not file.attending:
        return "attend"
    if not file.items:
        return "add_item"
    return "close" if all(item.closed_at for item in file.items) else ""


def agenda_in_words(items: list[dict], session: CommitteeSession) -> str:
    """How much lies before the session, how much of it is open, and how much waits for this reader's vote."""
    still_open, to_vote_on = sum(row["open"] for row in items), sum(row["to_vote_on"] for row in items)
    if session.opened_by_id is None:
        return items_in_words(len(items)) if items else ""
    parts = [items_in_words(len(items))]
    if still_open:
        parts.append(ngettext("%(count)d open", "%(count)d open", still_open) % {"count": still_open})
    if to_vote_on:
        sentence = ngettext("%(count)d waits for your vote", "%(count)d wait for your vote", to_vote_on)
        parts.append(sentence % {"count": to_vote_on})
    return " · ".join(parts) if items else ""
