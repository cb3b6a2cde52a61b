"""Taking a list along as a sheet: its columns, how many rows at most, and what says whose copy it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from arabic.sheets import CSV, Sheet, csv_blocks, xlsx_blocks
from arabic.text import listed_apart

from .masking import hidden_from, masked
from .models import ReadLog
from .timeline import moment_text

# So many rows are read at a time; the client's slowness holds neither a lock nor a list.
AT_A_TIME = 500


def as_it_is(value):
    return value


@dataclass(frozen=True)
class Column:
    """One column: the fields that it reads, and how they become a cell, in full or masked."""

    key: str
    heading: str
    fields: tuple[str, ...]
    cell: Callable = as_it_is
    # For those who may take the list along, but not this column in full; None where it holds nothing to be masked.
    masked: Callable | None = None
    is_chosen: bool = True
    width: int = 16


class Choice(Protocol):
    """What was chosen of a list by the filters of its page."""

    # As it is kept in the access log, enough to find the same rows once more; and as it stands in an address.
    values: dict[str, str]
    query: str

    def __init__(self, asked: Mapping[str, str], user): ...

    def in_words(self) -> list[tuple[str, str]]:
        """For people: what was chosen of what."""

    def rows(self) -> QuerySet:
        """What this person may see of what was chosen."""


class WholeList:
    """The choice of a list that has no filters; a leaf says which rows."""

    values: Mapping[str, str] = {}
    query = ""

    def __init__(self, asked: Mapping[str, str], user):
        self.user = user

    def in_words(self) -> list[tuple[str, str]]:
        return []


class Export:
    """A list that some may take along, as filtered. A room says of what it is, its columns, and how it is filtered."""

    key = ""
    model: type
    title = ""
    # The names of the addresses of the list itself, and of the form by which it is taken along.
    list_name, form_name = "", ""
    permission = ""
    full_permission = ""
    columns: tuple[Column, ...] = ()
    choice_class: type[Choice]

    def __init__(self, asked: Mapping[str, str], user):
        self.user, self.choice = user, self.choice_class(asked, user)

    def list_url(self) -> str:
        """The list itself, as filtered."""
        base = reverse(self.list_name)
        return f"{base}?{self.choice.query}" if self.choice.query else base

    def offered(self) -> list[Column]:
        """The columns of which this person may take something along, in full or masked."""
        hidden = hidden_from(self.user, self.model)
        return [
            column
            for column in self.columns
            if column.fields[0] not in hidden or self.model.sensitive[column.fields[0]].mask
        ]

    def _cell_of(self, column: Column) -> Callable:
        name = column.fields[0]
        if name in hidden_from(self.user, self.model):
            return partial(masked, self.model, name)
        in_full = column.masked is None or self.user.may(self.full_permission)
        return column.cell if in_full else column.masked

    def count(self) -> int:
        """How many rows there are, counted to one more than may be taken along."""
        return self.choice.rows().order_by()[: settings.EXPORT_MOST_ROWS + 1].count()

    @staticmethod
    def reason_against(rows: int) -> str | None:
        """Why a list of so many rows is not taken along, or None."""
        if not rows:
            return _("There is nothing to export: the list as filtered is empty.")
        most = settings.EXPORT_MOST_ROWS
        if rows <= most:
            return None
        return ngettext(
            "At most %(most)s row can be exported at a time. Narrow the filter of the list and export it in parts.",
            "At most %(most)s rows can be exported at a time. Narrow the filter of the list and export it in parts.",
            most,
        ) % {"most": f"{most:,}"}

    def cells(self, columns: Sequence[Column]) -> Iterator[tuple]:
        """The rows, newest first, a few hundred at a time, each part by its keys: none is asked for before its turn."""
        language, names = (
            get_language(),
            list(dict.fromkeys(name for column in columns for name in column.fields)),
        )
        made = [(self._cell_of(column), column.fields) for column in columns]
        before, left = None, settings.EXPORT_MOST_ROWS
        while left > 0:
            part = self._part(names, before, min(left, AT_A_TIME))
            with override(language):
                rows = [tuple(cell(*(row[name] for name in fields)) for cell, fields in made) for row in part]
            yield from rows
            if len(part) < AT_A_TIME:
                return
            before, left = part[-1]["pk"], left - len(part)

    def _part(self, names: list[str], before: int | None, number: int) -> list[dict[str, Any]]:
        chosen = self.choice.rows()
        chosen = chosen if before is None else chosen.filter(pk__lt=before)
        return list(chosen.order_by("-pk").values("pk", *names)[:number])

    def blocks(self, taken: ReadLog) -> Iterator[bytes]:
        """The file of an export that stands in the access log."""
        columns = [column for column in self.offered() if column.key in taken.details["columns"]]
        right_to_left = get_language() != "en"
        sheet = Sheet(
            title=str(self.title),
            headings=[str(column.heading) for column in columns],
            rows=self.cells(columns),
            preface=[self.whose_copy(taken)],
            widths=[column.width for column in columns],
            right_to_left=right_to_left,
            footer=_footer(taken),
        )
        if taken.details["format"] == CSV:
            return csv_blocks(sheet)
        about = Sheet(
            title=_("About this file"),
            headings=[_("About this file"), ""],
            rows=self.about(taken),
            widths=[26, 70],
            right_to_left=right_to_left,
            footer=sheet.footer,
        )
        return xlsx_blocks(sheet, about)

    def about(self, taken: ReadLog) -> list[tuple[str, object]]:
        """Everything that the access log knows of this copy."""
        return [
            (_("List"), str(self.title)),
            *(self.choice.in_words() or [(_("Filter of the list"), _("none: the whole list"))]),
            (_("Rows"), taken.details["rows"]),
            (_("Exported by"), str(taken.user)),
            (_("Acting as"), get_user_model().roles_in_words(taken.acting_as.split(","))),
            (_("Exported on"), moment_text(taken.at)),
            (_("Reason"), taken.reason),
            (_("Number in the access log"), taken.pk),
        ]

    def whose_copy(self, taken: ReadLog) -> str:
        """The same in one line, for a file that has no second sheet."""
        chosen = [f"{label}: {value}" for label, value in self.choice.in_words()] or [
            _("none: the whole list")
        ]
        return _(
            "%(list)s, exported by %(who)s on %(when)s. Filter: %(filter)s. Reason: %(reason)s. "
            "Number %(number)s in the access log."
        ) % {
            "list": self.title,
            "who": taken.user,
            "when": moment_text(taken.at),
            "filter": listed_apart(chosen),
            "reason": " ".join(taken.reason.split()),
            "number": taken.pk,
        }


def _footer(taken: ReadLog) -> str:
    """Printed below each page, so that no sheet of paper is nobody's."""
    return _("Exported by %(who)s on %(when)s, number %(number)s in the access log") % {
        "who": taken.user,
        "when": moment_text(taken.at),
        "number": taken.pk,
    }
