"""What a member is told of the committee on the page My work, from rows that the page asks for anyway."""

from datetime import date, timedelta

from django.db.models import Exists, IntegerField, Value
from django.db.models.functions import Cast, ExtractDay, ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_today

from ..minutes.waiting import minutes_to_sign
from ..models import CommitteeMember, CommitteeSession
from .members import ENDS_SOON

_TO_SIGN, _AHEAD, _TERM_ENDS = 2, 3, 4


def questions_about_the_committee(user: User) -> list:
    """Minutes to sign, planned sessions and the end of the own term, as rows (number, day, kind)."""
    if not user.may("research_committee.vote"):
        return []
    today = riyadh_today()
    seats = CommitteeMember.objects.filter(user=user, from_on__lte=today)
    ends_soon = seats.filter(until_on__gte=today, until_on__lte=today + timedelta(ENDS_SOON))
    sits = Exists(CommitteeMember.objects.on(today).filter(user=user))
    ahead = CommitteeSession.objects.filter(
        sits, opened_by__isnull=True, cancelled_at__isnull=True, held_on__gte=today
    )
    return [
        _rows(minutes_to_sign(user), Value(0), _TO_SIGN),
        _rows(ahead, _day_in_digits("held_on"), _AHEAD),
        _rows(ends_soon, _day_in_digits("until_on"), _TERM_ENDS),
    ]


def _rows(found, day, kind: int):
    return found.order_by().values_list("pk", day, Value(kind, output_field=IntegerField()))


def _day_in_digits(name: str):
    """A day as one whole number (20261121), which every part of a union can hold."""
    digits = ExtractYear(name) * 10_000 + ExtractMonth(name) * 100 + ExtractDay(name)
    # PostgreSQL takes parts of a day for fractions, in a union also from Django.
    return Cast(digits, IntegerField())


def told_of_the_committee(rows: list[tuple]) -> list[dict]:
    """The sentences for these rows: what waits for a signature first, then the next session, then the own term."""
    told = []
    if to_sign := sorted(pk for pk, _day, kind in rows if kind == _TO_SIGN):
        told.append(_minutes_to_sign(to_sign[0]))
    if ahead := sorted((day, pk) for pk, day, kind in rows if kind == _AHEAD):
        told.append(_session_ahead(_day_of(ahead[0][0]), ahead[0][1]))
    return told + [_term_ending(_day_of(day)) for _pk, day, kind in rows if kind == _TERM_ENDS]


def _day_of(digits: int) -> date:
    return date(digits // 10_000, digits // 100 % 100, digits % 100)


def _minutes_to_sign(pk: int) -> dict:
    return {
        "icon": "pen",
        "text": _("The minutes of a session wait for your signature."),
        "url": reverse("minutes_sign", args=[pk]),
        "label": _("Sign the minutes"),
    }


def _session_ahead(day: date, pk: int) -> dict:
    sentence = _("The committee meets today.") if day == riyadh_today() else ""
    return {
        "icon": "calendar-event",
        "text": sentence or _("The committee meets on %(date)s.") % {"date": dual(day)},
        "url": reverse("session_detail", args=[pk]),
        "label": _("Open the agenda"),
    }


def _term_ending(until: date) -> dict:
    return {
        "icon": "hourglass-split",
        "text": _("Your term on the committee ends on %(date)s.") % {"date": dual(until)},
        "url": reverse("committee_members"),
        "label": _("See the committee"),
    }
