"""The second reading: where the policy version asks, no study is decided that only one researcher has looked at."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import riyadh_today
from audit.models import ReadLog
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from intake.assigning.reassigning import reassign_researcher
from intake.models import SupportRequest
from intake.side_paths import return_request
from policies.loading import load_pack
from policies.pack_reader import PACKS_DIR
from research_committee import decisions
from research_committee.beside_study.annex import keep_annex
from research_committee.beside_study.rules import reason_second_reading_missing
from research_committee.beside_study.second_reading import read_second
from research_committee.models import Decision, ResearchReport, SecondReading, StudyVisit
from research_committee.sessions import carry_over
from tests.factories import make_request, make_user, system_user
from tests.tampering import past_the_guards

from .factories import decide, make_item, make_studied, submit_study, vote

pytestmark = pytest.mark.django_db
REMARKS = "دخل الابن الأكبر لم يحسب في دخل الأسرة."


@pytest.fixture(autouse=True)
def _policy_that_asks(tmp_path):
    """The policy in force wants every study read twice."""
    pack = (PACKS_DIR / "cra-taif.toml").read_text(encoding="utf-8")
    path = tmp_path / "asking.toml"
    path.write_text(pack.replace("quorum_percent = 50", "quorum_percent = 50\nsecond_reader = true"), "utf-8")
    assert load_pack(str(path), by=system_user()).version.second_reader


@pytest.fixture
def report() -> ResearchReport:
    return make_studied().reports.get()


@pytest.fixture
def reader():
    return make_user(Role.RESEARCHER)


def read_url(report) -> str:
    return reverse("report_read_second", args=[report.pk])


def insert_reading(report, reader) -> None:
    """Past every rule of the code."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO research_committee_secondreading (version, report_id, reader_id, verdict, remarks) "
            "VALUES (1, %s, %s, 'agrees', '')",
            [report.pk, reader.pk],
        )


def test_a_study_waits_for_it_where_the_policy_asks(report, reader):
    request = report.support_request
    assert "باحث" in reason_second_reading_missing(request)
    read_second(report, verdict="agrees", by=reader)
    assert reason_second_reading_missing(request) is None


def test_only_another_researcher_reads(report):
    with pytest.raises(Refused, match="درس"):
        read_second(report, verdict="agrees", by=report.researcher)
    for role in set(Role) - {Role.RESEARCHER}:
        with pytest.raises(NotPermitted):
            read_second(report, verdict="agrees", by=make_user(role))


def test_a_verdict_that_differs_says_why(report, reader):
    for remarks in ("", "-", "لا يوجد"):
        with pytest.raises(Refused):
            read_second(report, verdict="disagrees", remarks=remarks, by=reader)
    assert read_second(report, verdict="disagrees", remarks=REMARKS, by=reader).remarks == REMARKS


def test_who_had_the_study_in_hand_before_does_not_read_it():
    """The draft goes with the study: the words may be of whoever began it."""
    request, executive = make_request("referred"), make_user(Role.EXECUTIVE)
    former, other = request.researcher, make_user(Role.RESEARCHER)
    reassign_researcher(request, researcher=other, reason="توزيع العمل بين الباحثين", by=executive)
    report = submit_study(SupportRequest.objects.get(pk=request.pk))
    assert report.researcher == other
    with translation.override("en"), pytest.raises(Refused, match="had the study in hand"):
        read_second(report, verdict="agrees", by=former)
    assert not ResearchReport.objects.waiting_for_second_reader(former).exists()
    with pytest.raises(IntegrityError, match="nobody_reads_their_own_study"):
        insert_reading(report, former)
    insert_reading(report, make_user(Role.RESEARCHER))


def test_a_study_is_read_by_one(report, reader):
    read_second(report, verdict="agrees", by=reader)
    with pytest.raises(Refused):
        read_second(report, verdict="agrees", by=make_user(Role.RESEARCHER))


def test_who_visited_the_household_does_not_read(report, reader):
    visit = StudyVisit(
        support_request=report.support_request,
        study=report.study,
        researcher=reader,
        kind="field",
        visited_on=riyadh_today(),
        at_home="الأم",
        seen="شقة مستأجرة من غرفتين",
    )
    with past_the_guards():
        write(visit, by=system_user(), reason="x")
    with pytest.raises(Refused, match="زار"):
        read_second(report, verdict="agrees", by=reader)
    assert not ResearchReport.objects.waiting_for_second_reader(reader).exists()
    with pytest.raises(IntegrityError):
        insert_reading(report, reader)


def test_who_voted_does_not_read():
    item, committee = make_item()
    member = committee.members[0]
    vote(item, {member: "accept"})
    set_roles(member, [Role.COMMITTEE, Role.RESEARCHER], by=system_user())
    report = item.support_request.reports.get()
    member = type(member).objects.get(pk=member.pk)
    with pytest.raises(Refused, match="صوّت"):
        read_second(report, verdict="agrees", by=member)
    with pytest.raises(IntegrityError):
        insert_reading(report, member)


