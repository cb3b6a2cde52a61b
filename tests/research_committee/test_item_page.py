"""The page of an agenda item: the study beside the vote, and what a recused member is shown instead."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import dual, riyadh_today
from audit.models import ReadLog
from intake.models import SupportRequest
from research_committee.models import Vote
from research_committee.seats import give_seat
from research_committee.sessions import add_item
from research_committee.studying.sheet import Line
from research_committee.voting import recuse
from tests.factories import make_user

from .factories import (
    answers,
    decide,
    make_committee,
    make_item,
    make_session,
    make_studied,
    sheet,
    study,
    submit_study,
    vote,
)

pytestmark = pytest.mark.django_db
KIN = "قرابة من الدرجة الأولى"


def url(name, row):
    return reverse(name, args=[row.pk])


@pytest.mark.parametrize("name", ["item_detail", "item_vote"])
def test_the_vote_stands_beside_the_study(sign_in, name):
    item, committee = make_item(referred_days_ago=3)
    page = sign_in(committee.members[0]).get(url(name, item))
    assert study()["findings"] in page.text
    assert item.support_request.need in page.text
    assert "4,100.50" in page.text
    assert "900.50" in page.text
    assert f'action="{url("item_vote", item)}"' in page.text
    assert dual(item.support_request.earliest_decision_on) in page.text
    assert "للمناقشة فقط" in page.text
    assert ReadLog.objects.filter(user=committee.members[0]).count() == 1


def test_who_has_no_part_by_the_rule_reads_why_and_finds_no_vote_form(sign_in):
    both = make_user(Role.RESEARCHER)
    request = make_studied(researcher=both)
    set_roles(both, [Role.RESEARCHER, Role.COMMITTEE], by=system_user())
    committee = make_committee()
    give_seat(user=both, from_on=riyadh_today() - timedelta(days=300), by=system_user())
    item = add_item(make_session(committee, [*committee.everyone, both]), request, by=committee.chair)
    page = sign_in(both).get(url("item_detail", item))
    assert page.status_code == 200
    assert "لا يصوّت عليه" in page.context["no_part"]
    assert f'action="{url("item_vote", item)}"' not in page.text
    assert study()["findings"] not in page.text
    assert page.context["vote"]["recused"] == 1
    assert not ReadLog.objects.filter(user=both).exists()


def test_who_has_a_part_reads_no_reason_against_it(sign_in):
    item, committee = make_item()
    recuse(item, member=committee.members[0], reason=KIN, by=committee.chair)
    assert sign_in(committee.members[0]).get(url("item_detail", item)).status_code == 404
    assert sign_in(committee.chair, fresh=True).get(url("item_detail", item)).context["no_part"] == ""
    auditor = sign_in(make_user(Role.AUDITOR), fresh=True).get(url("item_detail", item))
    assert auditor.context["no_part"] == ""
    assert auditor.context["form"] is None


def test_a_vote_is_cast_and_changed_on_the_items_page(sign_in):
    item, committee = make_item()
    client = sign_in(committee.chair)
    for version, choice in enumerate(("accept", "reject")):
        form = client.get(url("item_detail", item)).context["form"]
        assert form["seen_version"].value() == version
        fields = {"idempotency_key": str(uuid.uuid4()), "seen_version": version, "choice": choice}
        assert client.post(url("item_vote", item), fields).status_code == 303
    assert Vote.objects.get().choice == "reject"
    answer = client.post(url("item_vote", item), {"idempotency_key": str(uuid.uuid4()), "choice": ""})
    assert answer.status_code == 422
    assert "choice" in answer.context["form"].errors
    assert study()["findings"] in answer.text


def test_a_second_study_shows_what_is_otherwise_and_why_it_was_asked_for(sign_in):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "defer"))
    decide(item, committee.chair, reasons="يلزم التحقق من دخل الأسرة قبل القرار.")
    request = SupportRequest.objects.get(pk=item.support_request_id)
    first = request.reports.get()
    submit_study(
        request, sheet=sheet(income=(Line("salary", Decimal("5000")),)), answers=answers(income="under_all")
    )
    request = SupportRequest.objects.get(pk=request.pk)
    again = add_item(make_session(committee), request, by=committee.chair)
    page = sign_in(committee.chair).get(url("item_detail", again))
    shown = page.context["study"]
    assert shown["deferral"] == "يلزم التحقق من دخل الأسرة قبل القرار."
    assert shown["deferral"] in page.text
    assert [(row["before"], row["after"]) for row in shown["differences"]] == [
        ("3,200 ريال", "5,000 ريال"),
        ("\u200e-900.50 ريال", "899.50 ريال"),
        (24, 12),
        (first.score_total, first.score_total - 12),
    ]
    report = sign_in(committee.chair).get(url("report_detail", shown["report"]))
    assert shown["deferral"] in report.text
