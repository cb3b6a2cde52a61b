"""Eight clients at once, on a database that really commits: exactly one wins, and the others get a sentence."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from audit.models import AuditEntry, HandedIn
from beneficiaries.models import Beneficiary
from intake.models import HandlingStep, SupportRequest
from intake.side_paths import return_request
from intake.steps import State
from tests import factories as make

CLIENTS = 8
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.concurrency,
    pytest.mark.slow,
    pytest.mark.xdist_group("two_at_once"),
]


def at_once(post) -> list:
    """Runs `post(number)` in eight threads that start together, and returns the answers."""
    answers, gate = [None] * CLIENTS, threading.Barrier(CLIENTS)

    def one(number):
        try:
            gate.wait(timeout=20)
            answers[number] = post(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ready_to_verify():
    """A request of which every document matches, still `received`."""
    clerk = make.make_user(Role.RECEPTION, username="reception")
    request = make.make_request("verified")
    return return_request(request, reason="لمراجعة ثانية", by=clerk)


def test_eight_clerks_verify_one_request_and_exactly_one_step_is_taken():
    request = ready_to_verify()
    clerks = [make.make_user(Role.RECEPTION) for _number in range(CLIENTS)]
    clients = [client_of(clerk) for clerk in clerks]
    url = reverse("request_verify", args=[request.pk])
    before = (request.history.count(), request.handling_steps.count())

    def post(number):
        form = {"idempotency_key": str(uuid.uuid4()), "seen_version": request.version}
        return clients[number].post(url, form)

    answers = at_once(post)
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (CLIENTS - 1)
    assert all("errors__title" in answer.content.decode() for answer in answers if answer.status_code == 409)
    request.refresh_from_db()
    assert request.state == State.VERIFIED
    assert (request.history.count(), request.handling_steps.count()) == (before[0] + 1, before[1] + 1)
    trail = AuditEntry.objects.filter(model="intake.supportrequest", object_pk=request.pk)
    assert list(trail.order_by("seq").values_list("seq", flat=True)) == list(range(1, request.version + 1))


def test_one_form_sent_eight_times_takes_effect_once_and_leads_everybody_to_its_result():
    request = ready_to_verify()
    clerk = make.make_user(Role.RECEPTION)
    form = {"idempotency_key": str(uuid.uuid4()), "seen_version": request.version}
    clients = [client_of(clerk) for _number in range(CLIENTS)]
    url = reverse("request_verify", args=[request.pk])
    steps = request.handling_steps.count()
    answers = at_once(lambda number: clients[number].post(url, form))
    assert [answer.status_code for answer in answers] == [303] * CLIENTS
    assert {answer.url for answer in answers} == {reverse("request_detail", args=[request.pk])}
    assert request.handling_steps.count() == steps + 1
    assert HandedIn.objects.filter(key=form["idempotency_key"]).count() == 1


def test_eight_clerks_add_the_same_person_and_one_file_is_made():
    make.make_policy()
    clients = [client_of(make.make_user(Role.RECEPTION)) for _number in range(CLIENTS)]
    people = Beneficiary.objects.count()

    def post(number):
        form = {
            "idempotency_key": str(uuid.uuid4()),
            "identity_kind": "national_id",
            "identity_number": make.identity_number(77),
            "first_name": "سارة",
            "father_name": "محمد",
            "grandfather_name": "",
            "family_name": "الحارثي",
            "gender": "female",
            "birth_date": "1390",
            "phone": "0551234567",
            "city": "الطائف",
        }
        return clients[number].post(reverse("person_add"), form)

    answers = at_once(post)
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (CLIENTS - 1)
    assert Beneficiary.objects.count() == people + 1


def test_eight_clerks_open_the_same_need_and_one_request_is_opened():
    version = make.make_policy()
    person = make.make_person()
    clients = [client_of(make.make_user(Role.RECEPTION)) for _number in range(CLIENTS)]
    url = reverse("request_open", args=[person.pk])

    def post(number):
        form = {
            "idempotency_key": str(uuid.uuid4()),
            "channel": version.channels.first().pk,
            "service_type": version.service_types.first().pk,
            "need": "دعم السكن",
            "came_as": "self",
            "arrived": "00:00",
            "started": "00:00",
            "ended": "00:00",
            "preferred_contact": "phone",
            "privacy_notice_shown": "on",
        }
        return clients[number].post(url, form)

    answers = at_once(post)
    assert sorted(answer.status_code for answer in answers) == [303] + [409] * (CLIENTS - 1)
    assert SupportRequest.objects.filter(beneficiary=person).count() == 1
    assert HandlingStep.objects.filter(support_request__beneficiary=person).count() == 1
