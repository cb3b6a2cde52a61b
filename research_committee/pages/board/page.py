"""The one page from which a session is run."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User

from ...letters import minutes_issued
from ...session_file import ItemFile, SessionFile
from ..sessions import attendance_rows, crumbs, items_in_words, runs_session, session_chip
from .rows import item_row


def session_page(file: SessionFile, user: User) -> dict:
    """One session: who sits, and its agenda with where each vote stands."""
    running = runs_session(file, user)
    items = [item_row(ItemFile(item, file), user, running) for item in file.items]
    return {
        "session": file.session,
        "chip": session_chip(file.session),
        "crumbs": crumbs(),
        "attendance": attendance_rows(file),
        "attended": _attended(file),
        "items": items,
        "agenda": agenda_in_words(items),
        "running": running and file.session.is_open,
        **_minutes(file, running),
        "next": _next_for_runner(file) if running and file.session.is_open else "",
    }


def _minutes(file: SessionFile, running: bool) -> dict:
    """The paper of a closed session, or where its chair or secretary issues it."""
    letter = None if file.session.is_open else minutes_issued(file.session)
    issue = running and letter is None and not file.session.is_open
    return {
        "minutes": letter.serial if letter else "",
        "minutes_url": reverse("letter_file", args=[letter.pk]) if letter else "",
        "issue_minutes_url": reverse("session_minutes", args=[file.session.pk]) if issue else "",
    }


def _attended(file: SessionFile) -> str:
    there = len(file.attending & file.positions.keys())
    return _("Attendance: %(there)d of %(members)d") % {"there": there, "members": len(file.members)}


def _next_for_runner(file: SessionFile) -> str:
    """The act that the session needs next: its attendance, its agenda, or its close."""
    if not file.attending:
        return "attend"
    all_closed = file.items and all(item.closed_at for item in file.items)
    return "close" if all_closed else "add_item"


def agenda_in_words(items: list[dict]) -> str:
    """How much lies before the session, how much of it is open, and how much waits for this reader's vote."""
    still_open, to_vote_on = sum(row["open"] for row in items), sum(row["to_vote_on"] for row in items)
    parts = [items_in_words(len(items))]
    if still_open:
        parts.append(ngettext("%(count)d open", "%(count)d open", still_open) % {"count": still_open})
    if to_vote_on:
        sentence = ngettext("%(count)d waits for your vote", "%(count)d wait for your vote", to_vote_on)
        parts.append(sentence % {"count": to_vote_on})
    return " · ".join(parts) if items else ""
