"""What changed on a data sheet after it was signed, in the words of the portal."""

import re
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.calendars import dual
from arabic.text import listed
from beneficiaries.models import Beneficiary
from beneficiaries.phones import dialled

from .data_sheet import DataSheet
from .models import DataVerification, SupportRequest

_PLACE = re.compile(r"(?P<group>[a-z]+)(\[(?P<number>[0-9]+)\])?\.(?P<name>[a-z_0-9]+)")
_MODELS = {"person": Beneficiary, "request": SupportRequest, "documents": DataVerification}


def changes_since(signed: DataSheet, case) -> list[dict]:
    """The facts that are no longer what was signed: each with its name, before and after; a document's with its own."""
    labels = {document.code: document.label for document in case.required_documents}
    services = {service.code: service.label for service in case.parts.service_types}
    rows = []
    for row in signed.differences(case.data_sheet):
        place = _PLACE.fullmatch(row["field"])
        document = _document_at(place, signed, case.data_sheet) if place else ""
        fact = _fact(place, row, services)
        if document:
            fact["field"] = _("%(document)s: %(fact)s") % {
                "document": labels.get(document, document),
                "fact": fact["field"],
            }
        if fact not in rows:
            rows.append(fact)
    return rows


def in_one_sentence(changes: list[dict]) -> str:
    """The changed facts in one sentence, for the closed gate."""
    return _("Changed since the signature: %(facts)s.") % {"facts": listed(row["field"] for row in changes)}


def _document_at(place, *sheets: DataSheet) -> str:
    """The code of the document to which a place on the sheet belongs; nothing for any other place."""
    if place["number"] is None:
        return ""
    number = int(place["number"])
    held = [sheet.facts["documents"] for sheet in sheets]
    return next((papers[number]["code"] for papers in held if number < len(papers)), "")


def _fact(place, row: dict, services: dict) -> dict:
    model = _MODELS.get(place["group"]) if place else None
    name = place["name"] if place else row["field"]
    if name == "file_sha256":
        return {
            "field": _("Attached file"),
            "before": _("the file of the signature") if row["before"] else "",
            "after": _("another file") if row["after"] else _("no file"),
        }
    if model is None or name not in {field.name for field in model._meta.fields}:
        return {"field": _("Policy version"), "before": "", "after": ""}
    field = model._meta.get_field(name)
    words = services if name == "service_type" else dict(field.flatchoices)
    return {
        "field": capfirst(str(field.verbose_name)),
        "before": _value(row["before"], words, name),
        "after": _value(row["after"], words, name),
    }


def _value(value, words: dict, name: str) -> str:
    if value is None:
        return ""
    if value in words:
        return str(words[value])
    if name == "phone" and (phone := phone_number(str(value))):
        return dialled(phone)
    try:
        return dual(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)
