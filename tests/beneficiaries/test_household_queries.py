"""What the pages of a household cost, and that a large household costs no more statements than a small one."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaries.households.budget import record_budget_line
from tests.factories import make_person, make_user
from tests.households import make_household, make_member

pytestmark = pytest.mark.django_db
PAGE, FORM = 10, 10
FEW, MANY = 2, 12


def asked(client, path: str) -> int:
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
    return len(captured)


def grow(household, clerk, number: int) -> None:
    for place in range(number):
        make_member(household, clerk, name=f"ابن {place}")
        make_member(household, clerk, "other", person=make_person(by=clerk, first_name=f"قريب {place}"))
        record_budget_line(
            household, direction="expense", kind="food", monthly_amount=Decimal(place + 1), by=clerk
        )


def test_the_pages_of_a_household_ask_no_more_for_many_members_and_lines(sign_in):
    clerk = make_user("reception")
    client, household = sign_in(clerk), make_household(clerk)
    person = household.members.get().person
    pages = [
        *(reverse(name, args=[household.pk]) for name in ("household_detail", "household_history")),
        *(reverse(name, args=[household.pk]) for name in ("member_add", "household_change")),
        reverse("person_detail", args=[person.pk]),
    ]
    figures = []
    for number in (FEW, MANY):
        grow(household, clerk, number)
        figures.append([asked(client, page) for page in pages])
    assert figures[0] == figures[1]
    assert max(figures[1][:4]) <= PAGE, figures
