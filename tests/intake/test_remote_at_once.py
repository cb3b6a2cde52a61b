"""Eight visitors at once at one link, on a database that really commits."""

import pytest
from django.test import Client
from django.urls import reverse

from intake.models import AccuracyPledge
from intake.remote_pledge.attempts import count_failure

from .remote import fresh, make_link, open_in, other_code, sign_page, signature, with_code
from .test_two_at_once import CLIENTS, at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
]


def test_one_signature_sent_eight_times_at_once_signs_once_and_thanks_every_time():
    link, opener = make_link(), Client()
    open_in(opener, link)
    clients = [Client() for _number in range(CLIENTS)]
    for client in clients:
        client.cookies["sessionid"] = opener.cookies["sessionid"].value
    answers = at_once(lambda number: clients[number].post(sign_page(link), signature(link)))
    assert {(answer.status_code, answer.url) for answer in answers} == {(303, reverse("pledge_signed"))}
    assert AccuracyPledge.objects.count() == 1
    assert link.support_request.handling_steps.filter(step="pledge").count() == 1


def test_eight_wrong_codes_at_once_are_five_tries_and_no_more():
    link = with_code(make_link())
    wrong = {"code": other_code(link)}
    answers = at_once(lambda number: Client().post(sign_page(link, "pledge_code_check"), wrong))
    statuses = [answer.status_code for answer in answers]
    # Who was wrong before the link closed may be told so already when it has closed.
    assert (statuses.count(404), statuses.count(409) + statuses.count(422)) == (3, 5)
    assert 409 in statuses
    ended = fresh(link)
    assert (ended.tries, ended.is_open) == (5, False)


def test_eight_asking_for_a_code_at_once_get_one_and_failures_are_all_counted(rf):
    link = make_link()
    at_once(lambda number: Client().post(sign_page(link, "pledge_code_send"), {"seen_codes": 0}))
    assert fresh(link).codes_sent == 1
    counted = at_once(lambda number: count_failure(rf.get("/", REMOTE_ADDR="192.0.2.1")))
    assert sorted(counted) == list(range(1, CLIENTS + 1))
