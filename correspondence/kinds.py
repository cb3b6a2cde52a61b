"""The kinds of papers that leave the portal, each with the letters before its serial number."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    REQUEST_FORM = "request_form", _("Support request form")
    PLEDGE = "pledge", _("Accuracy pledge")
    MISSING_ITEMS = "missing_items", _("Missing items")
    REFERRAL = "referral", _("Referral notice")
    DECISION = "decision", _("Decision of the research committee")
    MINUTES = "minutes", _("Minutes of the research committee")
    CERTIFICATE = "certificate", _("Registration certificate")
    RECEIPT = "receipt", _("Delivery receipt")
    POLICY = "policy", _("Beneficiary relations policy")


# The serial number of a letter reads PLG-2026-0001: its kind, the Gregorian year, and its place in that year.
MARKS = {
    LetterKind.REQUEST_FORM: "FRM",
    LetterKind.PLEDGE: "PLG",
    LetterKind.MISSING_ITEMS: "MIS",
    LetterKind.REFERRAL: "REF",
    LetterKind.DECISION: "DEC",
    LetterKind.MINUTES: "MIN",
    LetterKind.CERTIFICATE: "CRT",
    LetterKind.RECEIPT: "RCP",
    LetterKind.POLICY: "POL",
}
# Who opens a letter that is about no single person. The minutes name everybody of a session.
REGISTER = "correspondence.view_register"
READ_BY = dict.fromkeys(LetterKind, REGISTER) | {LetterKind.MINUTES: "research_committee.see_sessions"}
# Who reads every fact of a data sheet, and so a printed one.
WHOLE_SHEET = ("beneficiaries.see_bank_account", "beneficiaries.see_health")
INCOMING = "incoming"
INCOMING_MARK = "IN"


def serial_text(kind: str, year: int, number: int) -> str:
    """The number as it stands on the paper and in the register."""
    mark = INCOMING_MARK if kind == INCOMING else MARKS[LetterKind(kind)]
    return f"{mark}-{year}-{number:04d}"
