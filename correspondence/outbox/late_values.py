"""What a message says that is kept nowhere: one-time codes and private links, asked for at the moment of sending."""

from collections.abc import Callable

from .wording import LATE

_VALUES: dict[str, Callable] = {}


class NoValueNow(Exception):
    """There is nothing to fill in any more (the code has expired): the message is not sent."""


def late_value(name: str) -> Callable:
    """Registers who knows a late value: `@late_value("pledge_code") def code_of(notice) -> str`.

    It is asked once for each attempt; "" means that the message is not needed any more. What it returns is never
    stored or logged.
    """
    if name not in LATE:
        raise ValueError(f"No text may name {name}.")

    def register(function: Callable) -> Callable:
        if _VALUES.setdefault(name, function) is not function:
            raise ValueError(f"Two functions fill in {name}.")
        return function

    return register


def values_of(notice, names: list[str]) -> dict[str, str]:
    """The late values of one message; raises NoValueNow when one of them is not to be had any more."""
    values = {}
    for name in names:
        values[name] = _VALUES[name](notice) if name in _VALUES else ""
        if not values[name]:
            raise NoValueNow(name)
    return values
