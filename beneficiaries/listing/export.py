"""The list of people as it is taken along: its columns, and which of them are masked for whom."""

from datetime import date
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from arabic.calendars import Precision, dual_partial, hijri_text
from audit.export_views import ExportView
from audit.exporting import Column, Export

from ..countries import country_name
from ..models import Beneficiary, Gender, IdentityKind
from ..models.particulars import MaritalState, Standing
from ..phones import OWN_COUNTRY
from ..search import masked
from .filters import Choice


def label_of(choices):
    """The cell of a field with choices: what the value is called in the reader's language."""

    @lru_cache
    def labels(language: str | None) -> dict[str, str]:
        return {value: str(label) for value, label in choices.choices}

    return lambda value: labels(get_language()).get(value, "")


def birth(day: date, precision: str):
    """A day as a day; what is known of it otherwise in words."""
    return day if precision == Precision.DAY else dual_partial(day, precision)


def phone_in_full(phone) -> str:
    """As it is dialled from here; a number from abroad with 00, since a + would begin a formula."""
    digits = str(phone or "").removeprefix("+")
    home = str(OWN_COUNTRY)
    if digits.startswith(home):
        return f"0{digits.removeprefix(home)}"
    return f"00{digits}" if digits else ""


def masked_phone(phone) -> str:
    return masked(str(phone or ""))


def branch_name(name: str | None) -> str:
    return name or _("Head office")


class PeopleExport(Export):
    """The beneficiaries whom this person may see, as filtered."""

    key = "people"
    model = Beneficiary
    title = gettext_lazy("Beneficiaries")
    choice_class = Choice
    list_name, form_name = "person_list", "people_export"
    permission = "beneficiaries.export_people"
    full_permission = "beneficiaries.export_full_numbers"
    columns = (
        Column("first_name", gettext_lazy("First name"), ("first_name",)),
        Column("father_name", gettext_lazy("Father's name"), ("father_name",)),
        Column("grandfather_name", gettext_lazy("Grandfather's name"), ("grandfather_name",)),
        Column("family_name", gettext_lazy("Family name"), ("family_name",)),
        Column(
            "identity_kind", gettext_lazy("Identity document"), ("identity_kind",), label_of(IdentityKind)
        ),
        Column("identity_number", gettext_lazy("Identity number"), ("identity_number",), masked=masked),
        Column("gender", gettext_lazy("Gender"), ("gender",), label_of(Gender), width=10),
        Column("birth_date", gettext_lazy("Birth date"), ("birth_date", "birth_precision"), birth),
        Column(
            "birth_hijri",
            gettext_lazy("Birth date (Hijri)"),
            ("birth_date", "birth_precision"),
            hijri_text,
            is_chosen=False,
            width=20,
        ),
        Column("phone", gettext_lazy("Phone"), ("phone",), phone_in_full, masked=masked_phone),
        Column("city", gettext_lazy("City"), ("city",)),
        Column("district", gettext_lazy("District"), ("district",)),
        Column("branch", gettext_lazy("Branch"), ("branch__name",), branch_name),
        Column(
            "nationality",
            gettext_lazy("Nationality"),
            ("nationality",),
            country_name,
            is_chosen=False,
        ),
        Column(
            "marital_state",
            gettext_lazy("Marital state"),
            ("marital_state",),
            label_of(MaritalState),
            is_chosen=False,
        ),
        Column(
            "standing", gettext_lazy("State of the file"), ("standing",), label_of(Standing), is_chosen=False
        ),
        # Masked, or not offered at all, for whom `Beneficiary.sensitive` says so.
        Column("iban", gettext_lazy("IBAN"), ("iban",), is_chosen=False, width=28),
        Column("health_note", gettext_lazy("Health"), ("health_note",), is_chosen=False, width=40),
        Column(
            "disability_note", gettext_lazy("Disability"), ("disability_note",), is_chosen=False, width=40
        ),
    )


class PeopleExportView(ExportView):
    export_class = PeopleExport
