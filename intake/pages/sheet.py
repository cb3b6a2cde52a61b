"""The data sheet in words: the same facts as its canonical text, in the same order, for people."""

from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.calendars import dual, dual_partial, dual_printed
from arabic.text import listed, riyals
from audit.masking import masked
from beneficiaries.countries import country_name
from beneficiaries.households.budget import Sums
from beneficiaries.households.page import sums_in_words
from beneficiaries.iban import in_fours
from beneficiaries.models import Beneficiary, Direction, Gender, Household, Relation
from beneficiaries.models.budget import LineKind
from beneficiaries.phones import dialled
from beneficiaries.stated import amount_of

from ..case_file import CaseFile
from ..models.checks import Fact
from ..models.records import Verdict
from ..sheet_words import SheetWords


def data_sheet_rows(case: CaseFile, reader=None) -> dict:
    """The sheet in groups of label and value; what this reader may not read is masked, for nobody in particular all."""
    words = SheetWords(case, reader)
    home = case.data_sheet.facts["household"]
    return {
        "person": _person(case.person, words),
        "reached": _reached(case, words),
        "household": _household(home) if home else [],
        "members": [_member(member) for member in home["members"]] if home else [],
        "budget": _budget(home) if home else [],
        "request": _request(case),
        "documents": [_document(document, check) for document, check in case.checks],
        "fact_checks": [_fact_check(row, words) for row in case.data_sheet.facts["fact_checks"]],
    }


def _row(label, value, hint="") -> dict:
    return {"label": capfirst(str(label)), "value": value or "", "hint": hint}


def _filled(rows: list[dict]) -> list[dict]:
    """Without the facts that nobody stated."""
    return [row for row in rows if row["value"]]


def _label(name: str, model=Beneficiary) -> str:
    return model._meta.get_field(name).verbose_name


def _named(*parts) -> str:
    return " · ".join(str(part) for part in parts if part)


# The person -------------------------------------------------------------------------------------------------------


def _person(person, words: SheetWords) -> list[dict]:
    identity = _named(
        person.identity_number or person.identity_missing_reason, _country(person.identity_country)
    )
    if person.birth_printed:
        born = dual_printed(person.birth_date, person.birth_printed, person.birth_precision)
    else:
        born = dual_partial(person.birth_date, person.birth_precision)
    rows = [
        _row(_("Full name"), person.full_name),
        _row(person.get_identity_kind_display(), identity),
        _row(_label("gender"), person.get_gender_display()),
        _row(_label("birth_date"), born),
        _row(_label("phone"), _named(dialled(person.phone), _who_answers(person.phone_answered_by))),
        _row(_label("city"), person.city),
        _row(_label("district"), person.district),
    ]
    return rows + _filled(
        [
            _row(_label("latin_name"), person.latin_name),
            _row(_label("nationality"), _country(person.nationality)),
            _row(_label("marital_state"), person.get_marital_state_display()),
            _row(_label("education"), person.get_education_display()),
            _row(_label("work"), _named(person.get_work_display(), person.workplace)),
            *(_row(_label(name), _masked(person, name, words)) for name in _GUARDED),
        ]
    )


_GUARDED = ("iban", "health_note", "disability_note")


def _masked(person, name: str, words: SheetWords) -> str:
    value = getattr(person, name)
    if name in words.hidden:
        return masked(Beneficiary, name, value)
    return in_fours(value) if name == "iban" else value


def _reached(case: CaseFile, words: SheetWords) -> list[dict]:
    """Further phones, e-mail, address and categories."""
    person, facts = case.person, case.data_sheet.facts
    place = f"{person.latitude}, {person.longitude}" if person.latitude is not None else ""
    phones = [
        _row(
            _("Further phone"),
            _named(words.value("phones", "number", row["number"]), _who_answers(row["answered_by"])),
        )
        for row in facts["phones"]
    ]
    categories = [
        _row(_("Category"), _named(words.category(row["code"]), words.summary("categories", row)))
        for row in facts["categories"]
    ]
    address = [
        _row(_label("email"), person.email),
        _row(_label("short_address"), person.short_address),
        _row(_("Place on the map"), place),
    ]
    return phones + _filled(address) + categories


def _country(code: str) -> str:
    return country_name(code) if code else ""


def _who_answers(who: str) -> str:
    return _("%(who)s answers") % {"who": who} if who else ""


# The household ----------------------------------------------------------------------------------------------------


def _household(home: dict) -> list[dict]:
    housing = dict(Household._meta.get_field("housing").flatchoices)
    place = listed(part for part in (home["city"], home["district"], home["short_address"]) if part)
    return _filled(
        [
            _row(_("Where the household lives"), place),
            _row(_label("housing", Household), housing.get(home["housing"], home["housing"])),
            _row(_label("rooms", Household), str(home["rooms"] or "")),
            _row(_label("housing_note", Household), home["housing_note"]),
        ]
    )


def _member(member: dict) -> dict:
    facts = (
        dict(Relation.choices).get(member["relation"], member["relation"]),
        _("depends on %(name)s") % {"name": member["depends_on"]} if member["depends_on"] else "",
        dict(Gender.choices).get(member["gender"], ""),
        _born(member),
        member["identity_number"],
        _("in the household since %(date)s") % {"date": dual(date.fromisoformat(member["since_on"]))},
    )
    return _row(member["called"], _named(*facts))


def _born(member: dict) -> str:
    if not member["birth_date"]:
        return ""
    born = dual_partial(date.fromisoformat(member["birth_date"]), member["birth_precision"])
    return _("born %(date)s") % {"date": born}


def _budget(home: dict) -> list[dict]:
    """Each line, then what the month brings and takes."""
    totals = dict.fromkeys(Direction.values, Decimal(0))
    rows = []
    for line in home["budget"]:
        amount = amount_of(line)
        totals[line["direction"]] += amount
        value = _named(Direction(line["direction"]).label, riyals(amount), line["note"])
        rows.append(_row(LineKind(line["kind"]).label, value))
    if not rows:
        return []
    sums = Sums(totals[Direction.INCOME], totals[Direction.EXPENSE], len(home["members"]))
    return rows + [_row(row["label"], row["value"]) for row in sums_in_words(sums)]


# Request and documents --------------------------------------------------------------------------------------------


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
    facts.append(_("presented on %(date)s") % {"date": dual(check.presented_on)})
    if check.waiver_reason:
        facts.append(_("waived: %(reason)s") % {"reason": check.waiver_reason})
    if check.file:
        facts.append(_("file %(digest)s") % {"digest": check.file.sha256[:8]})
    return _row(document.label, _named(*facts))


def _fact_check(row: dict, words: SheetWords) -> dict:
    """A stated fact with its verdict and the document that proves it."""
    facts = [Verdict(row["verdict"]).label, words.value("fact_checks", "proof", row["proof"])]
    if row["waiver_reason"]:
        facts.append(_("waived: %(reason)s") % {"reason": row["waiver_reason"]})
    return _row(Fact(row["fact"]).label, _named(*facts, words.value("fact_checks", "found", row["found"])))
