"""`verify_pledges`: a broken digest is a fault, a pledge that fell is told, and each check can fail."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.management.commands.verify_history import all_findings
from audit.masking import hidden_from
from audit.models import AuditEntry
from beneficiaries.people import change_person
from intake.models import AccuracyPledge, SupportRequest
from intake.pledge_verification import judged_pledges
from tests import factories as make
from tests.signing import strokes_text
from tests.tampering import past_the_guards

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


def verified(**options) -> tuple[int, str, str]:
    """The exit code of the command, and what it says on each side."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("verify_pledges", stdout=out, stderr=errors, **options)
    except SystemExit as ended:
        return ended.code, out.getvalue(), errors.getvalue()
    return 0, out.getvalue(), errors.getvalue()


def drawn(clerk, request=None):
    request = request or make.make_request("verified", by=clerk)
    return make.sign(request, clerk, method="drawn", strokes=strokes_text(), scan=None)


def test_pledges_that_stand_are_counted(clerk):
    make.make_request("pledged", by=clerk)
    drawn(clerk)
    code, out, errors = verified()
    assert (code, errors) == (0, "")
    told = {"all": 2, "standing": 2, "fallen": 0}
    assert (
        _("Pledges: %(all)d. Of those a gate needs, %(standing)d stand and %(fallen)d must be renewed.")
        % told
        in out
    )


def test_a_pledge_that_fell_is_told_with_the_facts_and_is_no_fault(clerk):
    request = make.make_request("pledged", by=clerk)
    change_person(request.beneficiary, by=clerk, city="جدة")
    code, out, errors = verified()
    assert (code, errors) == (0, "")
    assert request.reference in out
    assert _("Changed since the signature: %(facts)s.") % {"facts": "المدينة"} in out
    # Renewed, only the newest is asked to stand.
    make.sign(SupportRequest.objects.get(pk=request.pk), clerk)
    assert [(judged.is_asked, bool(judged.fallen)) for judged in judged_pledges()] == [
        (False, False),
        (True, False),
    ]


TAMPERED = {
    "data_sheet": "UPDATE intake_accuracypledge SET data_sheet = replace(data_sheet, 'الطائف', 'الطايف')",
    "sha256": f"UPDATE intake_accuracypledge SET sha256 = '{'0' * 64}'",
    "strokes": "UPDATE intake_accuracypledge SET strokes = replace(strokes, '8000', '8001')",
    "strokes_sha256": f"UPDATE intake_accuracypledge SET strokes_sha256 = '{'0' * 64}'",
}


@pytest.mark.parametrize("sql", TAMPERED.values(), ids=TAMPERED)
def test_a_letter_changed_in_the_database_is_found_here_and_by_the_history(clerk, sql):
    drawn(clerk)
    with past_the_guards() as run:
        run(sql)
    code, _out, errors = verified()
    assert code == 1
    (sentence, summary) = errors.splitlines()
    assert summary == _("%(broken)d broken digests.") % {"broken": 1}
    assert [finding for finding in all_findings() if finding == sentence] == [sentence], "told once"


def test_a_sheet_of_another_request_is_found(clerk):
    one, other = (make.make_request("pledged", by=clerk) for _time in range(2))
    with past_the_guards() as run:
        run(
            "UPDATE intake_accuracypledge SET (data_sheet, sha256) = (SELECT data_sheet, sha256 "
            "FROM intake_accuracypledge WHERE support_request_id = %s) WHERE support_request_id = %s",
            [one.pk, other.pk],
        )
    code, _out, errors = verified()
    assert code == 1
    assert other.reference in errors
    assert one.reference not in errors


@pytest.mark.parametrize("name", ["scan", "signature"])
@pytest.mark.parametrize("lost", [True, False])
def test_a_lost_or_exchanged_file_is_found(clerk, name, lost):
    if name == "signature":
        drawn(clerk)
    else:
        make.make_request("pledged", by=clerk)
    stored = getattr(AccuracyPledge.objects.get(), name)
    default_storage.delete(stored.key)
    if not lost:
        default_storage.save(stored.key, ContentFile(b"another"))
    code, _out, errors = verified()
    assert code == 1
    assert str(stored.pk) in errors
    assert verified(without_files=True)[0] == 0


def test_more_pledges_ask_no_more_of_the_database(clerk):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            list(judged_pledges(with_files=False))
        return len(captured)

    make.make_request("pledged", by=clerk)
    one = asked()
    for _time in range(4):
        make.make_request("pledged", by=clerk)
    assert asked() == one


def test_only_the_auditor_reads_the_signed_text_and_the_strokes(clerk, sign_in):
    request = drawn(clerk)
    pledge = AccuracyPledge.objects.get()
    assert hidden_from(clerk, AccuracyPledge) == {"data_sheet", "strokes"}
    assert hidden_from(None, AccuracyPledge) == {"data_sheet", "strokes"}
    auditor = make.make_user("auditor")
    assert not hidden_from(auditor, AccuracyPledge)
    page = sign_in(auditor).get(reverse("admin:intake_accuracypledge_change", args=[pledge.pk]))
    assert pledge.sha256 in page.text
    # Neither stands in the trail, which more people read.
    for entry in AuditEntry.objects.filter(about_request=request.pk):
        assert "strokes" not in entry.changes
        assert "data_sheet" not in entry.changes
