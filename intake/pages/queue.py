"""The rows of a queue: one query, everything formatted before the template sees it."""

from datetime import UTC
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arabic.calendars import dual, riyadh_day, riyadh_today
from arabic.text import listed

from ..models import Clarification, DocumentsAsked, SupportRequest
from ..queues import MOST_COUNTED, QueueParts
from ..steps import State
from .looks import STATE_LOOKS

PAGE = 50
_AND_MORE = f"{MOST_COUNTED:,}+"
_COLUMNS = (
    "pk",
    "reference",
    "beneficiary__first_name",
    "beneficiary__father_name",
    "beneficiary__family_name",
    "service_type__label_ar",
    "service_type__label_en",
    "state",
    "state_since",
    "told_on",
    "earliest_decision_on",
    "reply_due_on",
    "has_question",
    "expected_until",
    "beneficiary__district",
)


def queue_columns() -> list[str]:
    """The headings of every queue."""
    return [_("Request"), _("Person"), _("Stands at"), _("Waiting"), _("Reply period")]


def next_in_words(state: str) -> str:
    """What a request in this state waits for."""
    return {
        State.SUBMITTED: _("waits for reception"),
        State.RECEIVED: _("waits for data verification"),
        State.VERIFIED: _("waits for the signed pledge"),
        State.PLEDGED: _("waits for the referral"),
        State.REFERRED: _("waits for the research report"),
        State.STUDIED: _("waits for the committee"),
        State.ACCEPTED: _("waits for registration"),
        State.REGISTERED: _("waits for delivery"),
    }.get(state, "")


def addresses(base: str, state: str, following: str, mark: str) -> dict:
    """The pager of a queue: the next page, and back to the first one."""

    def address(**query):
        query = urlencode({name: value for name, value in query.items() if value})
        return f"{base}?{query}" if query else base

    return {
        "next_url": address(state=state, after=following) if following else "",
        "previous_url": address(state=state) if mark else "",
    }


def segments(base: str, counts: list[tuple[str, int | str]], chosen: str, total) -> list[dict]:
    """The filter of a queue: everything, and each state with its count."""
    rows = [{"url": base, "label": _("Everything"), "count": total, "current": not chosen}]
    for state, count in counts:
        label = str(State(state).label)
        rows.append(
            {"url": f"{base}?state={state}", "label": label, "count": count, "current": state == chosen}
        )
    return rows


def counts_by_state(parts: QueueParts) -> list[tuple[str, int]]:
    """How many requests of a queue stand in each state, in the order of the walk; one query."""
    counted = parts.count_by_state()
    return [(state, counted[state]) for state in State.values if state in counted]


def counts_in_words(counts: list[tuple[str, int]]) -> list[tuple[str, str]]:
    """The counts as far as they are counted: 12, or 1,000+."""
    return [(state, _AND_MORE if number > MOST_COUNTED else str(number)) for state, number in counts]


def total_in_words(counts: list[tuple[str, int]]) -> str:
    numbers = [number for _state, number in counts]
    return _AND_MORE if any(number > MOST_COUNTED for number in numbers) else str(sum(numbers))


def after_mark(mark: str, newest_first: bool = False) -> Q:
    """The condition for the rows behind a page's last row (`state_since~id`); a spoilt mark starts over."""
    since, _tilde, pk = mark.partition("~")
    try:
        moment = parse_datetime(since)
        # Databases count in UTC, where the first and the last day of time do not exist.
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return Q()
    way = "lt" if newest_first else "gt"
    # The first condition is implied by the second: an index can begin there.
    return Q(**{f"state_since__{way}e": moment}) & (
        Q(**{f"state_since__{way}": moment}) | Q(**{f"pk__{way}": int(pk)})
    )


