"""The validity rule of a required document, on the day it is presented."""

from datetime import date

import pytest

from policies.models import RequiredDocument
from policies.rules import months_after, reason_document_not_valid

pytestmark = pytest.mark.usefixtures("in_english")
DAY = date(2026, 3, 15)


def reason(validity, *, issued_on=None, expires_on=None, months=None, on=DAY):
    document = RequiredDocument(validity=validity, months=months)
    return reason_document_not_valid(document, issued_on=issued_on, expires_on=expires_on, on=on)


def test_a_document_is_valid_on_its_last_day():
    assert reason("must_not_be_expired", expires_on=DAY) is None
    assert "expired on" in reason("must_not_be_expired", expires_on=date(2026, 3, 14))


def test_a_document_that_must_not_be_expired_has_an_expiry_date():
    assert reason("must_not_be_expired") == "The expiry date is missing."


def test_a_document_of_some_months_is_valid_until_the_same_day_of_the_month():
    assert reason("issued_within_months", issued_on=date(2025, 12, 15), months=3) is None
    assert "must not be older than 3 months" in reason(
        "issued_within_months", issued_on=date(2025, 12, 14), months=3
    )
    assert reason("issued_within_months", months=3) == "The issue date is missing."


def test_no_document_comes_from_the_future():
    assert "lies after the day" in reason("none", issued_on=date(2026, 3, 16))


def test_an_expired_document_is_never_valid():
    assert "expired on" in reason("none", expires_on=date(2026, 3, 14))
    assert "expired on" in reason(
        "issued_within_months", issued_on=date(2026, 3, 1), expires_on=date(2026, 3, 14), months=3
    )


def test_a_document_does_not_expire_before_its_issue():
    assert "before it was issued" in reason("none", issued_on=date(2026, 3, 2), expires_on=date(2026, 3, 1))


def test_a_document_without_a_rule_needs_no_dates():
    assert reason("none") is None


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_months_end_in_shorter_months(day, months, result):
    assert months_after(day, months) == result


def test_a_service_asks_for_its_own_documents_and_those_of_all(loaded):
    version = loaded("cra-taif")
    training = version.service_types.get(code="vocational_training")
    assert [row.code for row in version.documents_for(training)] == [
        "identity",
        "income_proof",
        "address_proof",
    ]
