"""A form sent after the session had ended: what was typed comes back to its owner, and to nobody else."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import system_user
from accounts.roles import Role
from audit import drafts
from audit.models import HandedIn
from audit.writing import write
from beneficiaries.models import Beneficiary
from beneficiaries.people import change_person
from tests import factories as make
from tests.audit.late_forms import (
    KEPT,
    NOT_SAVED,
    PASSWORD,
    lose_session,
    sign_in_there,
    told_to_sign_in,
    with_password,
)
from tests.intake.filled_forms import FORMS
from tests.intake.forms import nothing_is_saved, shown_form
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return with_password(make.make_user(Role.RECEPTION, username="clerk"))


@pytest.fixture
def person():
    return make.make_person()


def late(client, person, **typed) -> tuple[str, dict, dict]:
    """The form of a person's file, sent without a session: its address, what was sent, and what the page carries."""
    path = reverse("person_change", args=[person.pk])
    sent = shown_form(client, path).as_shown() | {"city": ["حائل"]} | typed
    lose_session(client)
    return path, sent, told_to_sign_in(client.post(path, sent))


@pytest.mark.parametrize("filled", FORMS, ids=lambda filled: filled.page)
def test_every_form_comes_back_as_it_was_filled_in_and_can_then_be_saved(world, filled):
    user, client, path = with_password(world.users[filled.actor]), Client(), filled.path(world)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    sent = shown_form(client, path).as_shown() | filled.data(world)
    lose_session(client)
    with nothing_is_saved():
        carried = told_to_sign_in(client.post(path, sent))
        assert sign_in_there(client, carried, user).url == path
        page = client.get(path)
    assert NOT_SAVED in page.text
    assert not Page(page).texts("errors")
    files = {name: value for name, value in sent.items() if hasattr(value, "seek")}
    shown = Page(page).form_with("idempotency_key").as_shown()
    # A password is never handed on.
    secrets = {name: PASSWORD for name in sent if "password" in name}
    for name in sent.keys() - files.keys() - secrets.keys() - {"csrfmiddlewaretoken", "filled_by"}:
        typed = sent[name] if isinstance(sent[name], list) else [sent[name]]
        # A telephone number is shown in groups.
        assert "".join(shown.get(name, [])).replace(" ", "") == "".join(map(str, typed)).replace(" ", ""), (
            name
        )
    assert ("اختيارها من جديد" in page.text) == bool(files)
    for value in files.values():
        value.seek(0)
    assert client.post(path, shown | files | secrets).status_code == 303
    assert HandedIn.objects.filter(key=sent["idempotency_key"][0]).count() == 1
    assert not client.session[drafts.KEPT]


def test_half_an_hour_without_a_click_loses_nothing(sign_in, clerk, person):
    client, path = sign_in(clerk), reverse("person_change", args=[person.pk])
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sent = shown_form(client, path).as_shown() | {"city": ["حائل"]}
        clock.shift(timedelta(minutes=31))
        carried = told_to_sign_in(client.post(path, sent))
        sign_in_there(client, carried, clerk)
        assert Page(client.get(path)).form_with("city").controls["city"].values == ["حائل"]


def test_a_wrong_password_does_not_lose_what_was_typed_and_does_not_keep_it_either(sign_in, clerk, person):
    client = sign_in(clerk)
    path, _sent, carried = late(client, person)
    again = sign_in_there(client, carried, clerk, password="not it")
    assert again.status_code == 200
    assert KEPT in again.text
    carried_on = Page(again).form_with("draft").as_shown()
    assert carried_on["next"] == [path]
    (attempt,) = AccessAttempt.objects.all()
    assert "draft" in attempt.post_data
    assert carried["draft"][0][:40] not in attempt.post_data
    assert sign_in_there(client, carried_on, clerk).url == path


def test_nothing_is_stored_for_a_stranger(sign_in, clerk, person):
    client = sign_in(clerk)
    before = set(Session.objects.values_list("pk", flat=True))
    late(client, person)
    assert set(Session.objects.values_list("pk", flat=True)) == before


def test_a_colleague_who_signs_in_there_comes_to_the_own_work(sign_in, clerk, person):
    client = sign_in(clerk)
    path, _sent, carried = late(client, person)
    colleague = with_password(make.make_user(Role.RECEPTION))
    answer = sign_in_there(client, carried, colleague)
    assert answer.url == reverse("home")
    assert "زميل" in client.get(answer.url).text
    page = client.get(path)
    assert NOT_SAVED not in page.text
    assert "حائل" not in page.text


def test_who_may_not_see_the_page_any_more_does_not_see_it_with_a_draft_either(sign_in, person):
    delegate = with_password(make.make_user(Role.DELEGATE, branch=make.make_branch("north")))
    person = make.make_person(by=delegate)
    client = sign_in(delegate)
    path, _sent, carried = late(client, person)
    delegate.branch = make.make_branch("south")
    write(delegate, by=system_user(), reason="Moved")
    answer = sign_in_there(client, carried, delegate)
    assert client.get(answer.url).status_code == 404


