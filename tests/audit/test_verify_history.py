"""`verify_history` names what does not agree, whichever table was touched past the portal."""

import pytest
from django.core.management import call_command

from audit.management.commands.verify_history import all_findings
from beneficiaries.models import Beneficiary
from intake.models import AccuracyPledge, SupportRequest
from tests import factories as make
from tests.tampering import past_the_guards

pytestmark = pytest.mark.django_db


@pytest.fixture
def touch():
    """Runs SQL as an insider with the database in hand would."""
    with past_the_guards() as run:
        yield run


def test_an_untouched_history_holds(capsys):
    make.make_request("referred", referred_days_ago=3)
    assert list(all_findings()) == []
    call_command("verify_history")


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE beneficiaries_beneficiary SET city = 'x'", "beneficiaries.Beneficiary"),
        ("UPDATE beneficiaries_historicalbeneficiary SET city = 'x'", "beneficiaries.Beneficiary"),
        ("DELETE FROM beneficiaries_historicalbeneficiary", "beneficiaries.Beneficiary"),
        ("UPDATE intake_contact SET unclear = 'x'", "intake.Contact"),
        ("UPDATE intake_dataverification SET number = '9'", "intake.DataVerification"),
        ("DELETE FROM intake_inquiry", "intake.Inquiry"),
        ("UPDATE accounts_user SET role_codes = ',board,'", "accounts.User"),
        ("UPDATE policies_policyversion SET minimum_reply_days = 1", "policies.PolicyVersion"),
        ("DELETE FROM audit_auditentry WHERE seq = 1", ""),
    ],
)
def test_a_row_changed_past_the_portal_is_named(sql, named, touch):
    make.make_request("pledged")
    touch(sql)
    found = list(all_findings())
    assert found
    assert any(named in finding for finding in found)


def test_a_state_that_no_step_row_explains_is_named(touch):
    request = make.make_request("received")
    touch("UPDATE intake_supportrequest SET state = 'verified'")
    touch("UPDATE intake_historicalsupportrequest SET state = 'verified'")
    found = list(all_findings())
    assert any(request.reference in finding for finding in found)
    assert SupportRequest.objects.get().state == "verified"


def test_a_skipped_step_in_the_log_is_named(touch):
    make.make_request("pledged")
    touch("DELETE FROM intake_handlingstep WHERE step = 'verify'")
    assert list(all_findings())


def test_a_pledge_whose_sheet_was_edited_is_named(touch):
    request = make.make_request("pledged")
    sheet = AccuracyPledge.objects.get().data_sheet.replace(request.beneficiary.city, "جدة")
    touch("UPDATE intake_accuracypledge SET data_sheet = %s", [sheet])
    touch("UPDATE intake_historicalaccuracypledge SET data_sheet = %s", [sheet])
    assert any(request.reference in finding for finding in all_findings())


def test_the_command_exits_with_one_and_names_the_row_on_stderr(touch, capsys):
    make.make_person()
    touch("UPDATE beneficiaries_beneficiary SET city = 'x'")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history")
    assert ended.value.code == 1
    assert "beneficiaries.Beneficiary" in capsys.readouterr().err
    assert Beneficiary.objects.get().city == "x"
