"""Keeps the one world open from module to module: making it takes seconds, and after each test it is as it was."""

from contextlib import ExitStack

import pytest

from .world import World, one_world


class KeptWorld:
    """The world of one process, made when it is first asked for, undone before a test that is not about it."""

    def __init__(self):
        self._open, self._made = ExitStack(), None

    def opened(self, blocker, folders) -> tuple[World, object]:
        if self._made is None:
            folder = folders.mktemp("papers")
            self._open.enter_context(blocker.unblock())
            self._made = self._open.enter_context(one_world(folder)), folder
        return self._made

    def close(self) -> None:
        self._open.close()
        self._made = None


KEPT = KeptWorld()


def looks_at_the_world(item) -> bool:
    return "world" in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """A test that is not about the world finds an empty database; those about it come first, so it is made once."""
    if not looks_at_the_world(item):
        KEPT.close()
