"""Two people on the same record: the second save is refused, and shows how to go on."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from beneficiaries.models import Beneficiary
from beneficiaries.people import change_person
from intake.documents import record_document
from tests import factories as make
from tests.intake.filled_forms import FORMS
from tests.intake.forms import nothing_is_saved, shown_form
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    return make.make_user(Role.RECEPTION, full_name="نوف تركي")


@pytest.fixture
def person():
    return make.make_person(city="الطائف", district="")


@pytest.fixture
def late(sign_in, person, colleague):
    """A form of a person's file, opened before a colleague changed the file, and sent after it."""
    client, path = sign_in(make.make_user(Role.RECEPTION)), reverse("person_change", args=[person.pk])
    sent = shown_form(client, path).as_shown() | {"city": "حائل"}
    change_person(person, by=colleague, city="جدة", district="الشهداء")

    def send(**changed):
        return client.post(path, sent | changed)

    send.client, send.path = client, path
    return send


def beside(page: Page, field: str) -> str:
    return next((e.text for e in page.elements if e.attributes.get("id") == f"id_{field}_stored"), "")


def test_it_says_who_changed_what_when_and_keeps_what_was_typed(late, colleague):
    with nothing_is_saved():
        answer = late()
    assert answer.status_code == 409
    page = Page(answer)
    (above,) = page.texts("errors")
    assert "بعد فتحك" in above
    assert colleague.full_name in above
    entry = AuditEntry.objects.get(user=colleague, seq=2)
    assert f"{entry.at.astimezone(make.RIYADH):%H:%M}" in above
    (change, other) = page.texts("changes__row")
    assert change.index("المدينة") < change.index("الطائف") < change.index("جدة")
    assert "الشهداء" in other
    assert page.form_with("city").controls["city"].values == ["حائل"]


def test_what_is_stored_stands_beside_what_was_typed(late):
    page = Page(late())
    assert "جدة" in beside(page, "city")
    assert "الشهداء" in beside(page, "district")
    assert beside(page, "phone") == ""
    described = {
        e.attributes.get("name"): (e.attributes.get("aria-describedby") or "").split() for e in page.elements
    }
    assert "id_city_stored" in described["city"]
    assert described["phone"] == []


def test_the_form_opened_anew_shows_what_is_stored_and_can_be_saved(late):
    page = Page(late())
    anew = next(link for link in page.links if link.startswith(late.path))
    shown = Page(late.client.get(anew)).form_with("city").as_shown()
    assert (shown["city"], shown["district"]) == (["جدة"], ["الشهداء"])
    assert late.client.post(anew, shown | {"city": "حائل"}).status_code == 303
    saved = Beneficiary.objects.get()
    assert (saved.city, saved.district) == ("حائل", "الشهداء")


def test_sending_it_again_without_a_word_is_refused_again(late):
    again = Page(late()).form_with("city").as_shown()
    assert "compared_version" not in again
    assert late(**again).status_code == 409
    assert Beneficiary.objects.get().city == "جدة"


def test_who_says_to_have_read_the_change_saves_what_stands_in_the_form(late):
    form = Page(late()).form_with("city")
    (tick,) = form.controls["compared_version"].offered
    assert late(**form.as_shown() | {"compared_version": tick[0]}).status_code == 303
    assert Beneficiary.objects.get().city == "حائل"


def test_a_change_after_that_is_noticed_again(late, person, colleague):
    form = Page(late()).form_with("city")
    (tick,) = form.controls["compared_version"].offered
    change_person(person, by=colleague, city="أبها")
    answer = late(**form.as_shown() | {"compared_version": tick[0]})
    assert answer.status_code == 409
    assert "أبها" in beside(Page(answer), "city")
    assert "الشهداء" not in Page(answer).texts("errors")[0]


@pytest.mark.parametrize("compared", ["", "x", "-1", "٢", "9" * 5_000, "99", "\x00"])
def test_a_spoilt_word_about_the_version_saves_nothing(late, compared):
    with nothing_is_saved():
        assert late(compared_version=compared).status_code == 409


def test_a_document_that_somebody_else_checked_meanwhile_shows_both_verdicts(world):
    filled = next(filled for filled in FORMS if filled.page == "request_document")
    received, document = filled.rows(world)
    client, path = world.client(filled.actor), filled.path(world)
    sent = shown_form(client, path).as_shown() | filled.data(world)
    colleague = make.make_user(Role.RECEPTION)
    record_document(
        received,
        document=document,
        by=colleague,
        **make.document_facts(document) | {"verdict": "missing", "number": ""},
    )
    with nothing_is_saved():
        answer = client.post(path, sent)
    assert answer.status_code == 409
    page = Page(answer)
    assert str(colleague) in page.texts("errors")[0]
    assert beside(page, "verdict")
    assert beside(page, "number") == ""
