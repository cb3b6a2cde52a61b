"""Recording a decision: the day from which it may be, reasons that say something, and what is granted."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from arabic.calendars import dual, riyadh_today
from intake.models import GrantedService
from research_committee.models import Decision

from .factories import REASONS, make_item, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(sign_in):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    return item, sign_in(committee.secretary), reverse("item_decide", args=[item.pk])


def filled(item, **fields):
    return {
        "idempotency_key": str(uuid.uuid4()),
        "seen_version": item.support_request.version,
        "seen_outcome": "accept",
        "reason_code": "income_below_needs",
        "reasons": REASONS,
        "service_1": item.support_request.service_type_id,
        "description_1": "إيجار ثلاثة أشهر",
        "amount_1": "٦٬٠٠٠",
        "conditions_1": "يُصرف إلى المؤجر",
        **fields,
    }


@pytest.mark.parametrize(
    "reasons", ["-", "...", "لا يوجد", "لا توجد", "none", "نعم", "ااااااااااااا", "١٢٣٤٥٦٧٨٩٠"]
)
def test_placeholders_are_no_reasons(accepted, reasons):
    item, client, address = accepted
    answer = client.post(address, filled(item, reasons=reasons))
    assert answer.status_code == 409
    assert "يفهمها المستفيد" in str(answer.context["form"].errors["reasons"])
    assert 'value="إيجار ثلاثة أشهر"' in answer.text
    assert not Decision.objects.exists()


def test_a_refusal_before_the_earliest_day_names_it_in_both_calendars(sign_in):
    item, committee = make_item(referred_days_ago=3)
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    client, address = sign_in(committee.chair), reverse("item_decide", args=[item.pk])
    day = dual(item.support_request.earliest_decision_on)
    page = client.get(address)
    assert any(day in sentence for sentence in page.context["closed"])
    answer = client.post(address, filled(item))
    assert answer.status_code == 409
    assert day in str(answer.context["form"].non_field_errors())


def test_the_day_is_named_while_there_is_no_result_too(sign_in):
    item, committee = make_item(referred_days_ago=3)
    page = sign_in(committee.chair).get(reverse("item_decide", args=[item.pk])).text
    assert dual(item.support_request.earliest_decision_on) in page
    assert "للمناقشة فقط" in page


def test_the_button_names_what_is_recorded(accepted):
    _item, client, address = accepted
    assert "تسجيل القرار: القبول" in client.get(address).text


def test_further_services_fold_away_until_one_is_written(accepted):
    item, client, address = accepted
    assert '<details class="group further" >' in client.get(address).text
    answer = client.post(address, filled(item, description_3="كرسي متحرك"))
    assert answer.status_code == 422
    assert '<details class="group further"  open>' in answer.text
    service = item.support_request.service_type_id
    answer = client.post(address, filled(item, service_3=service, description_3="كرسي متحرك"))
    assert answer.status_code == 303
    assert GrantedService.objects.count() == 2


def test_what_is_granted_is_read_with_its_amount_and_condition(accepted):
    item, client, address = accepted
    assert client.post(address, filled(item)).status_code == 303
    assert GrantedService.objects.get().amount == Decimal("6000")
    page = client.get(reverse("item_detail", args=[item.pk])).text
    assert "إيجار ثلاثة أشهر" in page
    assert "6,000 ريال · الشرط: يُصرف إلى المؤجر" in page


def test_times_and_period_are_read_back_with_the_amount_of_each_time(accepted):
    item, client, address = accepted
    first, last = "1/1/2027", "31/3/2027"
    answer = client.post(address, filled(item, times_1="٣", starts_on_1=first, ends_on_1=last))
    assert answer.status_code == 303
    granted = GrantedService.objects.get()
    assert (granted.times, granted.starts_on, granted.ends_on) == (3, date(2027, 1, 1), date(2027, 3, 31))
    page = client.get(reverse("item_detail", args=[item.pk])).text
    assert "2,000 ريال في كل مرة" in page
    assert "3 مرات" in page
    assert dual(granted.ends_on) in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ends_on_1": "1/1/2027"}, "ends_on_1"),
        ({"starts_on_1": "2/1/2027", "ends_on_1": "1/1/2027"}, "ends_on_1"),
        ({"times_1": "0"}, "times_1"),
        ({"times_1": "121"}, "times_1"),
        ({"starts_on_1": "30/2/2027"}, "starts_on_1"),
    ],
)
def test_a_period_or_number_that_cannot_be_is_named_beside_its_field(accepted, typed, field):
    item, client, address = accepted
    answer = client.post(address, filled(item, **typed))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("code", ["", "made_up", "needs_are_covered", "ا", "income_below_needs' OR 1=1"])
def test_a_reason_that_the_policy_does_not_name_for_the_result_is_no_choice(accepted, code):
    item, client, address = accepted
    answer = client.post(address, filled(item, reason_code=code))
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason_code"]
    assert not Decision.objects.exists()


def test_the_last_day_of_an_appeal_is_shown_before_a_rejection_is_recorded(sign_in):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    page = sign_in(committee.chair).get(reverse("item_decide", args=[item.pk])).text
    days = item.support_request.policy_version.appeal_days
    assert dual(riyadh_today() + timedelta(days=days)) in page
    assert dual(riyadh_today()) in page
    assert dual(item.support_request.earliest_decision_on) in page
