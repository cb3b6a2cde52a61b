"""The data sheet in words: the same facts as its canonical text, in the same order, for people."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.calendars import dual, dual_partial
from beneficiaries.models import Beneficiary
from beneficiaries.phones import dialled

from ..case_file import CaseFile


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
        _row(label("phone"), dialled(person.phone)),
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
