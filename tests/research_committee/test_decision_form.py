"""Recording a decision: the day from which it may be, reasons that say something, and what is granted."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from arabic.calendars import dual
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
