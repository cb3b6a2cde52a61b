"""Who sits on the committee on a day, in words."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from arabic.calendars import dual, riyadh_today
from arabic.text import listed

from ..models import CommitteeMember
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
