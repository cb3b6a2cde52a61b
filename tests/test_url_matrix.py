"""Every address of the portal × everybody: who finds what, by which method, with which form."""

import pytest

from .matrix.addresses import ADDRESSES, in_the_resolver
from .matrix.world import ACTORS

pytestmark = pytest.mark.django_db


def test_every_address_of_the_portal_stands_in_the_table():
    assert set(in_the_resolver()) == {address.key for address in ADDRESSES}


def found_by(world, address, ask) -> dict[str, int]:
    """The status that each person gets."""
    path = address.path(world)
    return {actor: ask(world.client(actor), path).status_code for actor in ACTORS}


def difference(found: dict, expected: dict) -> dict:
    return {actor: (status, expected[actor]) for actor, status in found.items() if status != expected[actor]}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.id)
def test_everybody_finds_what_the_table_says(world, address):
    found = found_by(world, address, lambda client, path: client.get(path))
    assert not difference(found, address.statuses), "person: (found, expected)"
