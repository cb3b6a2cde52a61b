"""What the rules say against a form is told together with what is misspelled in it, and all at once."""

import pytest

from .filled_forms import FORMS
from .forms import nothing_is_saved, reason_beside
from .test_every_form import Sheet

pytestmark = pytest.mark.django_db

# Of each form: what is sent, and the fields that must all be named at the first try.
WRONG = {
    "person_add": (
        {"identity_number": "1234567890", "phone": "1", "first_name": "", "birth_date": "30/5/1446"},
        ("identity_number", "phone", "first_name", "birth_date"),
    ),
    "request_document": (
        {"verdict": "matches", "number": "", "issued_on": "30/5/1446", "upload": "", "expires_on": ""},
        ("number", "issued_on"),
    ),
    "request_pledge": (
        {"signer_role": "guardian", "signer_proof": "", "scan": "", "signer_name": "", "read_out": ""},
        ("signer_proof", "scan", "signer_name", "read_out"),
    ),
    "request_delivery": (
        {
            "outcome": "partial",
            "delivered_on": "31/4/2023",
            "received_by_name": "",
            "receipt": "",
            "reason": "",
            "amount": "9999999",
        },
        ("delivered_on", "received_by_name", "receipt", "reason", "amount"),
    ),
    "report_submit": (
        {"needs_0_need": "-", "findings": ".", "income_0_amount": "ألف", "recommended_amount": ""},
        ("needs_0_need", "findings", "income_0_amount", "recommended_service"),
    ),
}
TRIED = [filled for filled in FORMS if filled.page in WRONG]


@pytest.mark.parametrize("filled", TRIED, ids=lambda filled: filled.page)
def test_everything_that_is_wrong_is_named_at_the_first_try(world, filled):
    sent, named = WRONG[filled.page]
    sheet = Sheet(world, filled)
    with nothing_is_saved():
        response = sheet.send(**sent)
    for name in named:
        reason_beside(response, name)
