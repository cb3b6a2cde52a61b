"""The list of expiring documents as it is taken along, for whoever calls the people it names."""

from urllib.parse import urlencode

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from arabic.calendars import riyadh_today
from audit.export_views import ExportView
from audit.exporting import Column, Export

from ..listing.export import branch_name, masked_phone, phone_in_full
from ..models import PersonDocument
from .expiring import chosen_of, documents_about_to_expire, periods


class ExpiringChoice:
    """Within how many days, or what has expired already."""

    def __init__(self, asked, user):
        self.user, self.within = user, chosen_of(asked.get("within", ""))
        self.values = {"within": self.within}
        self.query = urlencode(self.values)

    def in_words(self) -> list[tuple[str, str]]:
        return [(_("When they expire"), periods()[self.within])]

    def rows(self):
        return documents_about_to_expire(self.user, self.within, riyadh_today())


def _name(*names: str) -> str:
    return " ".join(name for name in names if name)


def _document(other_name: str, label_ar: str | None, label_en: str | None) -> str:
    return other_name or (label_en if get_language() == "en" else label_ar) or ""


_PERSON = tuple(f"beneficiary__{part}_name" for part in ("first", "father", "grandfather", "family"))
_KIND = ("other_name", "required_document__label_ar", "required_document__label_en")


class ExpiringExport(Export):
    """The documents that expire in the chosen time, with whom to tell and how."""

    key = "expiring"
    model = PersonDocument
    title = gettext_lazy("Expiring documents")
    choice_class = ExpiringChoice
    list_name, form_name = "documents_expiring", "expiring_export"
    permission = "beneficiaries.export_people"
    full_permission = "beneficiaries.export_full_numbers"
    columns = (
        Column("person", gettext_lazy("Person"), _PERSON, _name, width=30),
        Column("phone", gettext_lazy("Phone"), ("beneficiary__phone",), phone_in_full, masked=masked_phone),
        Column("document", gettext_lazy("Document"), _KIND, _document, width=30),
        Column("expires_on", gettext_lazy("Expires on"), ("expires_on",)),
        Column("city", gettext_lazy("City"), ("beneficiary__city",)),
        Column("branch", gettext_lazy("Branch"), ("beneficiary__branch__name",), branch_name),
    )


class ExpiringExportView(ExportView):
    export_class = ExpiringExport
