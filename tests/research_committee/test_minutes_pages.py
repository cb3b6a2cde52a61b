"""The pages of the minutes: signed with one's own password, read by the committee, found under My work."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from correspondence.models import Letter
from research_committee.minutes.acts import draw_up_minutes
from research_committee.models import Minutes, MinutesAddendum, MinutesSignature
from research_committee.sessions import close_session
from research_committee.voting import recuse
from tests.factories import make_user

from .factories import REASONS, decide, make_item, vote
from .minuting import PASSWORD, closed_session, drawn_up, locked, sign, with_password

pytestmark = pytest.mark.django_db


def url(name, row):
    return reverse(name, args=[row.pk])


def send(client, address, **fields):
    return client.post(address, {"idempotency_key": str(uuid.uuid4()), **fields})


def test_minutes_walk_from_the_closed_session_to_the_paper(sign_in):
    closed = closed_session()
    committee = closed.committee
    client = sign_in(committee.secretary, fresh=True)
    page = client.get(url("session_detail", closed.session))
    assert page.context["draw_up_url"] == url("minutes_draw_up", closed.session)
    assert send(client, page.context["draw_up_url"]).status_code == 303
    minutes = Minutes.objects.get()
    assert "تنقص توقيعات" in client.get(url("session_minutes", closed.session)).text
    for member in committee.everyone:
        with_password(member)
        client = sign_in(member, fresh=True)
        form = client.get(url("minutes_sign", minutes)).context["form"]
        answer = send(client, url("minutes_sign", minutes), sha256=form["sha256"].value(), password=PASSWORD)
        assert answer.status_code == 303, answer.context["form"].errors
    assert Minutes.objects.get().locked_at is not None
    client = sign_in(committee.chair, fresh=True)
    assert send(client, url("session_minutes", closed.session)).status_code == 303
    assert Letter.objects.get(kind="minutes").serial in client.get(url("minutes_detail", minutes)).text
    fields = {"text": "الصواب: عبد العزيز", "reason": "خطأ في كتابة الاسم"}
    assert send(client, url("minutes_add", minutes), **fields).status_code == 303
    assert MinutesAddendum.objects.get().number == 1
    assert Letter.objects.filter(kind="minutes").count() == 2


@pytest.mark.parametrize("password", ["خطأ", "", " " + PASSWORD, "x" * 600, "a\x00b", "\u202e", "9" * 5_000])
def test_a_wrong_password_signs_nothing_and_says_so(sign_in, password):
    minutes, committee = drawn_up()
    client = sign_in(with_password(committee.chair), fresh=True)
    answer = send(client, url("minutes_sign", minutes), sha256=minutes.sha256, password=password)
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert not MinutesSignature.objects.exists()
    assert password == "" or f'value="{password}"' not in answer.text


def test_nobody_signs_with_anothers_password(sign_in):
    minutes, committee = drawn_up()
    with_password(committee.chair)
    answer = send(
        sign_in(committee.secretary, fresh=True),
        url("minutes_sign", minutes),
        sha256=minutes.sha256,
        password=PASSWORD,
    )
    assert answer.status_code == 422
    assert not MinutesSignature.objects.exists()


def test_another_digest_than_that_on_the_screen_is_not_signed(sign_in):
    minutes, committee = drawn_up()
    client = sign_in(with_password(committee.chair), fresh=True)
    answer = send(client, url("minutes_sign", minutes), sha256="0" * 64, password=PASSWORD)
    assert answer.status_code == 409


def test_sent_twice_it_is_signed_once(sign_in):
    minutes, committee = drawn_up()
    client, key = sign_in(with_password(committee.chair), fresh=True), str(uuid.uuid4())
    fields = {"idempotency_key": key, "sha256": minutes.sha256, "password": PASSWORD}
    answers = [client.post(url("minutes_sign", minutes), fields) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert MinutesSignature.objects.count() == 1


def test_who_was_not_there_has_no_form_to_sign(sign_in):
    minutes, _committee = drawn_up()
    assert sign_in(make_user(Role.COMMITTEE)).get(url("minutes_sign", minutes)).status_code == 403
    assert sign_in(make_user(Role.RECEPTION)).get(url("minutes_sign", minutes)).status_code == 404


def test_the_recused_do_not_read_the_reasons(sign_in):
    item, committee = make_item()
    member = committee.members[0]
    recuse(item, member=member, reason="قرابة من الدرجة الأولى", by=member)
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decide(item, committee.chair)
    session = close_session(item.session, by=committee.chair)
    minutes = draw_up_minutes(session, by=committee.chair)
    assert REASONS not in sign_in(member).get(url("minutes_detail", minutes)).text
    assert REASONS in sign_in(committee.chair).get(url("minutes_detail", minutes)).text


def test_my_work_leads_to_the_minutes_that_wait_for_me(sign_in):
    minutes, committee = drawn_up()
    client = sign_in(committee.members[0])
    assert url("minutes_sign", minutes) in client.get("/").text
    sign(minutes, committee.members[0])
    assert url("minutes_sign", minutes) not in client.get("/").text


def test_the_pages_ask_seldom_and_speak_english_too(sign_in, django_assert_max_num_queries):
    minutes, committee = locked()
    client = sign_in(committee.chair)
    client.cookies["language"] = "en"
    client.get(url("minutes_detail", minutes))
    with django_assert_max_num_queries(16):
        assert "Signatures" in client.get(url("minutes_detail", minutes)).text
