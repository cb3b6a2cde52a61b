"""The data sheet in words: the same facts as its canonical text, in the same order, for people."""

from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.calendars import dual, dual_partial
from beneficiaries.models import Beneficiary

from ..case_file import CaseFile
from ..models import DataVerification, SupportRequest
from ..models.records import Verdict


def data_sheet_rows(case: CaseFile) -> dict:
    """The sheet as three groups of label and value."""
    return {
        "person": _person(case.person),
        "request": _request(case),
        "documents": [_document(document, check) for document, check in case.checks],
    }


def _row(label, value, hint="") -> dict:
    return {"label": capfirst(str(label)), "value": value or "", "hint": hint}


def _person(person) -> list[dict]:
    def label(name):
        return Beneficiary._meta.get_field(name).verbose_name

    birth = dual_partial(person.birth_date, person.birth_precision)
    rows = [
        _row(_("Full name"), person.full_name),
        _row(person.get_identity_kind_display(), person.identity_number or person.identity_missing_reason),
        _row(label("gender"), person.get_gender_display()),
        _row(label("birth_date"), birth),
        _row(label("phone"), person.phone.as_national if person.phone else ""),
        _row(label("city"), person.city),
        _row(label("district"), person.district),
    ]
    return rows


def _request(case: CaseFile) -> list[dict]:
    support_request = case.request
    return [
        _row(_("Reference"), support_request.reference),
        _row(_("Service"), support_request.service_type.label),
        _row(_("Need"), support_request.need),
        _row(_("Policy version"), str(support_request.policy_version)),
    ]


def _document(document, check) -> dict:
    if check is None:
        return _row(document.label, _("not checked yet"))
    facts = [check.get_verdict_display(), check.number]
    if check.expires_on:
        facts.append(_("valid until %(date)s") % {"date": dual(check.expires_on)})
    elif check.issued_on:
        facts.append(_("issued on %(date)s") % {"date": dual(check.issued_on)})
    return _row(document.label, " · ".join(fact for fact in facts if fact))


_DOCUMENT_FACTS = {"verdict", "number", "issued_on", "expires_on"}


def differences_in_words(differences: list[dict]) -> list[dict]:
    """The changed facts of a sheet, with labels instead of their place in the canonical text."""
    return [
        {
            "field": fact_label(row["field"]),
            "before": _value_in_words(row["before"]),
            "after": _value_in_words(row["after"]),
        }
        for row in differences
    ]


def fact_label(path: str) -> str:
    """The words for one place in the canonical text, like `person.phone` or `documents[2].number`."""
    group, _dot, name = path.partition(".")
    model = {"person": Beneficiary, "request": SupportRequest}.get(group)
    if group.startswith("documents"):
        model = DataVerification if name in _DOCUMENT_FACTS else None
    if model is None or name not in {field.name for field in model._meta.fields}:
        return _("Attached file") if name == "file_sha256" else path
    return capfirst(str(model._meta.get_field(name).verbose_name))


def _value_in_words(value) -> str:
    if value is None:
        return ""
    try:
        return dual(date.fromisoformat(str(value)))
    except ValueError:
        return str(Verdict(value).label) if value in Verdict.values else str(value)