def waiting_rows(parts: QueueParts, *, mark: str = "", english: bool = False) -> tuple[list[dict], str]:
    """One page of a queue that is merged of parts; two queries."""
    if mark:
        parts = parts.filter(after_mark(mark))
    keys = parts.oldest_keys(PAGE + 1)
    return queue_rows(SupportRequest.objects.filter(pk__in=keys), english=english)


def queue_rows(
    requests, *, mark: str = "", english: bool = False, newest_first: bool = False
) -> tuple[list[dict], str]:
    """One page of a queue, longest waiting first, and the mark of the next page ("" at the end)."""
    if mark:
        requests = requests.filter(after_mark(mark, newest_first))
    requests = requests.annotate(
        has_question=Exists(_open_clarification()), expected_until=_day_of_documents()
    )
    order = ("-state_since", "-pk") if newest_first else ("state_since", "pk")
    found = list(requests.order_by(*order).values_list(*_COLUMNS)[: PAGE + 1])
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        following = f"{found[-1][8].isoformat()}~{found[-1][0]}"
    today, prefix = riyadh_today(), reverse("request_detail", args=[0]).removesuffix("0/")
    words = {
        state: (str(State(state).label), next_in_words(state), *STATE_LOOKS[state]) for state in State.values
    }
    words["question"] = _("waits for the answer to a clarification")
    return [_row(values, prefix, words, today, english) for values in found], following


def _open_clarification():
    return Clarification.objects.filter(support_request_id=OuterRef("pk"), answered_at__isnull=True)


def _day_of_documents() -> Subquery:
    """Until when the person was asked to bring what is missing."""
    asked = DocumentsAsked.objects.filter(support_request_id=OuterRef("pk"), closed_on__isnull=True)
    return Subquery(asked.values("bring_until")[:1])


def _row(values, prefix, words, today, english) -> dict:
    pk, reference, first, father, family, label_ar, label_en, state, since, *days = values
    told, earliest, due, has_question, expected, district = days
    label, step, icon, tone = words[state]
    since_day = riyadh_day(since)
    left, percent, left_tone = reply_in_words(state, told, earliest, due, today)
    if expected is not None and not has_question:
        step, late = _documents(expected, today)
        left, left_tone = (left or late), ("late" if late else left_tone)
    return {
        "id": pk,
        "code": state,
        "url": f"{prefix}{pk}/",
        "reference": reference,
        "person": f"{first} {father} {family}",
        "note": _note((label_en or label_ar) if english else label_ar, district, state),
        "step": words["question"] if has_question else step,
        "icon": icon,
        "state": label,
        "tone": tone,
        "waited": waited_in_words((today - since_day).days),
        "since": dual(since_day),
        "left": left,
        "percent": percent,
        "left_tone": left_tone,
    }


def _note(service: str, district: str, state: str) -> str:
    """What is asked for; of a study also in which district, since whoever studies goes there."""
    return listed([service, district]) if district and state == State.REFERRED else service


def _documents(expected, today) -> tuple[str, str]:
    """That the person was asked for documents; and that their day has passed, or nothing."""
    if expected < today:
        return _("documents were expected until %(date)s") % {"date": dual(expected)}, _("past that day")
    return _("waits for documents until %(date)s") % {"date": dual(expected)}, ""


def waited_in_words(days: int) -> str:
    """How long something has been waiting."""
    if days <= 0:
        return _("since today")
    return ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days}


def reply_in_words(state, told, earliest, due, today):
    """The reply period of a row: words, percent of the bar, tone."""
    if told is None or state not in (State.REFERRED, State.STUDIED):
        return "", "", ""
    if due is not None and due < today:
        return _("past the promised day"), 100, "late"
    left = (earliest - today).days
    if left <= 0:
        words = _("may be decided") if state == State.STUDIED else _("the minimum period has passed")
        return words, 100, ""
    percent = round(100 * (1 - left / max((earliest - told).days, 1)))
    return ngettext("%(days)d day left", "%(days)d days left", left) % {"days": left}, percent, ""
