"""What a rule says when it does not allow an act."""

from collections.abc import Callable
from functools import cached_property


class Refused(Exception):
    """An act that a rule does not allow, with the reasons as translated sentences for the person who tried."""

    def __init__(self, reasons, *, field: str | None = None):
        self.reasons = [reasons] if not isinstance(reasons, (list, tuple)) else list(reasons)
        self.field = field
        super().__init__(*self.reasons)

    def __str__(self):
        return " ".join(str(reason) for reason in self.reasons)


class NotPermitted(Refused):
    """The actor's roles do not include this act at all (HTTP 403), whatever the state of the matter."""


class Stale(Refused):
    """Somebody else saved the same record after this person had opened it.

    What changed is asked only when the reasons are read: by then the refused transaction is over.
    """

    def __init__(self, tell: Callable[[], list[str]]):
        self._tell = tell
        self.field = None
        Exception.__init__(self)

    @cached_property
    def reasons(self) -> list[str]:
        return self._tell()
