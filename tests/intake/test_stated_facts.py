"""Each stated fact and its proof: what a comparison closes, and when it counts no more."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from beneficiaries.people import change_person
from intake.case_file import CaseFile
from intake.checks.comparing import Comparison, record_comparisons
from intake.checks.facts import stated_facts
from intake.checks.rules import stated_facts_are_proven
from intake.checks.waivers import waive_fact
from intake.documents import record_document, verify_request
from intake.models import Fact, FactCheck
from intake.side_paths import return_request
from tests import factories as make
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def request_(clerk):
    """A received request whose documents all match."""
    verified = make.make_request("verified", by=clerk)
    return return_request(verified, reason="لمراجعة ثانية", by=clerk)


def compare(request, clerk, fact="name", verdict="matches", **more) -> list[FactCheck]:
    row = Comparison(fact=fact, verdict=verdict, **more)
    return record_comparisons(request, comparisons=[row], by=clerk)


def reason(request, clerk):
    return stated_facts_are_proven(CaseFile(request), clerk)


def test_what_is_not_stated_is_not_asked_to_be_proven(request_, clerk):
    facts = {fact.fact for fact in stated_facts(CaseFile(request_))}
    assert {"identity", "name", "birth_date", "gender", "phone", "address"} <= facts
    assert not {"iban", "health", "household", "income", "nationality"} & facts
    change_person(request_.beneficiary, by=clerk, iban="SA0380000000608010167519")
    request_.refresh_from_db()
    assert "iban" in {fact.fact for fact in stated_facts(CaseFile(request_))}


def test_a_fact_that_differs_keeps_the_request_from_being_verified_until_it_is_corrected(request_, clerk):
    compare(request_, clerk, "address", "differs", found="عقد الإيجار في جدة")
    assert str(Fact.ADDRESS.label) in reason(request_, clerk)
    with pytest.raises(Refused):
        verify_request(request_, by=clerk)
    change_person(request_.beneficiary, by=clerk, city="جدة")
    request_.refresh_from_db()
    assert reason(request_, clerk) is None
    assert verify_request(request_, by=clerk).state == "verified"


def test_a_fact_without_its_proof_closes_the_gate_and_one_that_nobody_looked_at_does_not(request_, clerk):
    assert reason(request_, clerk) is None
    compare(request_, clerk, "phone", "missing")
    assert reason(request_, clerk)
    compare(request_, clerk, "phone", "matches")
    assert reason(request_, clerk) is None


def test_a_proof_that_is_missing_later_proves_nothing(request_, clerk):
    proof = request_.verifications.order_by("pk").first()
    compare(request_, clerk, proven_by=proof.pk)
    assert reason(request_, clerk) is None
    record_document(request_, document=proof.required_document, verdict="missing", by=clerk)
    assert reason(request_, clerk)


def test_a_comparison_names_what_was_found_and_a_document_of_this_request(request_, clerk):
    other = make.make_request("verified", by=clerk).verifications.first()
    for row in (
        {"verdict": "differs"},
        {"verdict": "matches", "proven_by": other.pk},
        {"verdict": "missing", "proven_by": request_.verifications.first().pk},
        {"verdict": "", "found": "شيء"},
        {"fact": "iban", "verdict": "matches"},
        {"verdict": "matches", "shown_sha256": "0" * 64},
    ):
        with pytest.raises(Refused):
            compare(request_, clerk, **row)
    assert not FactCheck.objects.filter(support_request=request_).exists()


def test_only_what_changed_is_written_and_all_of_it_or_nothing(request_, clerk):
    (first,) = compare(request_, clerk, "name")
    rows = [Comparison(fact="name", verdict="matches"), Comparison(fact="gender", verdict="matches")]
    assert [check.fact for check in record_comparisons(request_, comparisons=rows, by=clerk)] == ["gender"]
    with pytest.raises(Refused):
        record_comparisons(request_, comparisons=rows, by=clerk)
    with pytest.raises(Refused):
        record_comparisons(
            request_,
            comparisons=[
                Comparison(fact="phone", verdict="matches"),
                Comparison(fact="address", verdict="differs"),
            ],
            by=clerk,
        )
    first.refresh_from_db()
    assert first.version == 1
    assert not request_.fact_checks.filter(fact="phone").exists()


def test_a_comparison_that_somebody_else_changed_meanwhile_is_refused(request_, clerk):
    compare(request_, clerk, "name")
    (check,) = compare(request_, clerk, "name", "missing", seen_version=1)
    with pytest.raises(Refused):
        compare(request_, clerk, "name", "matches", seen_version=1)
    check.refresh_from_db()
    assert check.verdict == "missing"


def test_a_missing_proof_is_waived_by_the_executive_director_and_a_difference_is_corrected(request_, clerk):
    executive, because = make.make_user(Role.EXECUTIVE), "الشريحة باسم ابنها وهو مسافر الآن"
    for fact in ("phone", "gender"):
        with pytest.raises(Refused):
            waive_fact(request_, fact=fact, reason=because, by=executive)
        compare(request_, clerk, fact, "missing")
    with pytest.raises(NotPermitted):
        waive_fact(request_, fact="phone", reason=because, by=clerk)
    with pytest.raises(Refused):
        waive_fact(request_, fact="phone", reason="لا شيء لا شيء", by=executive)
    waive_fact(request_, fact="phone", reason=because, by=executive)
    assert str(Fact.PHONE.label) not in reason(request_, clerk)
    compare(request_, clerk, "gender", "differs", found="أنثى")
    with pytest.raises(Refused):
        waive_fact(request_, fact="gender", reason=because, by=executive)
    compare(request_, clerk, "gender")
    assert reason(request_, clerk) is None
    assert because in stated_facts_are_proven.said(CaseFile(request_))
    compare(request_, clerk, "phone", "missing", proven_by=None, found="لا يرد أحد")
    assert reason(request_, clerk)


def test_nobody_compares_what_they_may_not_read(request_, clerk):
    branch = make.make_branch()
    change_person(request_.beneficiary, by=clerk, branch=branch, health_note="سكري")
    delegate = make.make_user(Role.DELEGATE, branch=branch)
    request_.refresh_from_db()
    request_.branch = branch
    write(request_, by=clerk, reason="x")
    with pytest.raises(NotPermitted):
        compare(request_, delegate, "health")
    assert compare(request_, delegate, "name")


def test_what_was_found_of_health_is_masked_for_those_who_may_not_read_it(sign_in, request_, clerk):
    change_person(request_.beneficiary, by=clerk, health_note="سكري")
    request_.refresh_from_db()
    compare(request_, clerk, "health", "differs", found="ضغط الدم")
    compare(request_, clerk, "name", "differs", found="اسم آخر")
    shown = {}
    for role in (Role.RECEPTION, Role.EXECUTIVE):
        client = sign_in(make.make_user(role), fresh=True)
        assert str(Fact.HEALTH.label) in client.get(reverse("request_detail", args=[request_.pk])).text
        pages = ("request_papers", "request_history", "request_detail")
        shown[role] = "".join(client.get(reverse(page, args=[request_.pk])).text for page in pages)
    assert "ضغط الدم" in shown[Role.RECEPTION]
    assert "ضغط الدم" not in shown[Role.EXECUTIVE]
    assert "اسم آخر" in shown[Role.EXECUTIVE]


def test_the_page_shows_what_is_stated_and_says_which_comparison_counts_no_more(sign_in, request_, clerk):
    client, way = sign_in(clerk), reverse("request_facts", args=[request_.pk])
    proof = request_.verifications.order_by("pk").first()
    form = client.get(way).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    refused = client.post(way, data | {"name_verdict": "differs"})
    assert refused.status_code == 422
    assert Page(refused).texts("errors")
    data |= {"name_verdict": "matches", "name_proof": proof.pk}
    assert client.post(way, data).status_code == 303
    assert request_.fact_checks.get().proven_by == proof
    assert client.get(way).context["form"]["name_verdict"].value() == "matches"
    change_person(request_.beneficiary, by=clerk, first_name="نورة")
    page = client.get(way)
    assert page.context["form"]["name_verdict"].value() is None
    assert "نورة" in page.text


def test_a_stated_word_is_never_read_as_a_template(sign_in, request_, clerk):
    change_person(request_.beneficiary, by=clerk, workplace="{{ form }} <b>")
    page = sign_in(clerk).get(reverse("request_facts", args=[request_.pk])).text
    assert "{{ form }} &lt;b&gt;" in page
