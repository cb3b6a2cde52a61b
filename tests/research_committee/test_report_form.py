"""The research report while it is written and as it is read: its figures add up, and nothing typed is lost."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from arabic.calendars import dual, riyadh_today
from research_committee.report_form import ReportForm
from tests.factories import make_request

from .factories import make_studied, study

pytestmark = pytest.mark.django_db


def send(client, request, **fields):
    sent = {"idempotency_key": str(uuid.uuid4()), "seen_version": request.version, **study(**fields)}
    return client.post(reverse("report_submit", args=[request.pk]), sent)


def test_the_sums_stand_on_the_page_that_comes_back(sign_in):
    request = make_request("referred", referred_days_ago=3)
    answer = send(
        sign_in(request.researcher),
        request,
        visited_on="",
        monthly_income="٣٬٢٠٠",
        monthly_expenses="14100.50",
        score_income="٢٢",
    )
    assert answer.status_code == 422
    assert "العجز كل شهر" in answer.text
    assert "10,900.50 ريال" in answer.text
    assert "66 من 100" in answer.text


def test_a_figure_that_cannot_be_read_is_not_added_up(sign_in):
    request = make_request("referred", referred_days_ago=3)
    answer = send(sign_in(request.researcher), request, monthly_income="كثير", score_health="99")
    sums = answer.context["form"].sums
    assert sums["left"] is None
    assert sums["score"] == "51 من 100"


def test_an_empty_form_shows_no_sums():
    sums = ReportForm().sums
    assert sums["left"] is None
    assert sums["score"] == ""
    assert "#" in sums["riyals"]
    assert "#" in sums["points"]


def test_the_fields_stand_in_the_order_of_the_page():
    names = [name for name, _field in ReportForm().fields.items()]
    assert names.index("score_family") < names.index("recommendation") < names.index("recommendation_text")


def test_the_page_brings_its_own_script(sign_in):
    request = make_request("referred", referred_days_ago=3)
    page = sign_in(request.researcher).get(reverse("report_submit", args=[request.pk])).text
    assert "js/sums" in page
    assert page.count("data-sum=") == 2
    assert 'data-minus="id_monthly_expenses"' in page


def test_the_report_says_who_studied_when_and_what_it_comes_to(sign_in):
    request = make_studied()
    report = request.reports.get()
    page = sign_in(request.researcher).get(reverse("report_detail", args=[report.pk])).text
    assert request.researcher.full_name in page
    assert dual(riyadh_today() - timedelta(days=20)) in page
    assert "900.50 ريال" in page
    assert "66 من 100" in page
    assert study()["recommendation_text"] in page
    assert request.need in page
    assert "js/print" in page
    assert "توقيع الباحث الاجتماعي" in page
