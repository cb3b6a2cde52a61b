"""Every address of the portal × everybody: who finds what, by which method, with which form."""

from uuid import uuid4

import pytest

from audit.models import AuditEntry, HandedIn

from .matrix.addresses import ADDRESSES, in_the_resolver
from .matrix.world import ACTORS, ANONYMOUS, status_of

pytestmark = pytest.mark.django_db


def test_every_address_of_the_portal_stands_in_the_table():
    assert set(in_the_resolver()) == {address.key for address in ADDRESSES}


def found_by(world, address, ask) -> dict[str, int]:
    """The status that each person gets."""
    path = address.path(world)
    return {actor: status_of(ask(world.client(actor), path)) for actor in ACTORS}


def difference(found: dict, expected: dict) -> dict:
    return {actor: (status, expected[actor]) for actor, status in found.items() if status != expected[actor]}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.id)
def test_everybody_finds_what_the_table_says(world, address):
    found = found_by(world, address, lambda client, path: client.get(path))
    assert not difference(found, address.statuses), "person: (found, expected)"


# What an empty form gets from those to whom the page shows it: it comes back, or it was not one.
ANSWERS_TO_NOTHING = {200, 302, 303, 405, 409, 422}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.id)
def test_a_form_is_sent_only_by_whom_its_page_is_shown(world, address):
    changes, handed_in = AuditEntry.objects.count(), HandedIn.objects.count()
    for actor, status in found_by(world, address, lambda client, path: client.post(path, {})).items():
        shown = address.statuses[actor]
        allowed = {403, 404, 405} if shown in (403, 404) else ANSWERS_TO_NOTHING
        if shown == 200 and address.key.startswith("admin:"):
            # Who only reads a record finds its page, and no form in it.
            allowed = {*allowed, 403}
        assert status in allowed, f"{actor} gets {status} where the page gives {shown}"
        assert actor != ANONYMOUS or status in (shown, 302, 405)
    assert (AuditEntry.objects.count(), HandedIn.objects.count()) == (changes, handed_in)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.id)
def test_odd_methods_are_never_answered(world, address):
    path, open_to = address.path(world), [actor for actor in ACTORS if address.statuses[actor] == 200]
    for actor in open_to[:1] or ["auditor"]:
        for method in ("TRACE", "PUT", "DELETE"):
            response = world.client(actor).generic(method, path)
            assert status_of(response) in (302, 403, 404, 405), f"{method} {path}"


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.id)
def test_a_form_without_its_proof_of_origin_is_refused(world, address):
    path, open_to = address.path(world), [actor for actor in ACTORS if address.statuses[actor] == 200]
    for actor in open_to[:1] or ["reception", "auditor"]:
        client = world.client(actor, enforce_csrf_checks=True)
        response = client.post(path, {"idempotency_key": str(uuid4())})
        assert response.status_code == 403, f"{actor} at {path}"
        assert "انتهت صلاحية هذه الصفحة" in response.text
