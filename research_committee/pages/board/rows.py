"""The items of a session as the board and their own pages print them: in words, and nothing about the person."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import listed

from ...conflicts.ruling import findings_to_rule_on
from ...outcomes import ItemResult, Outcome
from ...rules import VOTING
from ...session_file import ItemFile

OUTCOME_CHIPS = {
    Outcome.ACCEPT: ("check-circle", "good"),
    Outcome.REJECT: ("slash-circle", "closed"),
    Outcome.DEFER: ("arrow-return-right", "waiting"),
}


def item_row(file: ItemFile, user: User, running: bool) -> dict:
    """One agenda item on the session's page; nothing here is about the person."""
    item, request = file.item, file.request
    earliest, is_open = request.earliest_decision_on, item.closed_at is None
    passed = earliest is not None and earliest <= riyadh_today()
    decision = file.session_file.decisions.get(item.pk)
    actions = item_actions(file, user, running)
    return {
        "pk": item.pk,
        # SECURITY: the item's own page does not exist for whoever declared to have no part in it.
        "url": "" if file.has_declared(user) else reverse("item_detail", args=[item.pk]),
        "mark": mark_of(file, user, running),
        "position": item.position,
        "reference": request.reference,
        "service": request.service_type.label,
        "open": is_open,
        "earliest": dual(earliest) if earliest and is_open else "",
        "discussed_only": not passed and is_open,
        "decided": dual(decision.decided_on) if decision else "",
        "to_vote_on": any(action["first"] and action["name"] == "item_vote" for action in actions),
        "chip": item_chip(file),
        # Of a session that was not opened there is nothing to count.
        "vote": line_on_the_board(file) if file.session.opened_by_id else None,
        "recused": recused_names(file),
        "own": own_part(file, user),
        "actions": actions,
    }


def mark_of(file: ItemFile, user: User, running: bool) -> str:
    """Changes with what the panel shows this reader besides the line of the vote: the acts are part of it."""
    pk, session = file.item.pk, file.session_file
    parts = [file.session.version, file.item.version, len(file.recused), len(session.recusals[pk])]
    parts += [len(file.unruled), len(session.rulings[pk])]
    return ".".join(map(str, [*parts, *(act["name"] for act in item_actions(file, user, running))]))


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
    """What this member has done about the item, in words; how they voted is not shown to a room before it closes."""
    if user.pk in file.recused or file.has_declared(user):
        return _("You have no part in this item.")
    vote = file.vote_of(user)
    if vote is None:
        return ""
    if file.item.closed_at is None:
        return _("You have voted.")
    return _("Your vote: %(vote)s.") % {"vote": vote.get_choice_display()}


def item_chip(file: ItemFile) -> dict:
    """Where the item stands: open, carried over, or its decision."""
    decision = file.session_file.decisions.get(file.item.pk)
    if decision is not None:
        icon, tone = OUTCOME_CHIPS[Outcome(decision.outcome)]
        return {"icon": icon, "label": decision.get_outcome_display(), "tone": tone}
    if file.item.result == ItemResult.CARRIED_OVER:
        return {"icon": "arrow-return-right", "label": file.item.get_result_display(), "tone": "neutral"}
    if file.session.opened_by_id is None:
        return {"icon": "clipboard-data", "label": _("On the agenda"), "tone": "neutral"}
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


def line_on_the_board(file: ItemFile) -> dict:
    """The line of an item as a whole room sees it.

    SECURITY: of few votes the result says how each of them was cast; it is told when it is recorded.
    """
    line = vote_line(file)
    if file.item.closed_at is None and file.tally.outcome is not None:
        line["sentence"] = _("The votes give a result; it is shown when the decision is recorded.")
    return line


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
    if running and findings_to_rule_on(file, user):
        actions.insert(0, ("item_rule_on_conflict", _("Rule on a conflict"), "shield-check"))
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
