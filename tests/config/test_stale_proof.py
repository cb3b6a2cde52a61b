"""A form was open in one tab while its owner signed in anew in another: signing in renews the proof of origin."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from audit import drafts
from tests import factories as make
from tests.audit.late_forms import NOT_SAVED, lose_session, sign_in_there, told_to_sign_in, with_password
from tests.intake.forms import nothing_is_saved, shown_form
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return with_password(make.make_user(Role.RECEPTION, username="clerk"))


@pytest.fixture
def person():
    return make.make_person()


@pytest.fixture
def strict(clerk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(client, person):
    path = reverse("person_change", args=[person.pk])
    sent = shown_form(client, path).as_shown() | {"city": ["حائل"]}
    return path, sent | {"csrfmiddlewaretoken": ["of another sign-in"]}


def test_its_owner_finds_the_form_filled_in_and_nothing_saved(strict, person):
    path, sent = typed(strict, person)
    with nothing_is_saved():
        answer = strict.post(path, sent)
        assert (answer.status_code, answer.url) == (303, path)
        page = strict.get(path)
    assert NOT_SAVED in page.text
    shown = Page(page).form_with("city").as_shown()
    assert (shown["city"], shown["idempotency_key"]) == (["حائل"], sent["idempotency_key"])
    assert strict.post(path, shown).status_code == 303


def test_without_a_session_the_sign_in_page_keeps_it(strict, person, clerk):
    path, sent = typed(strict, person)
    lose_session(strict)
    carried = told_to_sign_in(strict.post(path, sent))
    # The sign-in page itself may be out of date by then.
    carried = told_to_sign_in(strict.post(reverse("login"), carried | {"csrfmiddlewaretoken": ["old"]}))
    assert sign_in_there(strict, carried, clerk).url == path


def test_who_signed_in_elsewhere_meanwhile_need_not_sign_in_again(strict, person, clerk):
    path, sent = typed(strict, person)
    lose_session(strict)
    carried = told_to_sign_in(strict.post(path, sent))
    strict.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(reverse("login"), carried).url == path


def test_nobody_else_plants_or_takes_one(strict, person):
    path, sent = typed(strict, person)
    for mark in ("", drafts.mark_of(make.make_user(Role.RECEPTION))):
        answer = strict.post(path, sent | {"filled_by": mark})
        assert answer.status_code == 403
        assert "انتهت صلاحية هذه الصفحة" in answer.text
        assert drafts.KEPT not in strict.session
