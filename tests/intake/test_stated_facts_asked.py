"""What a request's page asks the database where facts of the household were compared before the pledge."""

from decimal import Decimal

import pytest

from beneficiaries.households.budget import record_budget_line
from intake.checks.comparing import Comparison, record_comparisons
from tests.households import make_household
from tests.matrix.addresses import SIGHT
from tests.test_query_budgets import REQUEST, asked, of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["unclear", "verified", "pledged"])
def test_the_request_page_asks_no_more_where_the_household_was_compared(world, state):
    request, clerk = world.requests[state], world.users["reception"]
    household = make_household(clerk, head=request.beneficiary)
    record_budget_line(household, direction="income", kind="salary", monthly_amount=Decimal(3000), by=clerk)
    facts = [Comparison(fact=fact, verdict="matches") for fact in ("household", "income", "name")]
    assert len(record_comparisons(request, comparisons=facts, by=clerk)) == len(facts)
    figures = {actor: asked(world, actor, of("request_detail", request)) for actor in SIGHT[state].split()}
    assert max(figures.values()) <= REQUEST, figures
