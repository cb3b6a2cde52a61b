"""Eight clerks at once, on a database that really commits: one head, one home, and a sentence for the others."""

import threading

import pytest
from django.db import connection

from accounts.roles import Role
from audit.refusals import Refused
from beneficiaries.households.heads import change_head
from beneficiaries.households.members import add_member, move_member
from beneficiaries.models import HouseholdMember
from tests.factories import make_person, make_user
from tests.households import head_of, make_household, make_member

CLERKS = 8
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
]


def at_once(act) -> list:
    """Runs `act(number)` in threads that start together; each answers with what it did or why it was refused."""
    answers, gate = [None] * CLERKS, threading.Barrier(CLERKS)

    def one(number):
        try:
            gate.wait(timeout=20)
            answers[number] = act(number)
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CLERKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def open_heads(household) -> int:
    return household.members.filter(relation="head", left_on=None).count()


def test_of_eight_new_heads_at_once_one_is_taken():
    clerk = make_user(Role.RECEPTION, username="reception")
    household = make_household(clerk)
    members = [
        make_member(household, clerk, "sibling", f"أخ {number}", born=None) for number in range(CLERKS)
    ]
    old = head_of(household)
    answers = at_once(lambda number: change_head(old, members[number], old_becomes="sibling", by=clerk))
    assert sum(isinstance(answer, HouseholdMember) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == CLERKS - 1
    assert open_heads(household) == 1


def test_of_eight_homes_at_once_one_takes_the_person():
    clerk = make_user(Role.RECEPTION, username="reception")
    homes, guest = [make_household(clerk) for _number in range(CLERKS)], make_person(by=clerk)
    heads = [head_of(home) for home in homes]

    def take(number):
        return add_member(homes[number], relation="other", depends_on=heads[number], person=guest, by=clerk)

    answers = at_once(take)
    assert sum(isinstance(answer, Refused) for answer in answers) == CLERKS - 1
    assert guest.memberships.filter(left_on=None).count() == 1


def test_moves_in_opposite_directions_do_not_wait_for_each_other():
    clerk = make_user(Role.RECEPTION, username="reception")
    homes = [make_household(clerk) for _number in range(2)]
    heads = [head_of(home) for home in homes]
    guests = [
        make_member(homes[number % 2], clerk, "other", f"ضيف {number}", born=None) for number in range(CLERKS)
    ]

    def move(number):
        target = 1 - number % 2
        return move_member(
            guests[number], homes[target], relation="other", depends_on=heads[target], because="سبب", by=clerk
        )

    assert all(isinstance(answer, HouseholdMember) for answer in at_once(move))
    assert [home.members.filter(left_on=None).count() for home in homes] == [1 + CLERKS // 2] * 2
