"""The minutes in words, for the screen and the paper alike: from their kept content, never from the session."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from arabic.calendars import dual
from arabic.text import apart, listed

from ..outcomes import ItemResult, Outcome, Position, SessionMode

_RESULTS = {**{one.value: one for one in Outcome}, **{one.value: one for one in ItemResult}}


def title_of(content: dict) -> str:
    session = content["session"]
    return _("Session %(number)s of %(year)s") % {"number": session["number"], "year": session["year"]}


def facts_of(content: dict) -> list[tuple[str, str]]:
    """The session: when, where, how, by whom."""
    session = content["session"]
    times = _("%(came)s to %(left)s") % {"came": session["opened_at"], "left": session["closed_at"]}
    facts = [
        (_("Session"), title_of(content)),
        (_("Day"), dual(date.fromisoformat(session["held_on"]))),
        (_("Place"), session["place"]),
        (_("How the members meet"), str(SessionMode(session["mode"]).label)),
        (_("Time of the session"), times if session["opened_at"] else ""),
        (_("Opened by"), session["opened_by"]),
    ]
    return [(label, value) for label, value in facts if value]


def seat_of(seat: dict) -> tuple[str, str, str]:
    """Name, position, and from when until when somebody was there."""
    return seat["name"], str(Position(seat["position"]).label), _attendance(seat)


def _attendance(seat: dict) -> str:
    if not seat["present"]:
        return _("Absent")
    known = [time for time in seat["times"] if time[0]]
    times = listed(_("%(came)s to %(left)s") % {"came": came, "left": left} for came, left in known)
    parts = [pgettext("in the minutes", "Present"), times]
    if seat["stands_in_for"]:
        parts.append(_("in place of %(who)s") % {"who": seat["stands_in_for"]})
    return " · ".join(part for part in parts if part)


def item_title(item: dict) -> str:
    return _("Item %(position)s: request %(reference)s") % {
        "position": item["position"],
        "reference": apart(item["reference"]),
    }


def result_of(item: dict) -> str:
    return str(_RESULTS[item["result"]].label)


def item_facts(item: dict, with_reasons: bool = True) -> list[tuple[str, str]]:
    """One item: who had no part, how the votes stood, what came of it and why; the reasons not for the recused."""
    result = result_of(item)
    if item.get("casting_vote"):
        result = "\n".join([result, _("By the chair's casting vote.")])
    facts = [
        (_("Service"), item["service"]),
        (_("Recused"), listed(item["recused"])),
        (_("Quorum"), _quorum(item["count"])),
        (_("Votes"), _votes(item["count"])),
        (_("Result"), result),
    ]
    if item["result"] == ItemResult.CARRIED_OVER:
        facts.append((_("Why it was carried over"), item["carry_reason"]))
    else:
        facts += _decided(item, with_reasons)
    return [(label, value) for label, value in facts if value]


def _decided(item: dict, with_reasons: bool) -> list[tuple[str, str]]:
    facts = [(_("Decided on"), dual(date.fromisoformat(item["decided_on"])))]
    if with_reasons:
        facts += [
            (_("Reason"), item["reason"]),
            (_("Reasons"), item["reasons"]),
            (_("What is granted"), "\n".join(item["granted"])),
            (_("Appeal"), "\n".join(item["appeal"])),
        ]
    return facts


def _quorum(count: dict) -> str:
    return (
        _("%(present)s present and not recused, %(needed)s needed; members of the committee: %(members)s")
        % count
    )


def _votes(count: dict) -> str:
    return _("%(accept)s for acceptance, %(reject)s for rejection, %(defer)s for deferral") % count
