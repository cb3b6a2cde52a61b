"""The study while it is written and as it is read: its figures add up, and nothing typed is lost."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from arabic.calendars import dual, riyadh_today
from audit.writing import write
from beneficiaries.households.budget import record_budget_line
from intake.models import SupportRequest
from research_committee.models import ResearchReport
from tests.factories import make_request, make_user
from tests.households import make_household, make_member
from tests.walks.page import Page

from .factories import (
    add_item,
    advice,
    decide,
    make_committee,
    make_session,
    make_studied,
    make_visit,
    sheet,
    submit_study,
    vote,
)
from .typed import typed_study

pytestmark = pytest.mark.django_db


def address(request, name: str = "report_submit") -> str:
    return reverse(name, args=[request.pk])


def send(client, request, button: str = "", **fields):
    sent = {"idempotency_key": str(uuid.uuid4()), "seen_version": request.version, **typed_study(**fields)}
    return client.post(
        address(request), sent | ({button.split("=")[0]: button.split("=")[1]} if button else {})
    )


def test_a_study_that_is_typed_becomes_a_report(sign_in, request_of):
    answer = send(sign_in(request_of.researcher), request_of)
    assert answer.status_code == 303, answer.context["form"].errors
    report = ResearchReport.objects.get()
    assert (report.monthly_income, report.monthly_expenses) == (Decimal(3200), Decimal("4100.50"))
    assert report.household_size == 2
    assert [row["code"] for row in report.scores] == [row["code"] for row in report.scale.content["parts"]]
    assert report.recommended_amount == 6000


def test_the_sums_stand_on_the_page_that_comes_back(sign_in, request_of):
    answer = send(
        sign_in(request_of.researcher),
        request_of,
        findings="",
        income_0_amount="٣٬٢٠٠",
        expenses_0_amount="١٤٬١٠٠٫٥٠",
        needs_1_amount="۵۰۰",
    )
    assert answer.status_code == 422
    for sum_ in ("3,200 ريال", "16,101 ريال", "12,901 ريال", "6,500 ريال"):
        assert sum_ in answer.text
    assert "العجز شهريًا" in answer.text


def test_a_figure_that_cannot_be_read_is_not_added_up(sign_in, request_of):
    page = send(sign_in(request_of.researcher), request_of, expenses_1_amount="كثير").context["study"]
    assert page["tables"]["expenses"]["sum"] == "2,100 ريال"


def test_an_empty_form_shows_no_sums(sign_in, request_of):
    page = sign_in(request_of.researcher).get(address(request_of)).context["study"]
    assert not any(table["sum"] for table in page["tables"].values())
    assert page["left"]["shown"] is None
    assert "#" in page["left"]["riyals"]
    assert "#" in page["score"]["words"]


def test_a_row_that_is_begun_is_finished_and_an_empty_one_is_none(sign_in, request_of):
    answer = send(sign_in(request_of.researcher), request_of, income_1_note="نفقة", debts_0_amount="")
    errors = answer.context["form"].errors
    assert {"income_1_kind", "income_1_amount", "debts_0_amount"} == set(errors)
    assert 'id="id_income_1_kind_error"' in answer.text


def test_a_rule_is_named_in_the_row_of_the_page(sign_in, request_of):
    moved = {"needs_0_need": "", "needs_0_urgency": "", "needs_0_amount": "", "needs_1_need": "..."}
    answer = send(sign_in(request_of.researcher), request_of, **moved)
    assert set(answer.context["form"].errors) == {"needs_1_need"}


def test_more_rows_keep_what_was_typed_and_judge_nothing(sign_in, request_of):
    client = sign_in(request_of.researcher)
    answer = send(client, request_of, "more=income", rows_income="2", income_1_amount="كثير", findings="")
    form = Page(answer).form_with("idempotency_key").as_shown()
    assert answer.status_code == 200
    assert not answer.context["form"].errors
    assert form["income_1_amount"] == ["كثير"]
    assert "income_4_kind" in form
    assert form["rows_income"] == ["5"]
    assert not ResearchReport.objects.exists()


@pytest.mark.parametrize("rows", ["", "x", "999999999999", "-5", "٣", "0"])
def test_no_number_of_rows_breaks_the_page(sign_in, request_of, rows):
    answer = send(sign_in(request_of.researcher), request_of, "more=income", rows_income=rows)
    assert answer.status_code == 200
    assert 1 <= len(answer.context["study"]["tables"]["income"]["rows"]) <= 20


def test_without_a_visit_or_a_scale_the_form_is_closed_and_says_why(sign_in):
    request = make_request("referred")
    page = sign_in(request.researcher).get(address(request))
    assert sum(not row["open"] for row in page.context["gate"]) == 2
    assert reverse("visit_record", args=[request.pk]) in page.text


def test_a_page_that_was_refused_keeps_everything(sign_in, request_of):
    typed = typed_study(findings=".", aid_0_monthly="ألف", member_self_note="كانت في العمل")
    form = Page(send(sign_in(request_of.researcher), request_of, **typed)).form_with("idempotency_key")
    shown = form.as_shown()
    assert {name: shown.get(name) for name in typed} == {name: [value] for name, value in typed.items()}


# Stated and found -----------------------------------------------------------------------------------------


@pytest.fixture
def household(request_of):
    clerk = make_user("reception")
    household = make_household(clerk, request_of.beneficiary)
    make_member(household, clerk, "other", born=None)
    for direction, kind, amount in (("income", "salary", "3200"), ("expense", "rent", "1250.50")):
        record_budget_line(
            household, direction=direction, kind=kind, monthly_amount=Decimal(amount), by=clerk
        )
    return household


def as_stated(household) -> dict:
    head, other = household.members.order_by("pk")
    return {
        "member_self_presence": "",
        f"member_{head.pk}_presence": "here",
        f"member_{other.pk}_presence": "away",
        f"member_{other.pk}_note": "سافر",
        "home_rooms": "",
    }


def test_the_form_begins_with_what_the_household_stated(sign_in, request_of, household):
    page = sign_in(request_of.researcher).get(address(request_of))
    shown = Page(page).form_with("idempotency_key").as_shown()
    assert shown["income_0_kind"] == ["salary"]
    assert shown["income_0_amount"] == ["3200.00"]
    assert shown["expenses_0_amount"] == ["1250.50"]
    assert shown["home_tenure"] == [household.housing]
    assert len(page.context["study"]["members"]) == 2
    assert page.context["study"]["tables"]["income"]["rows"][0]["stated"] == "3,200 ريال"
    assert page.context["study"]["left"]["shown"]["value"] == "1,949.50 ريال"


def test_what_was_found_otherwise_is_said_on_the_form_and_in_the_study(sign_in, request_of, household):
    client = sign_in(request_of.researcher)
    fields = as_stated(household) | {"found_0_name": "", "found_0_relation": "", "found_0_age": ""}
    answer = send(client, request_of, **fields, findings="")
    said = [(row.stated, row.found, row.matters) for row in answer.context["study"]["differences"]]
    assert ("يسكن هنا", "لا يسكن هنا · سافر", True) in said
    assert ("1,250.50 ريال", "4,100.50 ريال", True) in said
    assert send(client, request_of, **fields).status_code == 303
    page = client.get(reverse("report_detail", args=[ResearchReport.objects.get().pk]))
    assert [
        (row.stated, row.found, row.matters) for row in page.context["study"]["sheet"]["differences"]
    ] == said
    assert "سافر" in page.text


def test_the_stated_facts_of_a_study_stay_as_they_were_on_its_day(sign_in, request_of, household):
    send(sign_in(request_of.researcher), request_of, **as_stated(household))
    report = ResearchReport.objects.get()
    record_budget_line(
        household, direction="income", kind="pension", monthly_amount=Decimal(5000), by=make_user("reception")
    )
    assert [line["kind"] for line in report.sheet["stated"]["income"]] == ["salary"]


# Read -----------------------------------------------------------------------------------------------------


def test_the_report_says_who_studied_when_and_what_it_comes_to(sign_in):
    request = make_studied()
    report = request.reports.get()
    page = sign_in(request.researcher).get(reverse("report_detail", args=[report.pk])).text
    assert request.researcher.full_name in page
    assert dual(riyadh_today() - timedelta(days=20)) in page
    assert "900.50 ريال" in page
    assert f"{report.score_total} من 100" in page
    assert advice().recommendation_text in page
    assert request.need in page
    assert "js/print" in page
    assert "توقيع الباحث الاجتماعي" in page
    for fact in ("ريم", "انزلاق غضروفي", "رطوبة في غرفة الأطفال", "سلة غذائية", "عاجل", "6,000 ريال"):
        assert fact in page


def test_a_report_from_before_the_sheets_still_shows(sign_in):
    report = make_studied().reports.get()
    request = make_request("referred")
    make_visit(request)
    old = ResearchReport(
        support_request=request,
        study=1,
        researcher=report.researcher,
        visited_on=riyadh_today(),
        visit_kind="field",
        household_size=6,
        monthly_income=3200,
        monthly_expenses=4100,
        findings="أسرة من ستة أفراد",
        needs="سداد الإيجار",
        score_income=22,
        score_housing=18,
        score_health=15,
        score_family=11,
        recommendation="accept",
        recommendation_text="أوصي بالقبول",
    )
    write(old, by=report.researcher, reason="Report")
    page = sign_in(make_user("auditor")).get(reverse("report_detail", args=[old.pk]))
    assert page.status_code == 200
    assert "66 من 100" in page.text
    assert "سداد الإيجار" in page.text


def defer(request) -> None:
    committee = make_committee()
    item = add_item(make_session(committee), request, by=committee.secretary)
    vote(item, dict.fromkeys(committee.everyone, "defer"))
    decide(item, committee.chair)


def test_a_further_study_begins_with_the_last_one(sign_in, request_of):
    submit_study(request_of, sheet=sheet(health="الأب مريض"))
    request = SupportRequest.objects.get(pk=request_of.pk)
    defer(request)
    page = sign_in(request.researcher).get(address(request))
    shown = Page(page).form_with("idempotency_key").as_shown()
    assert shown["health"] == ["الأب مريض"]
    assert shown["found_0_name"] == ["ماجد سعد الحارثي"]
    assert shown["needs_0_need"] == ["سداد إيجار ثلاثة أشهر"]
    assert shown["score_income"] == ["under_half"]
    assert "recommendation" not in shown
    assert page.context["study"]["further"]
