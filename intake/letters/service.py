"""The papers of the end of the walk: the certificate of registration and the receipt of what was delivered."""

from django.utils.translation import gettext as _

from accounts.roles import Role
from arabic.calendars import dual
from arabic.text import riyals
from beneficiaries.models import Gender
from correspondence.content import Content, filled, in_arabic, paper, place, row

from ..case_file import CaseFile
from . import rules
from .answers import refuse


@in_arabic
def certificate_content(case: CaseFile) -> Content:
    """That a person is registered, under which number and until when."""
    refuse(rules.reason_not_registered(case))
    person, registration = case.person, case.registration
    names = {"association": case.version.association.name_ar}
    female = person.gender == Gender.FEMALE
    return paper(
        _("Certificate of registration"),
        about=registration.number,
        text=_("%(association)s certifies that the woman named below is registered with it as a beneficiary:")
        % names
        if female
        else _("%(association)s certifies that the man named below is registered with it as a beneficiary:")
        % names,
        facts=filled(
            row(_("Name"), person.full_name),
            row(person.get_identity_kind_display(), person.identity_number),
            row(_("Registration number"), registration.number),
            row(_("Category"), registration.category.label),
            row(_("Service"), case.request.service_type.label),
            row(_("Support request"), case.request.reference),
        ),
        valid_title=_("Valid until"),
        valid=dual(registration.valid_until),
        notes=_(
            "The certificate was issued at the request of the person named in it. It proves the registration "
            "only, and is "
            "no commitment to a service beyond what the research committee granted."
        ),
        signatures=[
            place(Role.RECEPTION.label, _("Name"), _("Signature")),
            place(Role.EXECUTIVE.label, _("Name"), _("Signature"), _("Stamp of the association")),
        ],
    )


@in_arabic
def receipt_content(case: CaseFile, granted, delivery=None) -> Content:
    """For what the receiver signs: one granted service as it was handed over, or with places to write "
    "before that."""
    refuse(rules.reason_no_receipt(delivery))
    names = {"association": case.version.association.name_ar}
    return paper(
        _("Receipt of a service"),
        about=case.request.reference,
        parts=_granted_and_delivered(case, granted, delivery),
        blanks=[]
        if delivery
        else [_("What was handed over"), _("Amount in riyals"), _("Day of the hand-over")],
        text=_("I, who sign below, received from %(association)s what is named above.") % names,
        signatures=[
            place(
                _("The receiver"),
                (_("Name"), delivery.received_by_name if delivery else ""),
                _("Identity number"),
                _("Signature"),
                _("Date"),
            ),
            place(
                Role.DELIVERY.label,
                (_("Name"), delivery.delivered_by.full_name if delivery else ""),
                _("Signature"),
                _("Date"),
            ),
        ],
        notes=_("Sign only after receiving and checking it. You are entitled to a copy of this receipt."),
    )


def _granted_and_delivered(case: CaseFile, granted, delivery) -> list[dict]:
    parts = [
        {
            "title": _("What was granted"),
            "facts": filled(
                row(_("Beneficiary"), case.person.full_name),
                row(_("Support request"), case.request.reference),
                row(_("What is granted"), granted.description),
                row(_("Amount"), riyals(granted.amount)),
                row(_("Conditions"), granted.conditions),
            ),
        }
    ]
    if delivery is None:
        return [*parts, {"title": _("What is handed over")}]
    handed_over = filled(
        row(_("What was handed over"), delivery.what),
        row(_("Amount"), riyals(delivery.amount)),
        row(_("Day of the hand-over"), dual(delivery.delivered_on)),
        row(_("Outcome"), delivery.get_outcome_display(), delivery.reason),
    )
    return [*parts, {"title": _("What is handed over"), "facts": handed_over}]
