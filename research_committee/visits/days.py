"""The visits of a researcher's days, as a list for the phone: when, whom, where, and what to do next."""

from datetime import datetime, time, timedelta
from itertools import groupby

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import RIYADH, dual, riyadh_day, riyadh_today
from intake.steps import State

from ..models import AppointmentState, VisitAppointment
from ..models.reports import VisitKind
from .in_hand import PERMISSION
from .looks import ICONS, acts_on, look_of
from .places import COLUMNS, Place, home_address, whereabouts
from .wording import clock_text

# More than that nobody visits in a week.
MOST_SHOWN = 100
EARLIER, TODAY, TOMORROW, WEEK = "earlier", "today", "tomorrow", "week"
_WAS = (AppointmentState.ARRANGED, AppointmentState.HELD, AppointmentState.MISSED)
_NAMES = ("first_name", "father_name", "grandfather_name", "family_name")
_PERSON = "support_request__beneficiary"
_OWN = ("pk", "starts_at", "kind", "note", "state", "study", "researcher_id", "researcher__full_name")
_REQUEST = ("pk", "reference", "state", "study", "beneficiary_id")


def start_of(day) -> datetime:
    return datetime.combine(day, time(), RIYADH)


def ahead_of(user: User, until: datetime):
    """The appointments of this researcher up to a moment: what stands, and what became of today's.

    In two parts, each by its index: the own ones that stand, and those of the requests in hand, whoever arranged them.
    """
    seen = VisitAppointment.objects.visible_to(user).filter(starts_at__lt=until)
    own = seen.filter(researcher=user, state=AppointmentState.ARRANGED)
    since = start_of(riyadh_today())
    stands = Q(state=AppointmentState.ARRANGED) | Q(state__in=_WAS, starts_at__gte=since)
    under_study = Q(support_request__state=State.REFERRED, study=F("support_request__study"))
    return own, seen.filter(stands, under_study)


def rows_of(user: User) -> list[dict]:
    """The appointments of the week and what was left open before, by their time; one query."""
    columns = (
        *_OWN,
        *(f"support_request__{name}" for name in _REQUEST),
        *(f"{_PERSON}__{name}" for name in (*_NAMES, *COLUMNS)),
    )
    own, in_hand = (
        part.annotate(home=home_address("support_request__beneficiary")).values_list(*columns, "home")
        for part in ahead_of(user, start_of(riyadh_today() + timedelta(days=7)))
    )
    found = own.union(in_hand).order_by("starts_at", "pk")[:MOST_SHOWN]
    now = timezone.now()
    return [_row(values, user, now) for values in found]


def _row(values: tuple, user: User, now: datetime) -> dict:
    own, rest = values[: len(_OWN)], values[len(_OWN) :]
    request, rest = rest[: len(_REQUEST)], rest[len(_REQUEST) :]
    pk, starts_at, kind, note, state, study, researcher, researcher_name = own
    request_pk, reference, request_state, present_study, person = request
    names, place = rest[: len(_NAMES)], Place(*rest[len(_NAMES) :])
    stands = state == AppointmentState.ARRANGED
    under_study = request_state == State.REFERRED and study == present_study
    return {
        "seen": (pk, person, request_pk),
        "starts_on": riyadh_day(starts_at),
        "clock": clock_text(starts_at),
        "person": " ".join(name for name in names if name),
        "reference": reference,
        "request_url": reverse("request_visits", args=[request_pk]),
        "kind": str(VisitKind(kind).label),
        "icon": ICONS[VisitKind(kind)],
        "note": note,
        "chip": None if stands else look_of(state),
        "stands": stands,
        "gone_back": stands and not under_study,
        "arranged_by": "" if researcher == user.pk else researcher_name,
        "whereabouts": whereabouts(place, home=kind == VisitKind.FIELD) if stands and under_study else None,
        "acts": acts_on(
            pk,
            stands=stands,
            under_study=under_study,
            has_come=starts_at <= now,
            is_own=researcher == user.pk,
        ),
    }


def day_page(user: User, when: str) -> tuple[dict, list[tuple]]:
    """The page of a researcher's days, and whom it shows."""
    today = riyadh_today()
    rows = rows_of(user)
    parts = {
        EARLIER: [row for row in rows if row["starts_on"] < today],
        TODAY: [row for row in rows if row["starts_on"] == today],
        TOMORROW: [row for row in rows if row["starts_on"] == today + timedelta(days=1)],
        WEEK: [row for row in rows if row["starts_on"] >= today],
    }
    chosen = when if when in parts else TODAY
    shown = parts[chosen]
    days = [
        {"label": dual(day), "rows": list(of_day)}
        for day, of_day in groupby(shown, lambda row: row["starts_on"])
    ]
    context = {"days": days, "segments": _segments(parts, chosen), "chosen": chosen, "today": dual(today)}
    return context, [row["seen"] for row in shown]


def _segments(parts: dict, chosen: str) -> list[dict]:
    labels = {
        TODAY: _("Today"),
        TOMORROW: _("Tomorrow"),
        WEEK: _("Seven days"),
        EARLIER: _("Not recorded yet"),
    }
    base = reverse("visit_list")
    return [
        {
            "url": base if name == TODAY else f"{base}?when={name}",
            "label": label,
            "count": sum(row["stands"] for row in parts[name]) or "",
            "current": name == chosen,
        }
        for name, label in labels.items()
        if name != EARLIER or parts[EARLIER] or chosen == EARLIER
    ]


def count_of_today(user: User) -> int:
    """How many visits stand today, for My work; one query, and none for who makes no visits."""
    if not user.may(PERMISSION):
        return 0
    today = riyadh_today()
    own, in_hand = ahead_of(user, start_of(today + timedelta(days=1)))
    since = start_of(today)
    keys = [
        part.filter(state=AppointmentState.ARRANGED, starts_at__gte=since).values("pk")
        for part in (own, in_hand)
    ]
    return keys[0].union(keys[1]).count()
