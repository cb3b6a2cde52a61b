"""Lists that are taken along stand in the access log: who, why, and what of them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse

from accounts.roles import Role
from audit.models import ReadLog
from audit.reading import log_export
from beneficiaries.models import Beneficiary
from tests import factories as make

pytestmark = pytest.mark.django_db

TAKEN = {"rows": 12, "columns": ["first_name", "city"], "format": "xlsx", "filter": {"city": "الطائف"}}


@pytest.fixture
def exported() -> ReadLog:
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
    request.user = make.make_user(Role.EXECUTIVE, Role.RECEPTION, full_name="نورة القحطاني")
    return log_export(request, Beneficiary, reason="تقرير الوزارة السنوي", details=TAKEN)


def test_an_export_says_who_took_what_along_and_why(exported):
    row = ReadLog.objects.get(pk=exported.pk)
    assert (row.action, row.model, row.object_pk) == ("export", "beneficiaries.beneficiary", None)
    assert (row.acting_as, row.address) == ("executive,reception", "192.0.2.7")
    assert (row.reason, row.details) == ("تقرير الوزارة السنوي", TAKEN)


@pytest.mark.parametrize("change", ["reason = 'x'", "details = '{}'", "action = 'view'"])
def test_nobody_changes_afterwards_what_was_taken_along(exported, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_readlog SET {change} WHERE id = {exported.pk}")


def test_the_auditor_reads_it_in_the_access_log(exported, sign_in):
    client = sign_in(make.make_user(Role.AUDITOR))
    listed = client.get(reverse("admin:audit_readlog_changelist"), {"action__exact": "export"}).text
    for words in ("نورة القحطاني", "تصدير", "12 صفًّا", "تقرير الوزارة السنوي"):
        assert words in listed, words
    shown = client.get(reverse("admin:audit_readlog_change", args=[exported.pk])).text
    assert "الطائف" in shown
