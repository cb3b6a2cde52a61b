"""Whoever is recused from an item finds nothing of its request any more, but its line on the agenda."""

import uuid

import pytest
from django.urls import NoReverseMatch, reverse

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from audit.models import ReadLog
from beneficiaries.models import Beneficiary
from intake.models import SupportRequest
from research_committee.models import AgendaItem, ConfidentialAnnex, ResearchReport
from research_committee.sessions import add_item, carry_over
from research_committee.voting import recuse
from tests.factories import make_user
from tests.matrix.table import in_the_resolver

from .factories import decide, make_committee, make_item, make_session, make_studied, vote

pytestmark = pytest.mark.django_db
KIN = "قرابة من الدرجة الأولى"
# Acts on the line of the agenda, which say nothing about the person.
ON_THE_LINE = {"item_recuse", "item_carry_over", "item_rule_on_conflict"}
# The family's own page, by a secret in its address.
OF_THE_FAMILY = {"request_track"}


def pages_about(item) -> dict[str, str]:
    """Every address of the portal that takes this request, its study, its person or its item, by name."""
    request = item.support_request
    numbers = {
        "request_": request.pk,
        "report_": request.reports.get().pk,
        "person_": request.beneficiary_id,
        "item_": item.pk,
        "visit": request.pk,
    }
    found = {}
    for name in in_the_resolver():
        for beginning, number in numbers.items():
            if name.startswith(beginning):
                try:
                    found[name] = reverse(name, args=[number])
                except NoReverseMatch:
                    continue
    return found


@pytest.fixture
def recused():
    item, committee = make_item()
    member = committee.members[0]
    recuse(item, member=member, reason=KIN, by=member)
    return item, committee, member


def test_no_address_of_the_request_answers(sign_in, recused):
    item, committee, member = recused
    client, pages = sign_in(member, fresh=True), pages_about(item)
    assert {
        "request_detail",
        "request_history",
        "request_papers",
        "report_detail",
        "item_detail",
    } <= pages.keys()
    for name, path in pages.items():
        if name not in ON_THE_LINE | OF_THE_FAMILY:
            assert client.get(path).status_code in (403, 404, 405), name
            sent = client.post(path, {"idempotency_key": str(uuid.uuid4())})
            assert sent.status_code in (403, 404, 405), name
    for name in ("request_detail", "request_history", "report_detail", "item_detail", "item_vote"):
        assert client.get(pages[name]).status_code == 404, name
    assert not ReadLog.objects.filter(user=member).exists()
    chair = sign_in(committee.chair, fresh=True)
    for name in ("request_detail", "request_history", "report_detail", "item_detail", "item_vote"):
        assert chair.get(pages[name]).status_code == 200, name


def test_no_list_names_it(sign_in, recused):
    item, _committee, member = recused
    request = item.support_request
    assert not SupportRequest.objects.visible_to(member).exists()
    assert not ResearchReport.objects.visible_to(member).exists()
    assert not ConfidentialAnnex.objects.visible_to(member).exists()
    assert not AgendaItem.objects.open_to(member).exists()
    assert not Beneficiary.objects.visible_to(member).exists()
    home = sign_in(member, fresh=True).get(reverse("home"))
    assert request.reference not in home.text
    assert request.beneficiary.family_name not in home.text


def test_the_agenda_still_has_its_line(sign_in, recused):
    item, _committee, member = recused
    page = sign_in(member, fresh=True).get(reverse("session_detail", args=[item.session_id]))
    assert item.support_request.reference in page.text
    assert "لا مشاركة لك في هذا البند" in page.text
    assert reverse("item_detail", args=[item.pk]) + '"' not in page.text
    assert KIN in sign_in(member).get(reverse("declaration")).text


def test_the_line_is_all_there_is_after_the_decision_too(sign_in, recused):
    item, committee, member = recused
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decide(item, committee.chair)
    client = sign_in(member, fresh=True)
    assert client.get(reverse("request_detail", args=[item.support_request_id])).status_code == 404
    assert client.get(reverse("item_detail", args=[item.pk])).status_code == 404
    assert client.get(reverse("session_detail", args=[item.session_id])).status_code == 200


def test_a_later_item_of_the_request_is_hidden_as_well(sign_in, recused):
    item, committee, member = recused
    carry_over(item, reason="لم يكتمل النصاب اليوم", by=committee.chair)
    again = add_item(make_session(committee), item.support_request, by=committee.chair)
    client = sign_in(member, fresh=True)
    assert client.get(reverse("item_detail", args=[again.pk])).status_code == 404
    assert client.get(reverse("session_detail", args=[again.session_id])).status_code == 200


def test_chair_and_secretary_keep_the_acts_on_the_line(sign_in):
    item, committee = make_item()
    for user in (committee.chair, committee.secretary):
        recuse(item, member=user, reason=KIN, by=user)
    client = sign_in(committee.chair, fresh=True)
    for name in ON_THE_LINE:
        page = client.get(reverse(name, args=[item.pk]))
        assert page.status_code == 200, name
        assert item.support_request.beneficiary.family_name not in page.text
    fields = {
        "idempotency_key": str(uuid.uuid4()),
        "seen_version": item.version,
        "reason": "لا نصاب بعد التنحي",
    }
    sent = client.post(reverse("item_carry_over", args=[item.pk]), fields)
    assert sent.status_code == 303
    assert sent.url == reverse("session_detail", args=[item.session_id])


def test_declaring_the_own_recusal_leads_to_the_agenda_and_is_safe_to_send_twice(sign_in):
    item, committee = make_item()
    member = committee.members[0]
    client = sign_in(member, fresh=True)
    fields = {"idempotency_key": str(uuid.uuid4()), "member": member.pk, "reason": KIN}
    for _ in range(2):
        sent = client.post(reverse("item_recuse", args=[item.pk]), fields)
        assert sent.status_code == 303
        assert sent.url == reverse("session_detail", args=[item.session_id])


def test_who_handled_it_in_another_role_sees_it_in_that_role():
    committee = make_committee()
    researcher = make_user(Role.RESEARCHER)
    request = make_studied(researcher=researcher)
    set_roles(researcher, [Role.RESEARCHER, Role.COMMITTEE], by=system_user())
    item = add_item(make_session(committee), request, by=committee.chair)
    member = committee.members[0]
    set_roles(member, [Role.COMMITTEE, Role.RESEARCHER], by=system_user())
    recuse(item, member=member, reason=KIN, by=member)
    assert SupportRequest.objects.visible_to(researcher).filter(pk=request.pk).exists()
    assert not SupportRequest.objects.visible_to(member).filter(pk=request.pk).exists()
