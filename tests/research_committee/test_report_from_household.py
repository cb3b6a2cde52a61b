"""The study begins with what the household's file knows: nobody is asked twice."""

from decimal import Decimal

import pytest
from django.urls import reverse

from beneficiaries.households.budget import record_budget_line
from tests.factories import make_request, make_user
from tests.households import make_household, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user("reception")


@pytest.fixture
def request_of(clerk):
    return make_request("referred", referred_days_ago=3)


def form_of(sign_in, request):
    return sign_in(request.researcher).get(reverse("report_submit", args=[request.pk])).context["form"]


def test_the_report_begins_with_the_figures_of_the_household(sign_in, clerk, request_of):
    household = make_household(clerk, request_of.beneficiary)
    make_member(household, clerk, "other", born=None)
    for direction, kind, amount in (("income", "salary", "3200"), ("expense", "rent", "1250.50")):
        record_budget_line(
            household, direction=direction, kind=kind, monthly_amount=Decimal(amount), by=clerk
        )
    form = form_of(sign_in, request_of)
    figures = [form[name].value() for name in ("household_size", "monthly_income", "monthly_expenses")]
    assert figures == [2, Decimal("3200"), Decimal("1250.50")]
    assert "1,949.50" in str(form.sums["left"])


def test_an_amount_that_nobody_recorded_is_asked(sign_in, clerk, request_of):
    make_household(clerk, request_of.beneficiary)
    form = form_of(sign_in, request_of)
    assert form["household_size"].value() == 1
    assert form["monthly_income"].value() is None
    assert form.sums["left"] is None


def test_a_person_without_a_household_is_asked_everything(sign_in, request_of):
    assert form_of(sign_in, request_of)["household_size"].value() is None
