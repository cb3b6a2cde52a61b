"""What the request page says of an appeal: the reason of the rejection first, what was said, and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import dual, riyadh_today
from intake.models import SupportRequest
from tests.factories import make_user

from .appealing import GROUNDS, appeal, appealed, decide_appeal, item_of_appeal, last_day, rejected
from .factories import REASONS, decide, vote

pytestmark = pytest.mark.django_db


def page_of(sign_in, request):
    return sign_in(request.received_by).get(reverse("request_detail", args=[request.pk]))


def test_an_appeal_stands_below_the_reason_that_it_is_against(sign_in):
    request, _committee = rejected(days_ago=3)
    row = appeal(request)
    page = page_of(sign_in, request)
    text, shown = page.text, page.context["appeal"]
    assert shown["reason"]
    assert text.index(shown["reason"]) < text.index(REASONS) < text.index(GROUNDS)
    values = [fact["value"] for fact in shown["facts"]]
    earliest = SupportRequest.objects.get(pk=request.pk).earliest_decision_on
    assert values == [dual(row.received_on), dual(row.window_until), dual(earliest)]
    assert row.said_by in shown["facts"][0]["hint"]
    assert row.channel.label in shown["facts"][0]["hint"]
    assert shown["facts"][1]["hint"] == "ورد في موعده."


def test_a_late_appeal_names_who_admitted_it_and_why(sign_in):
    request, _committee = rejected(days_ago=40)
    executive = make_user(Role.EXECUTIVE, username="executive")
    because = "كانت في المستشفى طوال مدة التظلّم، ومرفق تقرير الخروج."
    row = appeal(request, by=executive, admitted_because=because)
    hint = page_of(sign_in, request).context["appeal"]["facts"][1]["hint"]
    assert executive.full_name in hint
    assert because in hint
    assert row.window_until < row.received_on


def test_an_appeal_stays_on_the_page_while_the_committee_wants_more_study(sign_in):
    request, committee = appealed()
    item = item_of_appeal(request, committee)
    vote(item, dict.fromkeys(committee.everyone, "defer"))
    decide(item, committee.chair)
    page = page_of(sign_in, request)
    assert page.context["support_request"].state == "referred"
    assert GROUNDS in page.text
    assert "تُعاد دراسة الطلب" in page.context["appeal"]["standing"]


def test_a_decided_appeal_gives_its_place_to_the_decision(sign_in):
    request, committee = appealed()
    decide_appeal(request, committee, "reject")
    page = page_of(sign_in, request)
    assert page.context["appeal"] is None
    assert page.context["decision"]["on_appeal"]


def test_after_the_last_day_the_page_says_who_admits_an_appeal(sign_in):
    request, _committee = rejected(days_ago=40)
    assert last_day(request) < riyadh_today() - timedelta(days=1)
    assert "المدير التنفيذي" in page_of(sign_in, request).context["decision"]["appeal"]
