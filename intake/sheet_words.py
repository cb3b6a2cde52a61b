"""The data sheet's facts in the words of the portal: what each is called, and its value as this reader may read it."""

from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.calendars import dual
from arabic.text import riyals
from audit.masking import masked
from beneficiaries.countries import country_name
from beneficiaries.iban import in_fours
from beneficiaries.models import (
    Beneficiary,
    BudgetLine,
    Household,
    HouseholdMember,
    LineKind,
    OtherPhone,
    PersonCategory,
    Relation,
)
from beneficiaries.phones import dialled
from beneficiaries.privacy import hidden_fields

from .models import DataVerification, Fact, FactCheck, SupportRequest

_MODELS = {
    "person": (Beneficiary,),
    "phones": (OtherPhone,),
    "categories": (PersonCategory,),
    "household": (Household,),
    "members": (HouseholdMember, Beneficiary),
    "budget": (BudgetLine,),
    "request": (SupportRequest,),
    "documents": (DataVerification,),
    "fact_checks": (FactCheck,),
}
_PHONES = {"phone", "number"}
_COUNTRIES = {"nationality", "identity_country"}
_AMOUNTS = {"monthly_amount"}


class SheetWords:
    """How one reader is told of a case's data sheet."""

    def __init__(self, case, reader=None):
        self.case, self.reader = case, reader
        self.hidden = hidden_fields(reader)
        self.documents = {document.code: document.label for document in case.required_documents}
        self.services = {service.code: service.label for service in case.parts.service_types}
        self.channels = {channel.code: channel.label for channel in case.parts.channels}

    def name_of(self, group: str, name: str) -> str:
        """What a fact is called; nothing for one that has no name of its own."""
        if name == "file_sha256":
            return _("Attached file")
        if name == "proof":
            return _("Proven by")
        for model in _MODELS.get(group, ()):
            if name in {field.name for field in model._meta.fields}:
                return capfirst(str(model._meta.get_field(name).verbose_name))
        return ""

    def row_name(self, group: str, key: str, row: dict) -> str:
        """What a row of a list is called: a document, a member, a phone …"""
        if group == "documents":
            return str(self.documents.get(key, key))
        if group == "fact_checks":
            return _("Check of: %(fact)s") % {"fact": dict(Fact.choices).get(row.get("fact", key), key)}
        if group == "phones":
            return _("Further phone %(number)s") % {"number": _dialled(row.get("number", key))}
        if group == "categories":
            return _("Category: %(category)s") % {"category": self.category(row.get("code", key))}
        if group == "budget":
            return str(dict(LineKind.choices).get(row.get("kind", key), key))
        return key

    def category(self, code: str) -> str:
        label = "label_en" if get_language() == "en" else "label_ar"
        known = {category.code: category.label for category in self.case.parts.categories}
        stated = {row["code"]: row[label] for row in self.case.stated.categories}
        return str(known.get(code) or stated.get(code) or code)

    def summary(self, group: str, row: dict) -> str:
        """A row of a list in short, for one that came or went."""
        if group == "members":
            return (
                str(Relation(row["relation"]).label)
                if row["relation"] in Relation.values
                else row["relation"]
            )
        if group == "phones":
            return row["answered_by"]
        if group == "categories":
            return _("since %(date)s") % {"date": dual(date.fromisoformat(row["since_on"]))}
        if group == "budget":
            return riyals(Decimal(row["monthly_amount"]))
        return self.value(group, "verdict", row.get("verdict"))

    def value(self, group: str, name: str, value) -> str:
        """A fact's value in words, masked where this reader may not read it."""
        if value in (None, ""):
            return ""
        if group == "person" and name in self.hidden:
            return masked(Beneficiary, name, value)
        if group == "fact_checks" and name == "found" and {"iban", "health_note"} & self.hidden:
            return masked(FactCheck, name, value)
        words = self._words(group, name)
        if value in words:
            return str(words[value])
        return _plain(name, value)

    def _words(self, group: str, name: str) -> dict:
        if name == "service_type":
            return self.services
        if name == "channel":
            return self.channels
        if name == "proof":
            return self.documents
        for model in _MODELS.get(group, ()):
            if name in {field.name for field in model._meta.fields}:
                return dict(model._meta.get_field(name).flatchoices)
        return {}


def _plain(name: str, value) -> str:
    if name in _PHONES:
        return _dialled(value)
    if name in _COUNTRIES:
        return country_name(value)
    if name in _AMOUNTS:
        return riyals(Decimal(value))
    if name == "iban":
        return in_fours(value)
    try:
        return dual(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _dialled(value: str) -> str:
    phone = phone_number(str(value))
    return dialled(phone) if phone and phone.is_valid() else str(value)
