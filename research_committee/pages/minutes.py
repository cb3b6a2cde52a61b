"""The page of the minutes: what they say, their digest, who signed and who has not, and what was added."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from correspondence.about import name_of
from correspondence.closed import closed_to

from ..minutes import rules, words
from ..minutes.paper import minutes_issued, signed_in_words
from ..models import Minutes
from ..session_file import ItemFile, SessionFile
from .sessions import crumbs, runs_session


def minutes_page(minutes: Minutes, user: User) -> dict:
    file = SessionFile(minutes.session)
    running = runs_session(file, user)
    content = minutes.content
    letter = minutes_issued(minutes.session)
    closed = _are_closed_to(user, minutes.session)
    return {
        "minutes": minutes,
        "crumbs": crumbs(minutes.session),
        "chip": _chip(minutes),
        "facts": _as_list(words.facts_of(content)),
        "seats": [_seat(seat) for seat in content["seats"]],
        "items": [_item(file, item, user) for item in content["items"]],
        "digest": _in_groups(minutes.sha256),
        "signatures": signature_rows(minutes),
        "addenda": addendum_rows(minutes, closed),
        "paper": None if closed else _paper(letter),
        "actions": _actions(minutes, user, running, letter),
    }


def _chip(minutes: Minutes) -> dict:
    if minutes.locked_at:
        return {"icon": "lock", "label": _("Locked minutes"), "tone": "good"}
    return {"icon": "pen", "label": _("Waiting for signatures"), "tone": "waiting"}


def _as_list(facts) -> list[dict]:
    return [{"label": label, "value": value, "hint": ""} for label, value in facts]


def _seat(seat: dict) -> dict:
    name, position, attendance = words.seat_of(seat)
    return {"name": name, "position": position, "attendance": attendance}


def _item(file: SessionFile, item: dict, user: User) -> dict:
    """SECURITY: the reasons of an item are not for whoever had no part in it."""
    row = next((row for row in file.items if row.position == item["position"]), None)
    own = row is not None and (user.pk in file.recused(row) or ItemFile(row, file).has_declared(user))
    return {
        "title": words.item_title(item),
        "result": words.result_of(item),
        "facts": _as_list(words.item_facts(item, with_reasons=not own)),
        "no_part": _("You have no part in this item.") if own else "",
    }


def _in_groups(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def signature_rows(minutes: Minutes) -> list[dict]:
    """Everybody who was present, with the moment of their signature."""
    signed = {row.member_id: row.signed_at for row in minutes.signatures.order_by("pk")}
    return [
        {
            "name": member.full_name,
            "signed": pk in signed,
            "words": signed_in_words(signed[pk]) if pk in signed else _("has not signed"),
        }
        for pk, member in rules.present_at(minutes).items()
    ]


def _are_closed_to(user: User, session) -> bool:
    """SECURITY: the paper of the minutes, and what corrects them, tell the reasons of every item."""
    return name_of(session) in closed_to(user)


def addendum_rows(minutes: Minutes, closed: bool) -> list[dict]:
    rows = minutes.addenda.select_related("written_by").order_by("number")
    return [
        {
            "number": row.number,
            "text": _("Not shown to you: you have no part in an item of this session.")
            if closed
            else row.text,
            "reason": "" if closed else row.reason,
            "by": row.written_by.full_name,
            "paper": None if closed else _paper(minutes_issued(row)),
        }
        for row in rows
    ]


def _paper(letter) -> dict | None:
    return {"url": reverse("letter_file", args=[letter.pk]), "serial": letter.serial} if letter else None


def _actions(minutes: Minutes, user: User, running: bool, letter) -> list[dict]:
    """What this person may do with the minutes, the most likely first."""
    acts = []
    if rules.reason_not_to_sign(minutes, user) is None:
        acts.append(("minutes_sign", minutes.pk, _("Sign the minutes"), "pen"))
    if running and minutes.locked_at and (letter is None or letter.issued_at < minutes.locked_at):
        acts.append(("session_minutes", minutes.session_id, _("Issue the minutes"), "file-earmark-text"))
    if running and rules.reason_not_to_lock(minutes, user) is None:
        acts.append(("minutes_lock", minutes.pk, _("Lock without every signature"), "lock"))
    if running and minutes.locked_at:
        acts.append(("minutes_add", minutes.pk, _("Write an addendum"), "pencil-square"))
    return [
        {"url": reverse(name, args=[pk]), "label": label, "icon": icon, "first": place == 0}
        for place, (name, pk, label, icon) in enumerate(acts)
    ]


def minutes_of_session(file: SessionFile, user: User) -> dict:
    """The minutes on the page of their session: where they are read, or where the chair or secretary draws them up."""
    session = file.session
    if session.closed_at is None:
        return {"minutes": "", "minutes_url": "", "draw_up_url": ""}
    minutes = Minutes.objects.filter(session=session).only("pk", "session_id").first()
    letter = minutes_issued(session)
    draws_up = minutes is None and runs_session(file, user)
    if minutes is not None:
        url = reverse("minutes_detail", args=[minutes.pk])
    else:
        open_letter = letter and not _are_closed_to(user, session)
        url = reverse("letter_file", args=[letter.pk]) if open_letter else ""
    return {
        "minutes": letter.serial if letter else "",
        "minutes_url": url,
        "draw_up_url": reverse("minutes_draw_up", args=[session.pk]) if draws_up else "",
    }
