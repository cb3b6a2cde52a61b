"""Somebody opens an address: what came back, and what it left in the database."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection

from .addresses import Address
from .beside_studies import SECRET
from .world import World, status_of

_WRITE = re.compile(
    r'^\s*(INSERT INTO|INSERT OR IGNORE INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE
)


@dataclass(frozen=True)
class Visit:
    """One GET of one person."""

    address: Address
    actor: str
    status: int
    headers: dict[str, str]
    # The tables written to, one entry for each statement.
    written: list[str] = field(default_factory=list)
    # Whether the page says a word of the confidential annex of a study.
    tells_annex: bool = False

    @property
    def expected(self) -> int:
        return self.address.statuses[self.actor]

    def __str__(self):
        return f"{self.actor} at {self.address.id}"


@contextmanager
def writes_recorded():
    """The tables that are written to meanwhile."""
    written: list[str] = []

    def note(execute, sql, params, many, context):
        if found := _WRITE.match(sql):
            written.append(found[2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


def visits_of(world: World, addresses: list[Address]) -> list[Visit]:
    """Everybody opens every one of these addresses."""
    visits = []
    for address in addresses:
        path = address.path(world)
        for actor in address.tried_by:
            with writes_recorded() as written:
                response = world.client(actor).get(path)
            told = not response.streaming and SECRET.encode() in response.content
            visits.append(Visit(address, actor, status_of(response), dict(response.headers), written, told))
    return visits
