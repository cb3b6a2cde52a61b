"""What stands beside the form of a step: the facts that the person at the desk compares with."""

from django.utils.translation import gettext as _

from arabic.calendars import dual
from policies.sheet import validity_text

from ..case_file import CaseFile
from .sheet import data_sheet_rows


def stated(case: CaseFile) -> list[dict]:
    """What the person said of themselves and asked for, to compare a document with."""
    asked = [(_("Service"), case.request.service_type.label), (_("Need"), case.request.need)]
    return data_sheet_rows(case)["person"] + _facts(asked)


def about_document(document, check) -> list[dict]:
    """The policy's rule for a document, and what is on record of its last check."""
    facts = [(_("Validity rule"), validity_text(document))]
    if check is not None:
        facts += [
            (_("Presented on"), dual(check.presented_on)),
            (_("Checked by"), str(check.checked_by)),
            (_("Original seen by"), str(check.original_seen_by or _("nobody yet"))),
        ]
    return _facts(facts)


def _facts(pairs) -> list[dict]:
    return [{"label": label, "value": value, "hint": ""} for label, value in pairs]
