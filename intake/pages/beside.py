"""What stands beside the form of a step: the facts that the person at the desk compares with."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual
from arabic.text import riyals
from beneficiaries.iban import in_fours, masked_iban
from beneficiaries.phones import dialled
from policies.sheet import validity_text

from ..case_file import CaseFile
from ..delivery import delivered_of, is_settled, remaining_of
from ..granted_words import amount_in_words, when_in_words
from ..models.contacts import PreferredContact
from ..models.records import Verdict
from ..steps import State
from .sheet import data_sheet_rows


def stated(case: CaseFile) -> list[dict]:
    """What the person said of themselves and asked for, to compare a document with."""
    asked = [(_("Service"), case.request.service_type.label), (_("Need"), case.request.need)]
    return data_sheet_rows(case)["person"] + _facts(asked)


def about_document(document, check) -> list[dict]:
    """The policy's rule for a document, and what is on record of its last check."""
    facts = [(_("Validity rule"), validity_text(document))]
    if check is not None:
        facts += [(_("Verdict"), check.get_verdict_display())]
        facts += [(_("What differs"), check.difference)] if check.difference else []
        facts += [(_("Presented on"), dual(check.presented_on))] if check.verdict != Verdict.MISSING else []
        facts += [
            (_("Checked by"), str(check.checked_by)),
            (_("Original seen by"), str(check.original_seen_by or _("nobody yet"))),
        ]
    return _facts(facts)


def reachable(case: CaseFile) -> list[dict]:
    """Who the person is, and how they wish to be reached."""
    return _facts([*_who(case), _preferred(case)])


def whom_to_tell(case: CaseFile) -> list[dict]:
    """Who waits for an answer, and how they are reached: no more of the person than that."""
    name, _identity, phone = _who(case)
    return _facts([name, phone, _preferred(case)])


def _preferred(case: CaseFile) -> tuple:
    contact = case.request.contacts.order_by("-pk").first()
    return (_("Preferred contact"), PreferredContact(contact.preferred_contact).label if contact else "")


def decided(case: CaseFile, user: User) -> list[dict]:
    """Whom a granted service is for: the person, the decision, and the registration once there is one."""
    facts = _who(case)
    # Before the registration there is nothing to look for.
    registration = case.registration if case.request.state != State.ACCEPTED else None
    if case.request.decided_on:
        facts.append((_("Decided on"), dual(case.request.decided_on)))
    if registration is not None:
        facts += [
            (_("Registration number"), registration.number),
            (_("Category"), registration.category.label),
            (_("Valid until"), dual(registration.valid_until)),
        ]
        facts += [(_("IBAN"), _account(registration.iban, user))] if registration.iban else []
    return _facts(facts)


def granted(case: CaseFile) -> list[dict]:
    """Each granted service: what was decided, what was delivered of it, and what is left."""
    return [
        {
            "title": row.description,
            "facts": _facts(_amounts(row)),
            "deliveries": [_delivery_in_words(delivery) for delivery in row.deliveries.all()],
            "settled": is_settled(row),
        }
        for row in case.granted
    ]


def _amounts(row) -> list[tuple]:
    facts = [(_("Conditions"), row.conditions)] if row.conditions else []
    facts += [(_("Times and period"), when_in_words(row))] if when_in_words(row) else []
    if row.amount is None:
        return facts
    facts.append((_("Granted"), amount_in_words(row)))
    if row.deliveries.all():
        facts.append((_("Delivered so far"), riyals(delivered_of(row))))
        facts += [] if is_settled(row) else [(_("Left to deliver"), riyals(remaining_of(row)))]
    return facts


def _delivery_in_words(delivery) -> str:
    parts = (
        delivery.get_outcome_display(),
        riyals(delivery.amount),
        delivery.what,
        delivery.received_by_name,
        dual(delivery.delivered_on),
        delivery.reason,
    )
    return " · ".join(part for part in parts if part)


def _account(iban: str, user: User) -> str:
    shown = in_fours(iban) if user.may("beneficiaries.see_bank_account") else masked_iban(iban)
    return format_html('<bdi dir="ltr" class="number">{}</bdi>', shown)


def _who(case: CaseFile) -> list[tuple]:
    person = case.person
    identity = person.identity_number or person.identity_missing_reason
    return [
        (_("Full name"), person.full_name),
        (person.get_identity_kind_display(), identity),
        (_("Phone"), dialled(person.phone)),
    ]


def _facts(pairs) -> list[dict]:
    return [{"label": label, "value": value, "hint": ""} for label, value in pairs]
