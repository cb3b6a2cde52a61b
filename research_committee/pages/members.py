"""Who sits on the committee on a day, in words; and what a member is told of it on the page My work."""

from datetime import date, timedelta

from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.text import listed

from ..minutes.waiting import minutes_to_sign
from ..models import CommitteeMember, CommitteeSession
from ..outcomes import Position

# So many days before a term ends it is told.
ENDS_SOON = 30


def committee_page(day: date) -> dict:
    """The places of the committee and its alternates on one day."""
    seats = list(CommitteeMember.objects.on(day))
    return {
        "day": dual(day),
        "is_today": day == riyadh_today(),
        "columns": [_("Member"), _("Position"), _("Since"), _("Until")],
        "members": [_row(seat) for seat in seats if seat.position != Position.ALTERNATE],
        "alternates": [_row(seat) for seat in seats if seat.position == Position.ALTERNATE],
        "ending": listed(seat.user.full_name for seat in seats if _ends_soon(seat)),
    }


def _row(seat: CommitteeMember) -> dict:
    until = dual(seat.until_on) if seat.until_on else pgettext("end of a term", "open")
    cells = (
        ("", seat.user.full_name),
        (_("Position"), str(seat.get_position_display())),
        (_("Since"), dual(seat.from_on)),
        (_("Until"), until),
    )
    return {"url": "", "cells": [{"label": label, "text": text, "hint": ""} for label, text in cells]}


def _ends_soon(seat: CommitteeMember) -> bool:
    return seat.until_on is not None and timedelta(0) <= seat.until_on - riyadh_today() <= timedelta(
        ENDS_SOON
    )


def told_of_the_committee(user: User) -> list[dict]:
    """The next planned session and the near end of the own term, for whoever sits on the committee."""
    if not user.may("research_committee.vote"):
        return []
    today = riyadh_today()
    ahead = CommitteeSession.objects.filter(
        opened_by__isnull=True, cancelled_at__isnull=True, held_on__gte=today
    ).order_by("held_on", "pk")
    seat = (
        CommitteeMember.objects.on(today)
        .filter(user=user)
        .annotate(
            next_session=Subquery(ahead.values("pk")[:1]),
            next_day=Subquery(ahead.values("held_on")[:1]),
            to_sign=Subquery(minutes_to_sign(user).values("pk")[:1]),
        )
        .first()
    )
    return [] if seat is None else [*_minutes_to_sign(seat), *_session_ahead(seat), *_term_ending(seat)]


def _minutes_to_sign(seat) -> list[dict]:
    if seat.to_sign is None:
        return []
    return [
        {
            "icon": "pen",
            "text": _("The minutes of a session wait for your signature."),
            "url": reverse("minutes_sign", args=[seat.to_sign]),
            "label": _("Sign the minutes"),
        }
    ]


def _session_ahead(seat) -> list[dict]:
    if seat.next_session is None:
        return []
    sentence = _("The committee meets today.") if seat.next_day == riyadh_today() else ""
    return [
        {
            "icon": "calendar-event",
            "text": sentence or _("The committee meets on %(date)s.") % {"date": dual(seat.next_day)},
            "url": reverse("session_detail", args=[seat.next_session]),
            "label": _("Open the agenda"),
        }
    ]


def _term_ending(seat: CommitteeMember) -> list[dict]:
    if not _ends_soon(seat):
        return []
    return [
        {
            "icon": "hourglass-split",
            "text": _("Your term on the committee ends on %(date)s.") % {"date": dual(seat.until_on)},
            "url": reverse("committee_members"),
            "label": _("See the committee"),
        }
    ]
