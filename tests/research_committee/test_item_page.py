"""The page of an agenda item: the study beside the vote, and what a recused member is shown instead."""

import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import dual
from audit.models import ReadLog
from intake.models import SupportRequest
from research_committee.models import Vote
from research_committee.research import submit_report
from research_committee.sessions import add_item
from research_committee.voting import recuse
from tests.factories import make_user

from .factories import decide, make_item, make_session, study, vote

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


@pytest.mark.parametrize("name", ["item_detail", "item_vote"])
def test_a_recused_member_reads_why_and_finds_no_vote_form(sign_in, name):
    item, committee = make_item()
    member = committee.members[0]
    vote(item, {committee.chair: "reject"})
    recuse(item, member=member, reason=KIN, by=member)
    page = sign_in(member).get(url(name, item))
    assert page.status_code == 200
    assert KIN in page.context["no_part"]
    assert "لا مشاركة لك في هذا البند" in page.text
    assert f'action="{url("item_vote", item)}"' not in page.text
    assert study()["findings"] not in page.text
    assert item.support_request.need not in page.text
    assert page.context["vote"]["recused"] == 1
    assert not ReadLog.objects.filter(user=member).exists()


def test_a_recusal_by_the_chair_and_one_by_the_rule_say_so(sign_in):
    item, committee = make_item()
    member = committee.members[0]
    recuse(item, member=member, reason=KIN, by=committee.chair)
    assert committee.chair.full_name in sign_in(member).get(url("item_detail", item)).context["no_part"]
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
    submit_report(request, by=request.researcher, **study(monthly_income=Decimal("5000"), score_income=10))
    request = SupportRequest.objects.get(pk=request.pk)
    again = add_item(make_session(committee), request, by=committee.chair)
    page = sign_in(committee.chair).get(url("item_detail", again))
    shown = page.context["study"]
    assert shown["deferral"] == "يلزم التحقق من دخل الأسرة قبل القرار."
    assert shown["deferral"] in page.text
    assert [(row["before"], row["after"]) for row in shown["differences"]] == [
        ("3,200 ريال", "5,000 ريال"),
        ("-900.50 ريال", "899.50 ريال"),
        (22, 10),
        (66, 54),
    ]
    report = sign_in(committee.chair).get(url("report_detail", shown["report"]))
    assert shown["deferral"] in report.text