def test_the_database_refuses_the_researcher_and_a_study_of_the_past(report, reader):
    with pytest.raises(IntegrityError):
        insert_reading(report, report.researcher)
    return_request(report.support_request, reason="نقص في الوثائق", by=make_user(Role.COMMITTEE))
    with pytest.raises(IntegrityError):
        insert_reading(report, reader)


def test_it_is_discussed_and_voted_on_but_not_decided_before_the_reading(reader):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    with pytest.raises(Refused, match="باحث"):
        decide(item, committee.secretary)
    read_second(item.support_request.reports.get(), verdict="remarks", remarks=REMARKS, by=reader)
    assert decide(item, committee.secretary).outcome == "reject"


def test_it_may_be_carried_over_before_the_reading():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    assert carry_over(item, reason="لم يقرأها باحث ثان بعد", by=committee.secretary).closed_at


def test_the_database_refuses_the_decision_before_the_reading(monkeypatch):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    monkeypatch.setattr(decisions, "refuse_unless", lambda *args: None)
    with pytest.raises(IntegrityError, match="a_decision_waits_for_the_second_reading"), transaction.atomic():
        decide(item, committee.secretary)
    assert not Decision.objects.exists()


# Who sees what ----------------------------------------------------------------------------------------------


def test_the_reader_finds_the_study_reads_it_and_sees_it_no_more(report, reader, sign_in):
    keep_annex(report, "سر لا يعلمه أحد من الأسرة", by=report.researcher)
    client = sign_in(reader)
    home = client.get(reverse("home")).text
    assert read_url(report) in home
    assert "قراءة ثانية" in home
    page = client.get(read_url(report))
    assert report.findings in page.text
    assert "annex" not in page.text
    assert ReadLog.objects.filter(user=reader, model="research_committee.researchreport").count() == 1
    sent = {"idempotency_key": str(uuid.uuid4()), "verdict": "remarks", "remarks": REMARKS}
    assert client.post(read_url(report), sent).status_code == 303
    assert SecondReading.objects.get().reader == reader
    for address in (
        read_url(report),
        reverse("report_detail", args=[report.pk]),
        reverse("request_detail", args=[report.support_request_id]),
    ):
        assert client.get(address).status_code == 404
    assert read_url(report) not in client.get(reverse("home")).text


def test_where_the_policy_does_not_ask_nobody_else_sees_the_study(report, reader, sign_in):
    read_second(report, verdict="agrees", by=make_user(Role.RESEARCHER))
    assert sign_in(reader).get(read_url(report)).status_code == 404


def test_the_committee_reads_it_beside_the_study(reader, sign_in):
    item, committee = make_item()
    client, url = sign_in(committee.chair), reverse("item_detail", args=[item.pk])
    assert "القراءة الثانية لم تتم بعد" in client.get(url).text
    report = item.support_request.reports.get()
    read_second(report, verdict="disagrees", remarks=REMARKS, by=reader)
    for address in (url, reverse("report_detail", args=[report.pk])):
        page = client.get(address).text
        assert REMARKS in page
        assert reader.full_name in page
        assert "القراءة الثانية لم تتم بعد" not in page


def test_the_committee_and_the_researcher_are_not_asked_to_read(report, sign_in):
    for user in (report.researcher, make_user(Role.COMMITTEE)):
        assert sign_in(user).get(read_url(report)).status_code == 404
        assert read_url(report) not in sign_in(user).get(reverse("home")).text


def test_the_room_sees_the_verdict_on_the_board_but_not_the_remarks(sign_in, reader):
    item, committee = make_item()
    read_second(item.support_request.reports.get(), verdict="disagrees", remarks=REMARKS, by=reader)
    address = f"{reverse('session_detail', args=[item.session_id])}?item={item.pk}"
    page = sign_in(committee.chair).get(address)
    assert str(page.context["panel"]["study"]["reading"]["label"]) in page.text
    assert "القبول" in [fact["value"] for fact in page.context["panel"]["study"]["facts"]]
    assert REMARKS not in page.text


def test_whoever_does_not_simply_agree_is_asked_for_words_on_the_page_itself(sign_in, report, reader):
    for verdict in ("remarks", "disagrees"):
        sent = {"idempotency_key": str(uuid.uuid4()), "verdict": verdict, "remarks": " "}
        page = sign_in(reader).post(read_url(report), sent)
        assert page.status_code == 422
        assert page.context["form"].errors["remarks"] == ["يُرجى كتابة ملاحظاتك للجنة أو ما تراه خلاف ذلك."]
    assert 'action="#reading"' in page.text
