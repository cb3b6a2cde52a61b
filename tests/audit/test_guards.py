"""What the database keeps against every sentence of SQL, and the administration's history against a POST."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from tests import factories as make

pytestmark = pytest.mark.django_db

KEPT = (
    "audit_auditentry",
    "audit_readlog",
    "intake_handlingstep",
    "intake_historicalsupportrequest",
    "intake_supportrequest",
    "beneficiaries_beneficiary",
    "accounts_user",
)


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", KEPT)
def test_kept_rows_are_not_deleted(sign_in, table):
    request = make.make_request()
    sign_in(make.make_user(Role.AUDITOR)).get(reverse("request_detail", args=[request.pk]))
    refused(f"DELETE FROM {table}")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own way past a trigger")
def test_kept_rows_are_not_replaced():
    make.make_request()
    for table in ("audit_auditentry", "intake_handlingstep", "intake_historicalsupportrequest"):
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", KEPT)
def test_kept_tables_are_not_truncated(table):
    refused(f"TRUNCATE {table} CASCADE")


def test_a_page_of_the_history_is_read_and_never_written(sign_in):
    person = make.make_person()
    client = sign_in(make.make_user(Role.AUDITOR))
    row = person.history.get().history_id
    url = reverse("admin:beneficiaries_beneficiary_simple_history", args=[person.pk, row])
    entries = AuditEntry.objects.count()
    assert client.post(url, {"first_name": "آخر"}).status_code == 403
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize("number", ["²", "x", "9" * 5000, "1' or 1=1"])
def test_an_odd_number_in_the_address_of_a_history_is_not_found(sign_in, number):
    client = sign_in(make.make_user(Role.AUDITOR))
    pk = make.make_person().pk
    for path in (f"{number}/history/", f"{pk}/history/{number}/", f"{number}/history/1/"):
        assert client.get(f"/admin/beneficiaries/beneficiary/{path}").status_code == 404
