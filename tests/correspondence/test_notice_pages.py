"""The list of messages to look after, what is done about each, and where else they are told of."""

import uuid

import pytest
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from beneficiaries.people import change_person
from beneficiaries.standing import close_file
from correspondence.models import Notice
from correspondence.notices import notify
from correspondence.outbox.acts import drop, hand_over, send_again
from jobs import worker
from jobs.models import Job
from tests import factories as make
from tests.test_query_budgets import MY_WORK, asked

pytestmark = pytest.mark.django_db
VALUES = {"reference": "26-1234567", "date": riyadh_today()}


@pytest.fixture
def clerk(db):
    return make.make_user(Role.RECEPTION, username="reception")


def message(clerk, state="failed", about=None, **fields) -> Notice:
    person = about.beneficiary if about else make.make_person(by=clerk, **fields)
    notice = notify(person, "request_registered", about=about, by=clerk, reason="x", values=VALUES)[0]
    if notice.state == "to_call" or state == "queued":
        return notice
    notice.state = "sending"
    write(notice, by=clerk, reason="x")
    notice.state, notice.problem = state, "The provider refused the message. [400]"
    return write(notice, by=clerk, reason="x")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# The list -------------------------------------------------------------------------------------------------------


def test_the_list_shows_what_did_not_arrive_or_waits_for_a_call_and_nothing_else(clerk, sign_in):
    shown = [
        message(clerk, family_name="الأول"),
        message(clerk, "uncertain", family_name="الثاني"),
        message(clerk, preferred_channel="letter", family_name="الثالث"),
    ]
    message(clerk, "queued", family_name="الرابع")
    page = sign_in(clerk).get(reverse("notice_list")).content.decode()
    places = [page.index(notice.beneficiary.family_name) for notice in shown]
    assert places == sorted(places)
    assert "الرابع" not in page
    assert "رفض المزوّد الرسالة. (400)" in page
    assert "خطاب" in page


def test_phones_are_masked_in_the_list_and_whole_on_the_page_of_the_message(clerk, sign_in):
    notice = message(clerk)
    client = sign_in(clerk)
    listed = client.get(reverse("notice_list")).content.decode()
    assert notice.address[-4:] in listed
    assert notice.address[-7:] not in listed
    assert notice.address in client.get(reverse("notice_detail", args=[notice.pk])).content.decode()


def test_a_delegate_looks_after_the_people_of_the_own_branch(clerk, sign_in):
    north, south = make.make_branch("north"), make.make_branch("south")
    own, foreign = message(clerk, branch=north), message(clerk, branch=south)
    delegate = make.make_user(Role.DELEGATE, branch=north)
    page = sign_in(delegate).get(reverse("notice_list")).content.decode()
    assert reverse("notice_detail", args=[own.pk]) in page
    assert reverse("notice_detail", args=[foreign.pk]) not in page
    with pytest.raises(NotPermitted):
        hand_over(foreign, reached="سارة", by=delegate)


def test_whoever_looks_is_told_when_messages_go_nowhere(clerk, sign_in, settings):
    assert "لا تُرسل الرسائل" in sign_in(clerk).get(reverse("notice_list")).content.decode()
    settings.RIFADA_SMS = "http"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert "لا تُرسل الرسائل" not in sign_in(clerk).get(reverse("notice_list")).content.decode()


def test_the_list_asks_no_more_for_many_messages_and_turns_its_pages(world):
    like = world.rows["notice"]
    figures = []
    for number in (3, 60):
        make.copies(like, number, key=lambda place: uuid.uuid4())
        figures.append(asked(world, "delegate", reverse("notice_list")))
    assert figures[0] == figures[1] <= MY_WORK
    client, seen, path = world.client("delegate"), [], reverse("notice_list")
    while path:
        response = client.get(path)
        seen += [row["url"] for row in response.context["rows"]]
        path = response.context["next_url"]
    assert len(seen) == len(set(seen)) == 65


# What is done about one ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["failed", "uncertain"])
def test_sent_again_it_goes_to_the_phone_of_today_under_the_same_key(clerk, state):
    notice = message(clerk, state)
    Job.objects.all().delete()
    change_person(notice.beneficiary, by=clerk, phone="+966551112223")
    send_again(fresh(notice), by=clerk)
    worker.run_next()
    sent = fresh(notice)
    assert (sent.state, sent.address, sent.key) == ("sent", "+966551112223", notice.key)


