"""The confidential annex: the committee and the researcher of the study read it, and nobody anywhere else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from audit.models import AuditEntry, ReadLog
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from intake import side_paths
from intake.models import SupportRequest
from research_committee.beside_study.annex import keep_annex
from research_committee.models import ConfidentialAnnex
from research_committee.voting import recuse
from tests.factories import make_request, make_user

from .factories import make_item, make_studied

pytestmark = pytest.mark.django_db
SECRET = "تتعرض الأم لعنف في المنزل ولا يعلم بذلك أحد من الأسرة"


@pytest.fixture
def annex():
    report = make_studied().reports.get()
    return keep_annex(report, SECRET, by=report.researcher)


def annex_url(annex) -> str:
    return reverse("report_annex", args=[annex.report_id])


def test_an_empty_annex_is_none():
    report = make_studied().reports.get()
    assert keep_annex(report, " \n ", by=report.researcher) is None
    assert ConfidentialAnnex.objects.count() == 0


def test_only_the_researcher_of_the_study_writes_it():
    report = make_studied().reports.get()
    for role in (Role.RESEARCHER, Role.COMMITTEE, Role.EXECUTIVE, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            keep_annex(report, SECRET, by=make_user(role))


def test_it_is_kept_as_it_was_written(annex):
    annex.text = "x"
    with pytest.raises(Refused):
        write(annex, by=system_user(), reason="x")
    for change in ("UPDATE research_committee_confidentialannex SET text = 'x'", "DELETE FROM %s"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change.replace("%s", "research_committee_confidentialannex"))


@pytest.mark.parametrize("role", list(Role))
def test_the_committee_reads_it_and_no_other_role_does(annex, sign_in, role):
    status = sign_in(make_user(role)).get(annex_url(annex)).status_code
    assert status == (200 if role == Role.COMMITTEE else 404)


def test_its_researcher_reads_it_and_each_look_is_a_row_of_its_own(annex, sign_in):
    page = sign_in(annex.report.researcher).get(annex_url(annex))
    assert SECRET in page.text
    look = ReadLog.objects.get(model="research_committee.confidentialannex")
    assert (look.object_pk, look.about_request) == (annex.pk, annex.report.support_request_id)


def test_another_researcher_who_sees_the_request_does_not_read_it(sign_in):
    request = make_studied()
    report = request.reports.get()
    annex = keep_annex(report, SECRET, by=report.researcher)
    request = side_paths.return_request(
        SupportRequest.objects.get(pk=request.pk), reason="نقص في الوثائق", by=make_user(Role.COMMITTEE)
    )
    side_paths.open_clarification(request, questions="ما الوثائق الناقصة؟", by=make_user(Role.RECEPTION))
    client = sign_in(make_user(Role.RESEARCHER))
    assert client.get(reverse("report_detail", args=[report.pk])).status_code == 200
    assert client.get(annex_url(annex)).status_code == 404


def test_a_recused_member_does_not_read_it(sign_in):
    item, committee = make_item()
    report = item.support_request.reports.get()
    annex = keep_annex(report, SECRET, by=report.researcher)
    member = committee.members[0]
    assert sign_in(member).get(annex_url(annex)).status_code == 200
    recuse(item, member=member, reason="قرابة من الدرجة الثانية", by=member)
    assert sign_in(member).get(annex_url(annex)).status_code == 404


def test_the_study_page_leads_to_it_only_those_who_may_read_it(annex, sign_in):
    report_url = reverse("report_detail", args=[annex.report_id])
    shown = {
        role: annex_url(annex) in sign_in(make_user(role)).get(report_url).text
        for role in (Role.COMMITTEE, Role.EXECUTIVE, Role.AUDITOR, Role.RECEPTION)
    }
    assert shown == {
        Role.COMMITTEE: True,
        Role.EXECUTIVE: False,
        Role.AUDITOR: False,
        Role.RECEPTION: False,
    }


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.RECEPTION, Role.EXECUTIVE])
def test_no_history_tells_it_or_that_there_is_one(annex, sign_in, role):
    request = annex.report.support_request
    client = sign_in(make_user(role))
    for name in ("request_detail", "request_history"):
        page = client.get(reverse(name, args=[request.pk])).text
        assert "عنف" not in page
        assert "ملحق" not in page


def test_the_trail_keeps_no_word_of_it(annex):
    assert not AuditEntry.objects.filter(changes__icontains="عنف").exists()
    entry = AuditEntry.objects.get(model="research_committee.confidentialannex")
    assert entry.changes == {}


def test_the_administration_shows_that_it_is_there_and_not_what_it_says(annex, sign_in):
    name = "admin:research_committee_confidentialannex"
    history = annex.history.get().pk
    pages = {
        "change": [annex.pk],
        "history": [annex.pk],
        "simple_history": [annex.pk, history],
        "changelist": [],
    }
    auditor, administrator = make_user(Role.AUDITOR), make_user(Role.ADMINISTRATOR)
    for act, args in pages.items():
        page = sign_in(auditor).get(reverse(f"{name}_{act}", args=args))
        assert page.status_code == 200
        assert "عنف" not in page.text
        assert sign_in(administrator).get(reverse(f"{name}_{act}", args=args)).status_code == 403


def test_a_request_without_a_study_has_none(sign_in):
    request = make_request("received")
    assert (
        sign_in(make_user(Role.COMMITTEE)).get(reverse("report_annex", args=[request.pk])).status_code == 404
    )
