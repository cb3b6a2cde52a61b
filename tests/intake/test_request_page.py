"""The request page: one next action, and the papers that matter where the request stands."""

import pytest
from django.urls import reverse

from beneficiaries.phones import dialled
from intake.side_paths import open_clarification
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


def opened(world, state: str, actor: str = "reception") -> Page:
    return Page(world.client(actor).get(reverse("request_detail", args=[world.requests[state].pk])))


def test_verification_leads_to_the_first_document_that_does_not_match_yet(world):
    page, document = opened(world, "received"), world.rows["document"]
    way = reverse("request_document", args=[world.requests["received"].pk, document.pk])
    buttons = [
        element for element in page.elements if element.tag == "a" and "button--primary" in element.classes
    ]
    assert [button.attributes["href"] for button in buttons] == [way]
    assert document.label in buttons[0].text
    assert page.texts("rail__reason") == ["بقيت 3 شروط"]


def test_buttons_beside_the_next_step_name_an_act_in_english_too(world):
    client = world.client("executive")
    client.cookies["language"] = "en"
    page = Page(client.get(reverse("request_detail", args=[world.requests["referred"].pk])))
    way = reverse("request_reassign", args=[world.requests["referred"].pk])
    (link,) = [element for element in page.elements if element.attributes.get("href") == way]
    assert link.text.strip() == "Change the researcher"


def test_an_empty_queue_counts_nothing_in_english(world):
    client = world.client("executive")
    client.cookies["language"] = "en"
    assert "No request waits for you." in client.get(reverse("home")).text


def test_a_closed_gate_keeps_its_button_shut_and_the_conditions_describe_it(world):
    open_clarification(world.requests["verified"], questions="ما الإقرار؟", by=world.users["reception"])
    page = opened(world, "verified")
    (button,) = [
        element
        for element in page.elements
        if element.tag == "button" and element.classes == ["button", "button--primary"]
    ]
    assert "disabled" in button.attributes
    described = button.attributes["aria-describedby"]
    assert [element for element in page.elements if element.attributes.get("id") == described]
    assert page.texts("gate__item--closed")


def primary(page: Page) -> list[str]:
    return [
        element.attributes["href"]
        for element in page.elements
        if element.tag == "a" and "button--primary" in element.classes
    ]


def test_what_opens_the_gate_leads(world):
    delivery = reverse("request_delivery", args=[world.requests["registered"].pk])
    page = opened(world, "registered", "delivery")
    assert primary(page) == [delivery]
    assert page.links.count(delivery) == 1
    assert primary(opened(world, "studied", "chair")) == [reverse("session_list")]


def test_who_waits_for_somebody_else_reads_for_whom(world):
    page = opened(world, "studied")
    assert page.texts("next__refusal") == page.texts("rail__reason") == ["الطلب معروض على لجنة البحث."]


@pytest.mark.parametrize("state", ["received", "verified", "pledged", "referred"])
def test_what_was_asked_and_answered_stands_there_until_the_study(world, state):
    page = opened(world, state)
    (inquiry,) = world.requests[state].inquiries.select_related("contact")
    assert inquiry.contact.support_request_id == inquiry.support_request_id
    (talk,) = page.texts("talk")
    assert inquiry.question in talk
    assert inquiry.answer in talk


@pytest.mark.parametrize(("state", "word"), [("registered", "لم تُقدَّم بعد"), ("served", "قُدّمت كاملة")])
def test_after_the_registration_stands_what_was_granted_and_how_far_it_is_delivered(world, state, word):
    page = opened(world, state, "delivery")
    (granted,) = world.requests[state].granted_services.all()
    assert page.texts("papers__label")[0] == granted.description
    assert word in page.texts("chip")


def test_the_phone_to_call_stands_among_the_facts(world):
    person = world.requests["received"].beneficiary
    assert dialled(person.phone) in opened(world, "received").text


def test_all_papers_hold_each_document_and_each_decision(world):
    request = world.requests["rejected"]
    page = Page(world.client("auditor").get(reverse("request_papers", args=[request.pk])))
    for check in request.verifications.select_related("required_document"):
        assert check.required_document.label in page.text
        assert check.number in page.text
    assert request.decisions.get().reasons in page.text
