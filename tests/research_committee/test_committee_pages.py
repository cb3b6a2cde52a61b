"""The committee's pages: who sees what, what a form does, and how many queries a page needs."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import riyadh_today
from audit.models import ReadLog
from intake.models import SupportRequest
from research_committee.models import AgendaItem, CommitteeMember, CommitteeSession, Decision, Vote
from research_committee.seats import give_seat
from research_committee.sessions import add_item
from research_committee.voting import cast_vote, recuse
from tests.factories import make_request, make_user

from .declared import declare
from .factories import (
    REASONS,
    decide,
    make_committee,
    make_item,
    make_session,
    make_studied,
    make_visit,
    study,
    vote,
)
from .typed import typed_study

pytestmark = pytest.mark.django_db


def url(name, row=None):
    return reverse(name, args=[row.pk] if row is not None else [])


def send(client, address, **fields):
    return client.post(address, {"idempotency_key": str(uuid.uuid4()), **fields})


def pages_of(item):
    session = item.session
    return [
        url("session_list"),
        url("session_open"),
        url("session_detail", session),
        url("session_attend", session),
        url("session_add_item", session),
        url("session_close", session),
        url("item_detail", item),
        url("item_vote", item),
        url("item_recuse", item),
        url("item_decide", item),
        url("item_carry_over", item),
    ]


RUNNERS = (200,) * 11
MEMBER = (200, 403, 200, 403, 403, 403, 200, 200, 200, 403, 403)
READER = (200, 403, 200, 403, 403, 403, 200, 403, 403, 403, 403)
STRANGER = (403, 403, 404, 404, 404, 404, 404, 404, 404, 404, 404)


def test_who_opens_which_page(sign_in):
    item, committee = make_item()
    expected = {
        committee.chair: RUNNERS,
        committee.secretary: RUNNERS,
        committee.members[0]: MEMBER,
        make_user(Role.AUDITOR): READER,
        make_user(Role.RECEPTION): STRANGER,
        make_user(Role.RESEARCHER): STRANGER,
        make_user(Role.ADMINISTRATOR): STRANGER,
    }
    for user, statuses in expected.items():
        client = sign_in(user, fresh=True)
        assert tuple(client.get(page).status_code for page in pages_of(item)) == statuses, user


def test_the_study_is_shown_with_one_look_and_not_to_the_recused(sign_in):
    item, committee = make_item()
    person = item.support_request.beneficiary.full_name
    page = sign_in(committee.chair, fresh=True).get(url("item_detail", item))
    assert person in page.text
    assert study()["findings"] in page.text
    assert ReadLog.objects.filter(user=committee.chair, about_request=item.support_request_id).count() == 1
    member = committee.members[0]
    recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    cast_vote(item, choice="reject", opinion="الدخل يكفي", by=committee.chair)
    vote(item, {committee.secretary: "reject"})
    decide(item, committee.chair)
    client = sign_in(member, fresh=True)
    assert client.get(url("item_detail", item)).status_code == 404
    line = client.get(url("session_detail", item.session))
    assert not [text for text in ("الدخل يكفي", REASONS, person, study()["findings"]) if text in line.text]
    assert client.get(url("report_detail", item.support_request.reports.get())).status_code == 404
    assert not ReadLog.objects.filter(user=member).exists()


def test_the_session_page_names_no_person(sign_in):
    item, committee = make_item()
    page = sign_in(committee.chair).get(url("session_detail", item.session))
    assert item.support_request.reference in page.text
    assert item.support_request.beneficiary.family_name not in page.text
    assert not ReadLog.objects.exists()


def test_who_reads_a_report(sign_in):
    request = make_studied()
    report = request.reports.get()
    expected = {
        request.researcher: 200,
        make_user(Role.COMMITTEE): 200,
        make_user(Role.RECEPTION): 200,
        make_user(Role.EXECUTIVE): 200,
        make_user(Role.AUDITOR): 200,
        make_user(Role.RESEARCHER): 404,
        make_user(Role.DELEGATE): 404,
        make_user(Role.DELIVERY): 404,
        make_user(Role.ADMINISTRATOR): 404,
    }
    for user, status in expected.items():
        assert sign_in(user, fresh=True).get(url("report_detail", report)).status_code == status, user
        assert ReadLog.objects.filter(user=user, object_pk=report.pk).count() == (status == 200)


def studied_in_the_browser(sign_in) -> SupportRequest:
    request = make_request("referred", referred_days_ago=20)
    researcher = sign_in(request.researcher, fresh=True)
    make_visit(request)
    fields = typed_study(income_0_amount="٣٢٠٠", found_0_age="٤٤")
    answer = send(researcher, url("report_submit", request), seen_version=request.version, **fields)
    assert answer.status_code == 303, answer.context["form"].errors
    return request


def test_a_session_in_the_browser_from_the_report_to_the_decision(sign_in):
    committee, request = make_committee(), studied_in_the_browser(sign_in)
    secretary = sign_in(committee.secretary, fresh=True)
    assert send(secretary, url("session_open"), place="").status_code == 409
    answer = send(secretary, url("session_open"), held_on="1/1/2026", place="قاعة الاجتماعات")
    session = CommitteeSession.objects.get()
    assert session.held_on == riyadh_today()
    assert answer.url == url("session_detail", session)
    send(secretary, url("session_attend", session), members=[user.pk for user in committee.everyone])
    assert session.attendances.count() == 3
    answer = send(secretary, url("session_add_item", session), support_requests=[request.pk])
    assert answer.status_code == 303
    item = AgendaItem.objects.get()
    for user in (committee.chair, committee.secretary):
        member = sign_in(user, fresh=True)
        answer = send(member, url("item_vote", item), choice="accept", opinion="", seen_version=0)
        assert answer.url == url("item_detail", item)
    page = secretary.get(url("item_decide", item))
    form = page.context["form"]
    filled = {"seen_version": form["seen_version"].value(), "seen_outcome": form["seen_outcome"].value()}
    granted = {
        "reason_code": "need_proven",
        "service_1": request.service_type_id,
        "description_1": "سداد الإيجار",
        "amount_1": "٦٬٠٠٠",
    }
    answer = send(secretary, url("item_decide", item), reasons="لا يوجد", **filled, **granted)
    assert answer.status_code == 409
    assert "reasons" in answer.context["form"].errors
    answer = send(secretary, url("item_decide", item), reasons=REASONS, **filled, **granted)
    assert answer.status_code == 303, answer.context["form"].errors
    assert SupportRequest.objects.get(pk=request.pk).state == "accepted"
    assert Decision.objects.get().outcome == "accept"
    assert secretary.get(url("item_detail", item)).status_code == 200
    answer = send(
        secretary,
        url("session_close", session),
        seen_version=CommitteeSession.objects.get(pk=session.pk).version,
    )
    assert answer.status_code == 303


def test_a_post_sent_twice_votes_once(sign_in):
    item, committee = make_item()
    client, key = sign_in(committee.chair), str(uuid.uuid4())
    fields = {"idempotency_key": key, "choice": "accept", "opinion": "", "seen_version": 0}
    answers = [client.post(url("item_vote", item), fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert Vote.objects.get().version == 1


def test_posts_are_refused_with_the_sentence_of_the_rule(sign_in):
    item, committee = make_item(referred_days_ago=2)
    member = committee.members[0]
    declare(member, phone=str(item.support_request.beneficiary.phone))
    answer = send(sign_in(member, fresh=True), url("item_vote", item), choice="accept", seen_version=0)
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors()
    recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    fields = {"reasons": REASONS, "seen_version": item.support_request.version, "seen_outcome": "reject"}
    fields["reason_code"] = "needs_are_covered"
    answer = send(sign_in(committee.chair, fresh=True), url("item_decide", item), **fields)
    assert answer.status_code == 409
    assert not Decision.objects.exists()
    answer = send(
        sign_in(member, fresh=True), url("item_recuse", item), member=committee.chair.pk, reason="قرابة"
    )
    assert answer.status_code == 422


def test_a_session_of_many_items_needs_few_queries(sign_in, django_assert_max_num_queries):
    committee = make_committee()
    session = make_session(committee)

    def add(number):
        for _ in range(number):
            item = add_item(session, make_studied(), by=committee.chair)
            vote(item, dict.fromkeys(committee.everyone, "accept"))

    client = sign_in(committee.chair)
    add(1)
    client.get(url("session_detail", session))
    with django_assert_max_num_queries(16) as few:
        client.get(url("session_detail", session))
    add(5)
    with django_assert_max_num_queries(16) as many:
        client.get(url("session_detail", session))
    assert len(few) == len(many)
    item = session.items.first()
    with django_assert_max_num_queries(24):
        client.get(url("item_detail", item))
    with django_assert_max_num_queries(16):
        client.get(url("session_list"))


def test_pages_are_there_in_english_too(sign_in):
    item, committee = make_item()
    client = sign_in(committee.chair)
    client.cookies["language"] = "en"
    for page in pages_of(item):
        assert client.get(page).status_code == 200
    assert "Agenda" in client.get(url("session_detail", item.session)).text


def test_an_empty_committee_says_what_to_do(sign_in):
    client = sign_in(make_user(Role.COMMITTEE))
    assert client.get(url("session_list")).status_code == 200
    assert client.get(url("session_open")).status_code == 403


def test_the_administrator_gives_seats_in_the_administration(sign_in):
    administrator, member = make_user(Role.ADMINISTRATOR), make_user(Role.COMMITTEE)
    client = sign_in(administrator)
    add = reverse("admin:research_committee_committeemember_add")
    fields = {"user": member.pk, "position": "chair", "from_on": "2026-01-01", "until_on": ""}
    assert client.post(add, {**fields, "user": administrator.pk}).status_code == 200
    assert not CommitteeMember.objects.exists()
    assert client.post(add, fields).status_code == 302
    seat = CommitteeMember.objects.get()
    assert seat.version == 1
    assert client.get(reverse("admin:research_committee_committeemember_changelist")).status_code == 200
    assert client.get(reverse("admin:research_committee_vote_changelist")).status_code == 403


@pytest.mark.parametrize(
    "model",
    ["researchreport", "committeesession", "agendaitem", "recusal", "vote", "decision", "committeemember"],
)
def test_the_auditor_reads_everything_and_changes_nothing(sign_in, model):
    make_item()
    auditor = sign_in(make_user(Role.AUDITOR))
    page = auditor.get(reverse(f"admin:research_committee_{model}_changelist"))
    assert page.status_code == 200
    assert auditor.get(reverse(f"admin:research_committee_{model}_add")).status_code == 403


def test_a_researcher_who_sits_on_the_committee_does_not_see_the_study_as_a_member(sign_in):
    both = make_user(Role.RESEARCHER)
    request = make_studied(researcher=both)
    set_roles(both, [Role.RESEARCHER, Role.COMMITTEE], by=system_user())
    committee = make_committee()
    item = add_item(make_session(committee), request, by=committee.chair)
    page = sign_in(both).get(url("item_detail", item))
    assert page.status_code == 200
    assert page.context["shows_study"]
    give_seat(user=both, by=system_user())
    page = sign_in(both).get(url("item_detail", item))
    assert not page.context["shows_study"]
