"""The rows of a form's tables: their fields, what is lacking in them, and what they come to."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from arabic.text import ascii_digits

from .tables import MORE_ROWS, MOST_ROWS, TABLES, Column, Table


class OfThisPage(forms.CharField):
    """Says something of the page that is shown, whatever the page before it said."""

    def bound_data(self, data, initial):
        return initial


class RowsOfTables:
    """The part of a form that has tables; a row in which nothing was written is no row."""

    def add_tables(self) -> None:
        """Adds the fields of every row that the page has."""
        self.rows: dict[str, range] = {}
        for table in TABLES:
            self.rows[table.code] = range(self._how_many(table))
            self.fields[table.counter] = OfThisPage(
                required=False, widget=forms.HiddenInput, initial=str(len(self.rows[table.code]))
            )
            for number in self.rows[table.code]:
                for column in table.columns:
                    label = _("%(table)s, row %(number)d, %(column)s") % {
                        "table": table.title,
                        "number": number + 1,
                        "column": column.label,
                    }
                    self.fields[table.name_of(number, column)] = column.field(label=label, required=False)
        self.required_if = {**self.required_if, **self._needed_in_rows()}

    def _needed_in_rows(self) -> dict[str, str]:
        condition = _("required in a row in which something stands")
        return {
            table.name_of(number, column): condition
            for table in TABLES
            for number in self.rows[table.code]
            for column in table.columns
            if column.needed
        }

    def _how_many(self, table: Table) -> int:
        """As many rows as the page had that was sent, and more where they were asked for."""
        if not self.is_bound:
            filled = [name for name in self.initial if name.startswith(f"{table.code}_")]
            last = max((int(name.split("_")[1]) for name in filled), default=-1)
            return min(MOST_ROWS, max(table.least, last + 2))
        sent = ascii_digits(str(self.data.get(table.counter, "")))
        rows = int(sent) if sent.isdecimal() and len(sent) < 4 else table.least
        rows += MORE_ROWS * (self.data.get("more") == table.code)
        return min(MOST_ROWS, max(1, rows))

    def is_filled(self, table: Table, number: int) -> bool:
        """Whether anything stands in this row."""
        values = (self[table.name_of(number, column)].value() for column in table.columns)
        return any(str(value).strip() for value in values if value is not None)

    def complete_rows(self) -> None:
        """Names what is lacking in the rows in which something stands."""
        for table in TABLES:
            for number in self.rows[table.code]:
                if self.is_filled(table, number):
                    self._name_lacking(table, number)

    def _name_lacking(self, table: Table, number: int) -> None:
        for column in table.columns:
            name = table.name_of(number, column)
            if column.needed and name not in self.errors and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, _("Fill in this part of the row."))

    def read_rows(self) -> dict[str, tuple]:
        """The complete rows by table; `slots` says in which row of the page each of them stands."""
        self.slots: dict[str, list[int]] = {}
        found = {}
        for table in TABLES:
            numbers = [
                number
                for number in self.rows[table.code]
                if self.is_filled(table, number) and self._is_complete(table, number)
            ]
            self.slots[table.code] = numbers
            found[table.code] = tuple(self._row(table, number) for number in numbers)
        return found

    def _is_complete(self, table: Table, number: int) -> bool:
        names = [(column, table.name_of(number, column)) for column in table.columns]
        return all(
            name not in self.errors and not (column.needed and self.cleaned_data.get(name) in (None, ""))
            for column, name in names
        )

    def _row(self, table: Table, number: int):
        return table.row(
            **{column.name: self.cleaned_data[table.name_of(number, column)] for column in table.columns}
        )

    def field_of(self, name: str | None) -> str | None:
        """The field of the page for a rule's `table_row_column`, in which only the complete rows are counted."""
        table, _sep, rest = (name or "").partition("_")
        number, _sep, column = rest.partition("_")
        slots = self.slots.get(table) if hasattr(self, "slots") else None
        if slots is None or not number.isdecimal() or int(number) >= len(slots):
            return name
        return f"{table}_{slots[int(number)]}_{column}"

    def typed(self, name: str):
        """What stands in a field now as its kind, or None where it cannot be read."""
        try:
            return self.fields[name].clean(self[name].value())
        except ValidationError:
            return None

    def ids_of(self, table: Table, column: Column | str) -> str:
        """The inputs of a column, for the script that adds them up."""
        name = column if isinstance(column, str) else column.name
        return " ".join(f"id_{table.code}_{number}_{name}" for number in self.rows[table.code])
