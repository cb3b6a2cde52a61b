"""Both sides of the register as they are taken along."""

from django.utils.translation import gettext_lazy

from audit.export_views import ExportView
from audit.exporting import Column, Export
from beneficiaries.listing.export import label_of

from ..kinds import INCOMING, LetterKind, serial_text
from ..models import IncomingLetter, Letter
from .choice import Incoming, Outgoing

_PERSON = ("beneficiary__first_name", "beneficiary__father_name", "beneficiary__family_name")


def _name(*names: str | None) -> str:
    return " ".join(name for name in names if name)


class LettersExport(Export):
    """The letters that went out, as filtered by kind and day."""

    key = "letters"
    model = Letter
    title = gettext_lazy("Outgoing letters")
    choice_class = Outgoing
    list_name, form_name = "letter_list", "letters_export"
    permission = full_permission = "correspondence.export_register"
    columns = (
        Column("serial", gettext_lazy("Number"), ("kind", "year", "number"), serial_text),
        Column("issued_on", gettext_lazy("Date of issue"), ("issued_on",)),
        Column("kind", gettext_lazy("Kind of letter"), ("kind",), label_of(LetterKind), width=26),
        Column("subject", gettext_lazy("Subject"), ("subject",), width=40),
        Column("person", gettext_lazy("Person"), _PERSON, _name, width=30),
        Column("enclosures", gettext_lazy("Enclosures"), ("enclosures",), width=10),
        Column("issued_by", gettext_lazy("Issued by"), ("issued_by__full_name",), width=24),
        Column("sha256", gettext_lazy("SHA-256"), ("sha256",), is_chosen=False, width=66),
    )


class IncomingExport(Export):
    """The letters that came in, as filtered by day."""

    key = "incoming-letters"
    model = IncomingLetter
    title = gettext_lazy("Incoming letters")
    choice_class = Incoming
    list_name, form_name = "incoming_list", "incoming_export"
    permission = full_permission = "correspondence.export_register"
    columns = (
        Column(
            "serial",
            gettext_lazy("Number"),
            ("year", "number"),
            lambda year, number: serial_text(INCOMING, year, number),
        ),
        Column("received_on", gettext_lazy("Came in on"), ("received_on",)),
        Column("sender", gettext_lazy("From whom"), ("sender",), width=30),
        Column("sender_number", gettext_lazy("Number on the letter"), ("sender_number",)),
        Column("subject", gettext_lazy("Subject"), ("subject",), width=40),
        Column("person", gettext_lazy("Person"), _PERSON, _name, width=30),
        Column("recorded_by", gettext_lazy("Recorded by"), ("recorded_by__full_name",), width=24),
    )


class LettersExportView(ExportView):
    export_class = LettersExport


class IncomingExportView(ExportView):
    export_class = IncomingExport
