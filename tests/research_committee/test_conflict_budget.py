"""What comparing the members with the people of a whole session costs its page."""

import pytest
from django.urls import reverse

from research_committee.sessions import add_item
from tests.households import make_household

from .declared import declare
from .factories import make_committee, make_session, make_studied

pytestmark = pytest.mark.django_db
# As every session: the comparison takes three of them, and what was ruled one.
MOST = 16


def test_a_session_with_declarations_needs_as_many_queries_for_many_items(
    sign_in, django_assert_max_num_queries
):
    committee = make_committee()
    session = make_session(committee)
    for member in committee.everyone:
        declare(member, family_name="الحارثي", city="الطائف", district="السلامة")

    def add(number):
        for _ in range(number):
            request = make_studied()
            make_household(request.received_by, head=request.beneficiary)
            add_item(session, request, by=committee.chair)

    client, page = sign_in(committee.chair), reverse("session_detail", args=[session.pk])
    add(1)
    client.get(page)
    with django_assert_max_num_queries(MOST) as few:
        client.get(page)
    add(3)
    with django_assert_max_num_queries(MOST) as many:
        client.get(page)
    assert len(few) == len(many)
