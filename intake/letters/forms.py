"""The papers on which a person states something: the request form, blank or filled, and the accuracy pledge."""

from django.utils.translation import gettext as _

from accounts.roles import Role
from arabic.calendars import dual, riyadh_day
from arabic.text import listed
from beneficiaries.models import Beneficiary
from correspondence.content import Content, filled, in_arabic, paper, place, row
from policies.models import PolicyVersion
from policies.sheet import validity_text

from ..case_file import CaseFile
from ..pages.sheet import data_sheet_rows

# The groups of the data sheet in its order.
_GROUPS = ("person", "reached", "household", "members", "budget", "request", "documents", "fact_checks")
_ASKED = (
    "identity_number",
    "birth_date",
    "nationality",
    "marital_state",
    "phone",
    "email",
    "city",
    "district",
)


def _titles() -> dict:
    return {
        "person": _("The person"),
        "reached": _("How to reach the person"),
        "household": _("The household"),
        "members": _("Who lives in it"),
        "budget": _("What it lives on each month"),
        "request": _("The request"),
        "documents": _("Required documents"),
        "fact_checks": _("What proves the stated facts"),
    }


def sheet_parts(case: CaseFile, reader, groups=_GROUPS) -> list[dict]:
    """The data sheet as on the screen of whoever prints it: what they may not read is masked here too."""
    rows, titles = data_sheet_rows(case, reader), _titles()
    return [
        {"title": titles[group], "facts": [row(**fact) for fact in rows[group]]}
        for group in groups
        if rows.get(group)
    ]


@in_arabic
def pledge_content(case: CaseFile, reader) -> Content:
    """The data sheet of today with its digest and the version's text, to be signed before a witness."""
    return paper(
        _("Data sheet and accuracy pledge"),
        about=case.request.reference,
        parts=sheet_parts(case, reader),
        pledge_title=_("The pledge"),
        pledge=case.version.pledge_ar,
        digest_label=_("Digest of this sheet (SHA-256):"),
        digest=case.data_sheet.sha256,
        signatures=[
            place(
                _("Who signs: the beneficiary, the guardian or the agent"),
                _("Name"),
                _("Signing as, and the proof of it"),
                _("Signature"),
                _("Date"),
            ),
            place(
                _("Who witnesses: the association's employee"),
                _("Name"),
                _("Work"),
                _("Signature"),
                _("Date"),
            ),
        ],
        notes=_("The employee witnesses the signing and never signs for the beneficiary."),
    )


@in_arabic
def filled_form_content(case: CaseFile, reader) -> Content:
    """The form of one request, as it was taken at the desk."""
    contact = case.request.contacts.select_related("channel").order_by("pk").first()
    received = filled(
        row(_("Channel"), case.request.channel.label),
        row(_("Received on"), dual(riyadh_day(contact.arrived_at)) if contact else ""),
        row(_("Who came"), _who_came(contact) if contact else ""),
    )
    parts = sheet_parts(case, reader, _GROUPS[:6])
    documents = [
        {"label": document.label, "hint": check.get_verdict_display() if check else _("not checked yet")}
        for document, check in case.checks
    ]
    return paper(
        form_title(case.version),
        about=case.request.reference,
        text="",
        parts=[
            *parts,
            {"title": _("How the request came in"), "facts": received},
            {"title": _("Required documents"), "items": documents},
        ],
        **_privacy_and_signatures(case.version),
    )


def _who_came(contact) -> str:
    who = contact.get_came_as_display()
    return f"{who}: {contact.representative_name}" if contact.representative_name else who


@in_arabic
def blank_form_content(version: PolicyVersion) -> Content:
    """The form with places to write, from the services and documents of a policy version."""
    services = version.service_types.all()
    return paper(
        form_title(version),
        about=_("version %(number)s") % {"number": version.number},
        text=str(version.title_ar),
        parts=[
            {"title": _("The applicant"), "blanks": [_("Full name"), *map(_label, _ASKED)]},
            {
                "title": _("If somebody else applies for the person"),
                "blanks": [_("Name"), _("Proof of representation")],
            },
            {
                "title": _("The household"),
                "blanks": [_("Persons in the household"), _("Monthly income"), _("Monthly expenses")],
            },
            {"title": _("Which service is asked for"), "choices": [_choice(service) for service in services]},
            {"title": _("What is needed, in the applicant's own words"), "lines": 4},
            {
                "title": _("Documents to bring"),
                "choices": [_document(document, services) for document in version.required_documents.all()],
            },
        ],
        **_privacy_and_signatures(version),
    )


def form_title(version: PolicyVersion) -> str:
    """What the policy's list of tools calls the form."""
    tool = version.tools.filter(code="request_form").first()
    return tool.label if tool else _("Support request form")


def _label(name: str) -> str:
    return row(Beneficiary._meta.get_field(name).verbose_name, "")["label"]


def _choice(service) -> dict:
    return {"label": service.label, "hint": ""}


def _document(document, services) -> dict:
    asked = [service.label for service in services if document.is_required_for(service.code)]
    hint = validity_text(document)
    if document.service_codes:
        hint = _("%(validity)s For: %(services)s.") % {"validity": hint, "services": listed(asked)}
    return {"label": document.label, "hint": hint}


def _privacy_and_signatures(version: PolicyVersion) -> dict:
    return {
        "privacy_title": _("Privacy notice"),
        "privacy": version.privacy_notice_ar,
        "signatures": [
            place(_("The applicant"), _("Name"), _("Signature"), _("Date")),
            place(Role.RECEPTION.label, _("Name"), _("Signature"), _("Date")),
        ],
    }
