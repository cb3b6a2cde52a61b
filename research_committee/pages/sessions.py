"""What the list of sessions prints, and what every page of a session says of it."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from arabic.calendars import dual

from ..models import AgendaItem, CommitteeSession
from ..session_file import SessionFile

SESSIONS_A_PAGE = 50


def crumbs(session: CommitteeSession | None = None, item: AgendaItem | None = None) -> list[dict]:
    """The pages above: the sessions, the session, the item."""
    rows = [{"url": reverse("session_list"), "label": _("Committee sessions")}]
    if session is not None:
        rows.append({"url": reverse("session_detail", args=[session.pk]), "label": str(session)})
    if item is not None:
        rows.append({"url": reverse("item_detail", args=[item.pk]), "label": item.support_request.reference})
    return rows


def session_rows(user: User, before: int | None) -> tuple[list[dict], int | None]:
    """The newest sessions as table rows, and the mark of the next page."""
    sessions = CommitteeSession.objects.visible_to(user).order_by("-pk")
    if before:
        sessions = sessions.filter(pk__lt=before)
    counted = sessions.annotate(
        all_items=Count("items"), open_items=Count("items", filter=Q(items__closed_at__isnull=True))
    )
    found = list(counted[: SESSIONS_A_PAGE + 1])
    shown = found[:SESSIONS_A_PAGE]
    return [_session_row(session) for session in shown], shown[-1].pk if len(found) > len(shown) else None


def _session_row(session) -> dict:
    items = items_in_words(session.all_items)
    still_open = ngettext("%(count)d open", "%(count)d open", session.open_items) % {
        "count": session.open_items
    }
    cells = (
        ("", str(session)),
        (_("Day"), dual(session.held_on)),
        (_("Place"), session.place),
        (_("Agenda"), f"{items} · {still_open}" if session.open_items else items),
        (_("State"), session_chip(session)["label"]),
    )
    return {
        "url": reverse("session_detail", args=[session.pk]),
        "cells": [{"label": label, "text": text, "hint": ""} for label, text in cells],
    }


def session_columns() -> list[str]:
    return [_("Session"), _("Day"), _("Place"), _("Agenda"), _("State")]


def session_chip(session: CommitteeSession) -> dict:
    if session.cancelled_at is not None:
        return {"icon": "x-circle", "label": _("Session called off"), "tone": "closed"}
    if session.is_planned:
        return {"icon": "calendar-event", "label": _("Planned session"), "tone": "waiting"}
    if session.is_open:
        return {"icon": "unlock", "label": _("Open session"), "tone": "active"}
    return {"icon": "lock", "label": _("Closed session"), "tone": "neutral"}


def items_in_words(number: int) -> str:
    return ngettext("%(count)d item", "%(count)d items", number) % {"count": number}


def runs_session(file: SessionFile, user: User) -> bool:
    return user.may("research_committee.run_session") and user.pk in file.runners
