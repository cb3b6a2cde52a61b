"""Alternates, and a session with them, made by the portal's own verbs."""

from datetime import timedelta

from accounts.models import User, system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from research_committee.outcomes import Position
from research_committee.seats import give_seat
from tests.factories import make_user


def make_alternate() -> User:
    user = make_user(Role.COMMITTEE)
    since = riyadh_today() - timedelta(days=400)
    give_seat(user=user, position=Position.ALTERNATE, from_on=since, by=system_user())
    return user
