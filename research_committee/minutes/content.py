"""What the minutes say, as data: read from the closed session once, and never again.

Persons are named only as members of the committee; requests stand here by their references.
"""

from collections import defaultdict

from django.utils import translation

from arabic.calendars import RIYADH
from intake.granted_words import terms_in_words, total_in_words
from intake.models import GrantedService
from policies.reasons import reason_label

from ..appeals.pages import line_in_minutes
from ..models import CommitteeSession
from ..outcomes import Outcome
from ..session_file import ItemFile, SessionFile

# The shape of the data; a later one gets the next number, and what is locked keeps its own.
FORMAT = 1


def content_of(session: CommitteeSession) -> dict:
    """The session as its minutes keep it; everything in words is Arabic, whoever draws it up."""
    with translation.override("ar"):
        file = SessionFile(session)
        granted = _granted(file)
        return {
            "format": FORMAT,
            "session": _session(session),
            "seats": [_seat(file, seat) for seat in file.seats],
            "items": [_item(ItemFile(item, file), granted[item.support_request_id]) for item in file.items],
        }


def _session(session: CommitteeSession) -> dict:
    return {
        "number": session.number,
        "year": session.year,
        "held_on": session.held_on.isoformat(),
        "place": session.place,
        "mode": session.mode,
        "opened_at": clock(session.opened_at),
        "closed_at": clock(session.closed_at),
        "opened_by": session.opened_by.full_name,
    }


def _seat(file: SessionFile, seat) -> dict:
    times = file.intervals[seat.user_id]
    return {
        "member": seat.user_id,
        "name": seat.user.full_name,
        "position": seat.position,
        "present": bool(times),
        # Empty times in the sessions that were held before comings and goings were kept.
        "times": [[clock(row.came_at), clock(row.left_at)] for row in times],
        "stands_in_for": next((row.stands_in_for.full_name for row in times if row.stands_in_for), ""),
    }


def clock(moment) -> str:
    return f"{moment.astimezone(RIYADH):%H:%M}" if moment else ""


def _granted(file: SessionFile) -> dict[int, list]:
    """What the accepted requests of this session were granted, by request."""
    accepted = [row.support_request_id for row in file.decisions.values() if row.outcome == Outcome.ACCEPT]
    granted = defaultdict(list)
    rows = GrantedService.objects.filter(support_request__in=accepted).select_related("service_type")
    for service in rows.order_by("pk"):
        granted[service.support_request_id].append(service)
    return granted


def _item(file: ItemFile, granted: list) -> dict:
    item, decision = file.item, file.session_file.decisions.get(file.item.pk)
    names = [seat.user.full_name for seat in file.session_file.seats if seat.user_id in file.recused]
    said = {
        "position": item.position,
        "reference": file.request.reference,
        "service": file.request.service_type.label,
        # Who had no part in the item; why is the committee's own business and stands in its history.
        "recused": names,
        "result": decision.outcome if decision else item.result,
    }
    return said | (_decided(file, decision, granted) if decision else _carried_over(file))


def _decided(file: ItemFile, decision, granted: list) -> dict:
    version = file.request.policy_version
    accepted = decision.outcome == Outcome.ACCEPT
    return {
        "count": {
            "members": decision.members,
            "present": decision.present,
            "needed": decision.needed,
            "accept": decision.accept_votes,
            "reject": decision.reject_votes,
            "defer": decision.defer_votes,
        },
        "casting_vote": decision.casting_vote_used,
        "decided_on": decision.decided_on.isoformat(),
        "reason_code": decision.reason_code,
        "reason": reason_label(version, decision.reason_code),
        "reasons": decision.reasons,
        "granted": _terms(granted) if accepted else [],
        "appeal": _appeal(file, decision),
    }


def _terms(granted: list) -> list[str]:
    lines = [" – ".join([service.description, *terms_in_words(service)]) for service in granted]
    total = total_in_words(granted)
    return [*lines, total] if total else lines


def _appeal(file: ItemFile, decision) -> list[str]:
    """Of an item that answers an appeal: the decision before, who sat then, and what became of it."""
    if file.item.study == 1:
        return []
    cited = line_in_minutes(file.item, file.request.policy_version, decision.outcome)
    return [cited[name] for name in ("appeal", "sat", "result") if cited[name]] if cited else []


def _carried_over(file: ItemFile) -> dict:
    ballot = file.tally.ballot
    return {
        "count": {
            "members": ballot.members,
            "present": ballot.present,
            "needed": ballot.needed,
            **{outcome.value: ballot.votes[outcome] for outcome in Outcome},
        },
        "carry_reason": file.item.carry_reason,
    }
