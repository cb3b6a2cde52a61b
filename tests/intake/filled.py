"""How a careful person fills a form in: who sends it, where, and what is written."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.matrix.world import World


@dataclass(frozen=True)
class Filled:
    """One form: who sends it, its page, the rows in its address, and what is written in it."""

    actor: str
    page: str
    rows: Callable[[World], list] = lambda world: []
    data: Callable[[World], dict] = lambda world: {}

    def path(self, world: World) -> str:
        return reverse(self.page, args=[row.pk for row in self.rows(world)])


def row(*names: str) -> Callable[[World], list]:
    return lambda world: [world.rows[name] for name in names]
