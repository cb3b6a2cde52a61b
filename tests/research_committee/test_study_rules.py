"""What a study must say before it goes to the committee: by the verb, as a shell would call it."""

from decimal import Decimal

import pytest

from accounts.roles import Role
from audit.refusals import Refused
from intake.models import SupportRequest
from policies.drafting import copy_version
from research_committee.models import ResearchReport
from research_committee.research import submit_report
from research_committee.studying.checking import findings_of_sheets
from research_committee.studying.sheet import Found, Home, IllFormed, Line, Member, Need, sheet_of
from tests.factories import make_request, make_user
from tests.tampering import past_the_guards

from .factories import advice, answers, make_studied, make_visit, sheet, study, submit_study

pytestmark = pytest.mark.django_db


def under_study():
    request = make_request("referred")
    make_visit(request)
    return request


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("findings", {"findings": "لا يوجد"}),
        ("income_0_amount", {"sheet": sheet(income=(Line("salary", Decimal(-1)),))}),
        ("income_0_kind", {"sheet": sheet(income=(Line("rent", Decimal(1)),))}),
        ("members_0_presence", {"sheet": sheet(members=(Member("سارة", "head", ""),))}),
        ("members_0_presence", {"sheet": sheet(members=(Member("سارة", "head", "away"),), found=())}),
        ("found_0_age", {"sheet": sheet(found=(Found("ريم", "child", -1),))}),
        ("home_condition", {"sheet": sheet(home=Home("flat", "rented", "lovely"))}),
        ("needs_0_need", {"sheet": sheet(needs=())}),
        ("needs_0_need", {"sheet": sheet(needs=(Need("...", "urgent"),))}),
        ("recommendation_text", {"recommended": advice(recommendation_text="-")}),
        ("recommended_service", {"recommended": advice(recommended_amount=None)}),
        ("recommended_amount", {"recommended": advice(recommended_amount=Decimal(0))}),
        ("recommended_amount", {"recommended": advice(recommendation="reject")}),
    ],
)
def test_a_report_names_the_field_that_is_wrong(field, said):
    request = under_study()
    with pytest.raises(Refused) as refusal:
        submit_report(request, by=request.researcher, **study(**said))
    assert refusal.value.field == field
    assert SupportRequest.objects.get(pk=request.pk).state == "referred"


def test_every_part_of_the_score_is_answered_with_an_answer_of_the_scale():
    request = under_study()
    given = answers()
    first, second = list(given)[:2]
    given[first], given[second] = "", "none of ours"
    with pytest.raises(Refused) as refusal:
        submit_report(request, by=request.researcher, **study(answers=given, findings="."))
    assert {name for name, _said in refusal.value.by_field} == {
        f"score_{first}",
        f"score_{second}",
        "findings",
    }


def test_nobody_is_studied_without_a_visit():
    request = make_request("referred")
    with pytest.raises(Refused, match="زيارة"):
        submit_report(request, by=request.researcher, **study())
    assert not ResearchReport.objects.exists()


def test_what_can_be_computed_is_never_typed():
    request = under_study()
    day = make_visit(request, kind="office").visited_on
    report = submit_report(request, by=request.researcher, **study())
    assert (report.monthly_income, report.monthly_expenses) == (Decimal("3200.00"), Decimal("4100.50"))
    assert report.household_size == 6
    assert (report.visited_on, report.visit_kind) == (day, "office")
    assert report.score_total == sum(row["points"] for row in report.scores)
    assert report.needs.splitlines() == [row.need for row in sheet().needs]


def test_the_sheet_is_read_as_it_was_written():
    report = make_studied().reports.get()
    assert report.sheet["format"] == 2
    assert sheet_of(report.sheet) == sheet()
    assert sheet_of(None) is None


@pytest.mark.parametrize(
    "spoilt",
    [
        [],
        {"format": 3},
        {"format": 2},
        sheet().as_json() | {"more": 1},
        sheet().as_json() | {"members": {}},
        sheet().as_json() | {"home": None},
        sheet().as_json() | {"income": [{"kind": "salary", "amount": "x"}]},
        sheet().as_json() | {"health": 5},
    ],
)
def test_a_sheet_that_is_not_of_its_format_is_not_read(spoilt):
    with pytest.raises(IllFormed):
        sheet_of(spoilt)


def test_columns_that_do_not_follow_from_the_sheet_are_found():
    report = make_studied().reports.get()
    assert not list(findings_of_sheets())
    with past_the_guards() as execute:
        execute("UPDATE research_committee_researchreport SET monthly_income = 9")
    assert [str(report.pk) in said for said in findings_of_sheets()] == [True]
    with past_the_guards() as execute:
        execute("UPDATE research_committee_researchreport SET sheet = '{\"format\": 9}'")
    assert [str(report.pk) in said for said in findings_of_sheets()] == [True]


def test_a_service_of_another_policy_is_not_recommended():
    request = under_study()
    other = copy_version(request.policy_version, by=make_user(Role.ADMINISTRATOR)).service_types.first()
    with pytest.raises(Refused) as refusal:
        submit_report(request, by=request.researcher, **study(recommended=advice(recommended_service=other)))
    assert refusal.value.field == "recommended_service"


def test_a_rejection_recommends_nothing():
    request = make_request("referred")
    report = submit_study(request, recommended=advice(recommendation="reject", recommended_amount=None))
    assert report.recommendation == "reject"