def test_nobody_sends_again_what_arrived_or_waits_for_a_call(clerk):
    for notice in (message(clerk, "queued"), message(clerk, preferred_channel="call")):
        with pytest.raises(Refused):
            send_again(notice, by=clerk)
    notice = hand_over(message(clerk), reached="سارة", by=clerk)
    for act in (
        lambda: send_again(notice, by=clerk),
        lambda: hand_over(notice, reached="x", by=clerk),
        lambda: drop(notice, because="x", by=clerk),
    ):
        with pytest.raises(Refused, match="منتهية"):
            act()


def test_pressed_twice_it_is_sent_once(clerk):
    notice = message(clerk)
    Job.objects.all().delete()
    send_again(notice, by=clerk)
    with pytest.raises(Refused):
        send_again(fresh(notice), by=clerk)
    assert Job.objects.count() == 1


def test_nothing_is_sent_again_to_a_file_that_was_closed(clerk):
    notice = message(clerk)
    close_file(notice.beneficiary, reason="انتقل إلى مدينة أخرى", by=clerk)
    with pytest.raises(Refused):
        send_again(fresh(notice), by=clerk)
    assert drop(fresh(notice), because="أُغلق الملف", by=clerk).state == "dropped"


def test_of_a_message_that_perhaps_arrived_somebody_says_that_it_may_come_twice(clerk, sign_in):
    client = sign_in(clerk)
    for state, fields in (("failed", 0), ("uncertain", 1)):
        path = reverse("notice_send_again", args=[message(clerk, state).pk])
        form = client.get(path).context["form"]
        assert len([name for name in form.fields if name == "may_come_twice"]) == fields
        key = form.initial.get("idempotency_key") or form.fields["idempotency_key"].initial()
        response = client.post(path, {"idempotency_key": key})
        assert response.status_code == (422 if fields else 303)


def test_a_call_counts_only_when_somebody_recorded_it(clerk, sign_in):
    notice = message(clerk, preferred_channel="call")
    told = hand_over(notice, reached="ابنتها نورة", note="ستحضر غدًا", by=clerk)
    assert (told.state, told.handed_over_to, told.handed_over_by) == ("handed_over", "ابنتها نورة", clerk)
    page = sign_in(clerk).get(reverse("notice_detail", args=[notice.pk])).content.decode()
    assert "ابنتها نورة" in page
    assert "ستحضر غدًا" in page


def test_a_code_is_not_shown_on_the_page_of_its_message(clerk, sign_in):
    person = make.make_person(by=clerk)
    (notice,) = notify(person, "pledge_code", about=None, by=clerk, reason="x", values=VALUES)
    page = sign_in(clerk).get(reverse("notice_detail", args=[notice.pk])).content.decode()
    assert "pledge_code" not in page
    assert "••••••" in page


# Elsewhere ------------------------------------------------------------------------------------------------------


def test_my_work_says_how_many_wait_and_asks_no_more_for_it(world):
    for actor, number in (("reception", 3), ("delegate", 2), ("executive", 3), ("researcher", 0)):
        page = world.client(actor).get("/")
        assert page.context["messages_waiting"] == number
        assert ('id="messages-waiting"' in page.content.decode()) == (number > 0)
        assert asked(world, actor, "/") <= MY_WORK


def test_each_step_that_concerns_the_person_tells_them_and_never_the_outcome(world):
    told = {
        state: [
            notice.template for notice in Notice.objects.filter(about=f"intake.supportrequest:{request.pk}")
        ]
        for state, request in world.requests.items()
    }
    first = ["request_received", "request_referred", "decision_recorded"]
    assert sorted(told["rejected"]) == sorted(told["accepted"]) == sorted(first)
    assert sorted(told["served"]) == sorted([*first, "request_registered", "request_served"])
    assert told["pledged"] == ["request_received"]
    rejected, accepted = (
        Notice.objects.get(
            template="decision_recorded", about=f"intake.supportrequest:{world.requests[state].pk}"
        )
        for state in ("rejected", "accepted")
    )
    same = [
        notice.text.replace(request.reference, "")
        for notice, request in (
            (rejected, world.requests["rejected"]),
            (accepted, world.requests["accepted"]),
        )
    ]
    assert same[0] == same[1]


def test_the_request_page_lists_its_messages_with_their_state(world):
    request = world.requests["served"]
    for actor, links in (("reception", True), ("researcher", False)):
        response = world.client(actor).get(reverse("request_detail", args=[request.pk]))
        (told,) = [part["rows"] for part in response.context["sent_papers"] if part["name"] == "messages"]
        assert [row["title"] for row in told][-1] == "استلام الطلب"
        assert len(told) == 5
        assert bool(told[0]["url"]) == links
        page = response.content.decode()
        assert [row["state"] for row in told if row["state"] not in page] == []
