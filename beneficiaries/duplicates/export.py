"""The pairs of files to be compared, as they are taken along."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_day
from arabic.text import listed
from audit.export_views import ExportView
from audit.exporting import Column, Export, WholeList

from ..models import DuplicatePair
from .pairs import MAY_COMPARE
from .queue import SHORT, pairs_to_compare


class PairsToCompare(WholeList):
    def rows(self):
        return pairs_to_compare(self.user)


def _name(*names: str) -> str:
    return " ".join(name for name in names if name)


def _day(found_at: datetime):
    return riyadh_day(found_at)


def _signs(signs: list[str]) -> str:
    return listed(SHORT[sign]() for sign in signs if sign in SHORT)


def _names_of(side: str) -> tuple[str, ...]:
    return tuple(f"{side}__{part}_name" for part in ("first", "father", "grandfather", "family"))


class DuplicatesExport(Export):
    """Both files of each pair that waits, by name and number of the file, and what is alike."""

    key = "duplicates"
    model = DuplicatePair
    title = gettext_lazy("Possible duplicates")
    choice_class = PairsToCompare
    list_name, form_name = "duplicate_list", "duplicates_export"
    permission = full_permission = MAY_COMPARE
    columns = (
        Column("first", gettext_lazy("First file"), _names_of("first"), _name, width=30),
        Column("first_number", gettext_lazy("Number of the first file"), ("first_id",)),
        Column("second", gettext_lazy("Second file"), _names_of("second"), _name, width=30),
        Column("second_number", gettext_lazy("Number of the second file"), ("second_id",)),
        Column("signs", gettext_lazy("What is alike"), ("signs",), _signs, width=30),
        Column("found_on", gettext_lazy("Found on"), ("found_at",), _day),
        Column("because", gettext_lazy("Written at the desk"), ("because",), width=40),
    )


class DuplicatesExportView(ExportView):
    export_class = DuplicatesExport
