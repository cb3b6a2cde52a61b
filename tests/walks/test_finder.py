"""The search above every page: for whoever may find people, by POST, straight to the request whose reference is typed."""

import pytest
from django.urls import reverse

from audit.models import ReadLog
from tests.matrix.table import ADDRESSES
from tests.matrix.world import ROLES, status_of
from tests.walks.page import Form, Page

pytestmark = pytest.mark.django_db
FINDERS = {"reception", "delegate", "other_delegate", "executive", "auditor"}
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def boxes(response) -> list[Form]:
    desk = reverse("desk")
    return [form for form in Page(response).forms if form.action == desk and "query" in form.controls]


@pytest.mark.parametrize("actor", ROLES)
def test_the_box_is_above_the_pages_of_whoever_may_find_people(world, actor):
    [*forms] = boxes(world.client(actor).get(reverse("home")))
    assert len(forms) == (actor in FINDERS)
    assert all(form.method == "post" for form in forms)


def test_every_page_of_a_clerk_has_one_box(world):
    pages = [
        address
        for address in ADDRESSES
        if address.statuses["reception"] == 200 and not address.key.startswith(("admin", "language"))
    ]
    assert len(pages) > 10
    for address in pages:
        response = world.client("reception").get(address.path(world))
        assert status_of(response) == 200
        if not response.streaming and 'class="frame"' in response.text:
            assert len(boxes(response)) == 1, address.key


def from_above(world, actor: str, query: str, **options):
    client = world.client(actor)
    [form] = boxes(client.get(reverse("home")))
    return client.post(form.action, form.as_shown() | {"query": query}, **options)


@pytest.mark.parametrize("writing", ["{0}-{1}", "{0}{1}", "\u200f {0} – {1} "])
def test_a_reference_leads_straight_to_its_request(world, writing):
    request = world.requests["verified"]
    typed = writing.format(*request.reference.split("-")).translate(ARABIC_DIGITS)
    looks = ReadLog.objects.filter(action="search").count()
    response = from_above(world, "reception", typed)
    assert response.headers["Location"] == reverse("request_detail", args=[request.pk])
    assert ReadLog.objects.filter(action="search").count() == looks + 1


def test_a_reference_of_another_branch_leads_nowhere(world):
    response = from_above(world, "other_delegate", world.requests["verified"].reference, follow=True)
    assert response.context["found"] == []


def test_a_number_in_the_register_leads_to_its_person(world):
    registration = world.requests["registered"].registrations.get()
    response = from_above(world, "reception", registration.number.lower(), follow=True)
    [row] = response.context["found"]
    assert row["id"] == world.requests["registered"].beneficiary_id


def test_a_name_leads_to_the_desk_and_stands_in_no_address(world):
    response = from_above(world, "reception", "سارة الحارثي", follow=True)
    addresses = [address for address, _status in response.redirect_chain]
    assert response.context["found"]
    assert [address.split("?at=")[0] for address in addresses] == [reverse("desk")]
    assert not any("سارة" in address or "%D8" in address for address in addresses)
