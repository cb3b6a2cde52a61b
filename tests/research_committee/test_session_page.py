"""The page of a session: attendance in words, what comes next, the result of each item, and its close."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import dual, riyadh_today
from research_committee.models import CommitteeSession
from research_committee.sessions import add_item, carry_over, mark_attendance
from tests.factories import make_user

from .factories import decide, make_committee, make_item, make_session, make_studied, vote

pytestmark = pytest.mark.django_db


def page_of(sign_in, user, session):
    return sign_in(user, fresh=True).get(reverse("session_detail", args=[session.pk]))


def test_attendance_is_said_as_presence_and_absence(sign_in):
    committee = make_committee()
    session = make_session(committee, present=[committee.chair, committee.members[0]])
    page = page_of(sign_in, committee.secretary, session)
    assert [row["word"] for row in page.context["attendance"]] == ["حضور", "غياب", "حضور"]
    assert "الحضور: 2 من 3" in page.text
    form = sign_in(committee.secretary).get(reverse("session_attend", args=[session.pk])).text
    assert "(اختياري)" not in form
    assert "من لم توضع علامة أمام اسمه يُسجَّل غائبًا" in form


def test_the_runner_is_shown_what_comes_next_and_others_nothing(sign_in):
    committee = make_committee()
    session = make_session(committee, present=[])
    assert page_of(sign_in, committee.chair, session).context["next"] == "attend"
    mark_attendance(session, committee.everyone, by=committee.chair)
    assert page_of(sign_in, committee.chair, session).context["next"] == "add_item"
    item = add_item(session, make_studied(), by=committee.chair)
    carry_over(item, reason="ينقص تقرير طبي حديث", by=committee.chair)
    assert page_of(sign_in, committee.chair, session).context["next"] == "close"
    assert page_of(sign_in, committee.members[0], session).context["next"] == ""


def test_the_agenda_counts_what_is_open_and_what_waits_for_the_reader(sign_in):
    item, committee = make_item()
    add_item(item.session, make_studied(), by=committee.chair)
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    assert page_of(sign_in, committee.chair, item.session).context["agenda"] == (
        "بندان · اثنان مفتوحان · بند واحد بانتظار صوتك"
    )
    auditor = page_of(sign_in, make_user(Role.AUDITOR), item.session)
    assert auditor.context["agenda"] == "بندان · اثنان مفتوحان"
    decide(item, committee.chair)
    page = page_of(sign_in, committee.chair, item.session)
    first = page.context["items"][0]
    assert first["chip"]["label"] == "عدم القبول"
    assert first["decided"] == dual(riyadh_today())
    assert first["earliest"] == ""


def test_an_item_leads_on_to_the_next_one(sign_in):
    item, committee = make_item()
    following = add_item(item.session, make_studied(), by=committee.chair)
    client = sign_in(committee.members[0])
    page = client.get(reverse("item_detail", args=[item.pk]))
    assert page.context["following"]["reference"] == following.support_request.reference
    last = client.get(reverse("item_detail", args=[following.pk]))
    assert last.context["following"] is None


def test_nothing_to_lay_before_a_session_is_said(sign_in):
    item, committee = make_item()
    client, address = sign_in(committee.chair), reverse("session_add_item", args=[item.session_id])
    assert client.get(address).context["closed"] == ["كل طلب اكتملت دراسته مدرج في جدول أعمال."]
    make_studied()
    assert client.get(address).context["closed"] == []


def test_each_act_of_a_session_is_confirmed(sign_in):
    committee, request = make_committee(), make_studied()
    client = sign_in(committee.secretary)

    def confirmed(name, row, **fields):
        address = reverse(name, args=[row.pk] if row else [])
        answer = client.post(address, {"idempotency_key": str(uuid.uuid4()), **fields}, follow=True)
        return [str(message) for message in answer.context["messages"]]

    assert "فُتحت الجلسة" in confirmed("session_open", None, place="المقر")[0]
    session = CommitteeSession.objects.get()
    assert confirmed("session_attend", session, members=[committee.chair.pk]) == ["سُجّل الحضور."]
    assert confirmed("session_add_item", session, support_requests=[request.pk]) == [
        "أُدرجت الطلبات في جدول الأعمال."
    ]
    assert "رُحّل البند" in confirmed("item_carry_over", session.items.get(), reason="ينقص تقرير طبي")[0]


def test_the_close_names_open_items_and_shows_the_results(sign_in):
    item, committee = make_item()
    client, address = sign_in(committee.chair), reverse("session_close", args=[item.session_id])
    page = client.get(address)
    assert page.context["closed"] == []
    assert [row["label"] for row in page.context["carried"]] == [item.support_request.reference]
    answer = client.post(address, {"idempotency_key": str(uuid.uuid4())})
    assert answer.status_code == 409
    assert CommitteeSession.objects.get().is_open
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    page = client.get(address)
    assert item.support_request.reference in page.context["closed"][0]
    decide(item, committee.chair)
    page = client.get(address)
    assert page.context["closed"] == []
    assert page.context["results"][0]["value"] == "عدم القبول"
