"""What the pages of sessions print: rows with everything already in words."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import listed

from ..letters import minutes_issued
from ..models import AgendaItem, CommitteeSession
from ..outcomes import ItemResult, Outcome
from ..rules import RUNNERS, VOTING
from ..session_file import ItemFile, SessionFile

SESSIONS_A_PAGE = 50
OUTCOME_CHIPS = {
    Outcome.ACCEPT: ("check-circle", "good"),
    Outcome.REJECT: ("slash-circle", "closed"),
    Outcome.DEFER: ("arrow-return-right", "waiting"),
}


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
    items = _items_in_words(session.all_items)
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
    if session.is_open:
        return {"icon": "unlock", "label": _("Open session"), "tone": "active"}
    return {"icon": "lock", "label": _("Closed session"), "tone": "neutral"}


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
    parts = [_items_in_words(len(items))]
    if still_open:
        parts.append(ngettext("%(count)d open", "%(count)d open", still_open) % {"count": still_open})
    if to_vote_on:
        sentence = ngettext("%(count)d waits for your vote", "%(count)d wait for your vote", to_vote_on)
        parts.append(sentence % {"count": to_vote_on})
    return " · ".join(parts) if items else ""


def _items_in_words(number: int) -> str:
    return ngettext("%(count)d item", "%(count)d items", number) % {"count": number}


def runs_session(file: SessionFile, user: User) -> bool:
    return user.may("research_committee.run_session") and file.positions.get(user.pk) in RUNNERS


def attendance_rows(file: SessionFile) -> list[dict]:
    present, absent = _("Attends"), _("Absent")
    return [
        {
            "name": seat.user.full_name,
            "position": seat.get_position_display(),
            "there": seat.user_id in file.attending,
            "word": present if seat.user_id in file.attending else absent,
        }
        for seat in file.members
    ]


def item_row(file: ItemFile, user: User, running: bool) -> dict:
    """One agenda item on the session's page; nothing here is about the person."""
    item, request = file.item, file.request
    earliest, is_open = request.earliest_decision_on, item.closed_at is None
    passed = earliest is not None and earliest <= riyadh_today()
    decision = file.session_file.decisions.get(item.pk)
    actions = item_actions(file, user, running)
    return {
        "url": reverse("item_detail", args=[item.pk]),
        "position": item.position,
        "reference": request.reference,
        "service": request.service_type.label,
        "open": is_open,
        "earliest": dual(earliest) if earliest and is_open else "",
        "discussed_only": not passed and is_open,
        "decided": dual(decision.decided_on) if decision else "",
        "to_vote_on": any(action["first"] and action["name"] == "item_vote" for action in actions),
        "chip": item_chip(file),
        "vote": vote_line(file),
        "recused": recused_names(file),
        "own": own_part(file, user),
        "actions": actions,
    }


def result_row(file: ItemFile) -> dict:
    """An item and its result, as a fact of the session."""
    return {
        "label": file.request.reference,
        "value": item_chip(file)["label"],
        "hint": file.item.carry_reason,
    }


def recused_names(file: ItemFile) -> str:
    names = [seat.user.full_name for seat in file.session_file.members if seat.user_id in file.recused]
    return listed(names)


def own_part(file: ItemFile, user: User) -> str:
    """What this member has done about the item, in words."""
    if user.pk in file.recused or file.has_declared(user):
        return _("You have no part in this item.")
    vote = file.vote_of(user)
    return _("Your vote: %(vote)s.") % {"vote": vote.get_choice_display()} if vote else ""


def item_chip(file: ItemFile) -> dict:
    """Where the item stands: open, carried over, or its decision."""
    decision = file.session_file.decisions.get(file.item.pk)
    if decision is not None:
        icon, tone = OUTCOME_CHIPS[Outcome(decision.outcome)]
        return {"icon": icon, "label": decision.get_outcome_display(), "tone": tone}
    if file.item.result == ItemResult.CARRIED_OVER:
        return {"icon": "arrow-return-right", "label": file.item.get_result_display(), "tone": "neutral"}
    return {"icon": "hourglass-split", "label": _("Open item"), "tone": "waiting"}


def vote_line(file: ItemFile) -> dict:
    """Present, recused, voted and needed: of a decided item as they were counted."""
    decision = file.session_file.decisions.get(file.item.pk)
    if decision is not None:
        cast = decision.accept_votes + decision.reject_votes + decision.defer_votes
        sentence = _("Result of the votes: %(outcome)s.") % {"outcome": decision.get_outcome_display()}
        return {
            "present": decision.present,
            "recused": decision.recused,
            "voted": cast,
            "needed": decision.needed,
            "sentence": sentence,
            "reached": True,
        }
    counted = file.tally
    return {
        "present": counted.ballot.present,
        "recused": counted.ballot.recused,
        "voted": counted.voted,
        "needed": counted.needed,
        "sentence": counted.sentence,
        "reached": counted.quorum_reached,
    }


def item_actions(file: ItemFile, user: User, running: bool, on_its_page: bool = False) -> list[dict]:
    """What this person may do with an open item, the most likely first; its own page has the vote on it."""
    if file.item.closed_at is not None:
        return []
    actions, voted = [], file.vote_of(user) is not None
    may_vote = user.may("research_committee.vote") and not any(rule(file, user) for rule in VOTING)
    if may_vote and not on_its_page:
        actions.append(("item_vote", _("Change my vote") if voted else _("Vote"), "pencil-square"))
    if running and file.tally.outcome is not None and user.pk not in file.recused:
        actions.insert(0 if voted else 1, ("item_decide", _("Record the decision"), "journal-check"))
    if running or (user.pk in file.session_file.positions and not file.has_declared(user)):
        actions.append(("item_recuse", _("Recuse"), "person"))
    if running:
        actions.append(("item_carry_over", _("Carry over"), "arrow-return-right"))
    first = "item_decide" if voted or not may_vote else "item_vote"
    return [
        {
            "url": reverse(name, args=[file.item.pk]),
            "label": label,
            "icon": icon,
            "name": name,
            "first": name == first,
        }
        for name, label, icon in actions
    ]