def test_a_draft_is_for_one_address_one_person_and_some_hours(sign_in, clerk, person):
    client = sign_in(clerk)
    path, _sent, carried = late(client, person)
    other = reverse("person_change", args=[make.make_person().pk])
    sign_in_there(client, carried, clerk)
    assert NOT_SAVED not in client.get(other).text
    assert NOT_SAVED not in client.get(reverse("person_add")).text
    assert NOT_SAVED in client.get(path).text
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert drafts.opened(carried["draft"][0]) is None


def test_leaving_it_shows_what_is_stored(sign_in, clerk, person):
    client = sign_in(clerk)
    path, _sent, carried = late(client, person)
    sign_in_there(client, carried, clerk)
    anew = next(link for link in Page(client.get(path)).links if "anew" in link)
    page = client.get(anew)
    assert NOT_SAVED not in page.text
    assert Page(page).form_with("city").controls["city"].values == [person.city]


def test_what_had_been_saved_after_all_is_not_shown_as_unsaved(sign_in, clerk, person):
    """The first answer was lost on its way, and the person sent the form again after the session."""
    client, path = sign_in(clerk), reverse("person_change", args=[person.pk])
    sent = shown_form(client, path).as_shown() | {"city": ["حائل"]}
    saved = client.post(path, sent)
    lose_session(client)
    carried = told_to_sign_in(client.post(path, sent))
    answer = client.get(sign_in_there(client, carried, clerk).url)
    assert (answer.status_code, answer.url) == (303, saved.url)
    assert client.get(path).status_code == 200
    assert Beneficiary.objects.get(pk=person.pk).version == 2


def test_somebody_elses_save_meanwhile_is_still_noticed(sign_in, clerk, person):
    client = sign_in(clerk)
    path, _sent, carried = late(client, person)
    change_person(person, by=make.make_user(Role.RECEPTION), phone="+966551112223")
    sign_in_there(client, carried, clerk)
    shown = Page(client.get(path)).form_with("city").as_shown()
    assert client.post(path, shown).status_code == 409


def test_passwords_and_proofs_of_origin_are_never_carried(sign_in, clerk, person):
    typed = {"csrfmiddlewaretoken": ["proof"], "old_password": ["secret"], "Password2": ["secret"]}
    _path, _sent, carried = late(sign_in(clerk), person, **typed)
    draft = drafts.opened(carried["draft"][0])
    assert draft.fields.keys() & {"csrfmiddlewaretoken", "filled_by", "old_password", "Password2"} == set()
    assert draft.fields["city"] == ["حائل"]


@pytest.mark.parametrize("mark", [None, "", "1", "1:x:y", "\x00", "9" * 5_000])
def test_without_our_mark_there_is_no_draft(sign_in, clerk, person, mark):
    client, path = sign_in(clerk), reverse("person_change", args=[person.pk])
    sent = {"city": "حائل"} | ({} if mark is None else {"filled_by": mark})
    lose_session(client)
    answer = client.post(path, sent)
    assert (answer.status_code, answer.url) == (302, f"{reverse('login')}?next={path}")


def test_what_nobody_types_is_not_carried(sign_in, clerk, person):
    client, path = sign_in(clerk), reverse("person_change", args=[person.pk])
    sent = shown_form(client, path).as_shown()
    lose_session(client)
    for heap in ({"city": "ن" * 60_000}, {f"field{number}": "x" for number in range(450)}):
        assert client.post(path, sent | heap).status_code == 302
    assert drafts.opened("x" * 10_000_000) is None


def test_a_forged_draft_is_no_draft(clerk, client, person):
    path = reverse("person_change", args=[person.pk])
    content = [clerk.pk, path, {"city": ["حائل"]}, []]
    forged = [
        signing.dumps(content, salt="rifada.idle", compress=True),
        signing.dumps(content, key="another", salt="rifada.draft"),
        drafts.mark_of(clerk),
        "<script>alert(1)</script>",
    ]
    for token in forged:
        page = client.post(reverse("login"), {"username": "", "draft": token})
        assert "draft" not in Page(page).form_with("username").controls
        answer = client.post(
            reverse("login"), {"username": clerk.username, "password": PASSWORD, "draft": token}
        )
        assert answer.url == reverse("home")
        client.logout()


def test_a_draft_leads_to_no_other_site(clerk, client):
    draft = drafts.Draft(clerk.pk, "//elsewhere.example/", {"city": ["حائل"]}, [])
    assert sign_in_there(client, {"draft": draft.token}, clerk).url == reverse("home")


def test_markup_in_a_draft_is_only_words(sign_in, clerk, person):
    markup = '"><script>alert(1)</script>{{ 1|add:1 }}'
    client = sign_in(clerk)
    path, _sent, carried = late(client, person, **{"city": [markup], markup: [markup]})
    again = sign_in_there(client, carried, clerk, password="not it")
    assert "<script>alert" not in again.text
    sign_in_there(client, carried, clerk)
    page = client.get(path)
    assert "<script>alert" not in page.text
    assert Page(page).form_with("city").controls["city"].values == [markup]


def test_no_more_than_three_drafts_wait_in_a_session(sign_in, clerk):
    client = sign_in(clerk)
    for _number in range(5):
        path, _sent, carried = late(client, make.make_person())
        sign_in_there(client, carried, clerk)
    assert list(client.session[drafts.KEPT])[-1] == path
    assert len(client.session[drafts.KEPT]) <= drafts.MOST_KEPT
