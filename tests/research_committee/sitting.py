"""Alternates, and a session with them, made by the portal's own verbs; and the rules of a policy for one test."""

from datetime import timedelta

from accounts.models import User, system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from policies import frozen
from research_committee.outcomes import Position
from research_committee.seats import give_seat
from tests.factories import make_user
from tests.tampering import past_the_guards


def make_alternate() -> User:
    user = make_user(Role.COMMITTEE)
    since = riyadh_today() - timedelta(days=400)
    give_seat(user=user, position=Position.ALTERNATE, from_on=since, by=system_user())
    return user


def put_in_force(rules) -> None:
    """Quorum and casting vote (percent, minimum, casting) of the approved version, which is frozen: past its guards."""
    with past_the_guards() as run:
        run(
            "UPDATE policies_policyversion SET committee_size = 99, quorum_percent = %s, quorum_minimum = %s, "
            "chair_has_casting_vote = %s",
            [rules.percent, rules.minimum, rules.casting],
        )
    frozen.forget()
