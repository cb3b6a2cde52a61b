"""Papers that somebody may not open: told by the rooms above, which know why, as the names of what they are about."""

from collections.abc import Callable, Iterable

from accounts.models import User

_TOLD_BY: list[Callable[[User], Iterable[str]]] = []


def closes_papers(function: Callable[[User], Iterable[str]]):
    """Registers who knows: `@closes_papers def names(user) -> Iterable[str]`, of `correspondence.about`."""
    if function not in _TOLD_BY:
        _TOLD_BY.append(function)
    return function


def closed_to(user: User) -> list[str]:
    """What this person opens no paper about, whatever else they may read."""
    return [name for function in _TOLD_BY for name in function(user)]
