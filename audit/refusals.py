"""What a rule says when it does not allow an act."""

from collections.abc import Callable

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from arabic.text import listed


class Refused(Exception):
    """An act that a rule does not allow, with the reasons as translated sentences for the person who tried."""

    def __init__(self, reasons, *, field: str | None = None):
        self.reasons = [reasons] if not isinstance(reasons, (list, tuple)) else list(reasons)
        self.field = field
        super().__init__(*self.reasons)

    def __str__(self):
        return " ".join(str(reason) for reason in self.reasons)

    @property
    def by_field(self) -> list[tuple[str | None, str]]:
        """Each reason with the field it is about, or None."""
        return getattr(self, "_by_field", None) or [(self.field, str(reason)) for reason in self.reasons]


def refuse_for(reasons: list[tuple[str | None, str]]) -> None:
    """Refuses an act for all of these reasons at once, each about its field; does nothing when there is none."""
    if reasons:
        refusal = Refused([sentence for _field, sentence in reasons], field=reasons[0][0])
        refusal._by_field = reasons
        raise refusal


class NotPermitted(Refused):
    """The actor's roles do not include this act at all (HTTP 403), whatever the state of the matter."""


class Stale(Refused):
    """Somebody else saved the same record after this person had opened it.

    What changed is asked only when it is read: by then the refused transaction is over. `reader` is whom it is told.
    """

    reader = None

    def __init__(self, tell: Callable[..., list[dict]]):
        self._tell = tell
        self.field = None
        Exception.__init__(self)

    @cached_property
    def changes(self) -> list[dict]:
        """Who changed which fields meanwhile, and when, as the timeline shows it."""
        return self._tell(self.reader)

    @property
    def reasons(self) -> list[str]:
        return [self.sentence, *map(_change_in_words, self.changes)]

    @property
    def sentence(self) -> str:
        return _("This record was changed after you opened it. Read the change, then decide again.")

    def stored_now(self) -> dict[str, str]:
        """What stands in each field that was changed, in words."""
        return {field["name"]: field["after"] for change in self.changes for field in change["changes"]}


def _change_in_words(change: dict) -> str:
    fields = listed(field["field"] for field in change["changes"]) or change["title"]
    return _("%(who)s changed: %(fields)s.") % {"who": change["who"], "fields": fields}
