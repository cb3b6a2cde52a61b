"""Registration, delivery and referral say for whom, what was decided, and what is left."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from arabic.text import riyals
from audit.models import ReadLog
from audit.refusals import Refused
from beneficiaries.iban import in_fours
from beneficiaries.phones import dialled
from intake import delivery
from intake.models import SupportRequest
from tests import factories as make
from tests.research_committee.factories import decide, make_item, vote
from tests.research_committee.factories import granted as granted_rows
from tests.walks.page import Page

from .forms import nothing_is_saved, reason_beside, send, shown_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(world):
    return world.users["delivery"]


@pytest.fixture
def registered(world):
    return SupportRequest.objects.get(pk=world.requests["registered"].pk)


def hand_over(request, by, **facts):
    given = {"outcome": "partial", "amount": 1500, "received_by_name": "سارة", "reason": "دفعة أولى"}
    granted = request.granted_services.get()
    return delivery.record_delivery(
        request, granted_service=granted, receipt=make.paper(), by=by, **given | facts
    )


def page_of(name, request, world, actor):
    return Page(world.client(actor).get(reverse(name, args=[request.pk])))


@pytest.mark.parametrize("name", ["request_delivery", "request_deliver"])
def test_delivery_names_the_person_the_registration_and_what_was_granted(world, registered, name):
    text = page_of(name, registered, world, "delivery").text
    registration, granted = registered.registrations.get(), registered.granted_services.get()
    person = registered.beneficiary
    for fact in (person.full_name, person.identity_number, registration.number, registration.category.label):
        assert fact in text
    assert granted.description in text
    assert riyals(granted.amount) in text
    assert ReadLog.objects.filter(user=world.users["delivery"], about_request=registered.pk).count() == 1


def test_what_is_delivered_and_what_is_left_are_told_in_riyals(world, registered, provider):
    granted = registered.granted_services.get()
    hand_over(registered, provider, what="دفعة أولى")
    text = page_of("request_delivery", registered, world, "delivery").text
    assert riyals(1500) == "1,500 ريال"
    assert riyals(1500) in text
    assert riyals(granted.amount - 1500) in text


def test_the_registration_shows_what_it_is_for(world):
    accepted = world.requests["accepted"]
    text = page_of("request_register", accepted, world, "reception").text
    assert accepted.beneficiary.full_name in text
    assert accepted.granted_services.get().description in text


def test_the_referral_shows_how_to_reach_the_person(world):
    pledged = world.requests["pledged"]
    text = page_of("request_refer", pledged, world, "reception").text
    assert dialled(pledged.beneficiary.phone) in text
    assert pledged.contacts.get().get_preferred_contact_display() in text


@pytest.mark.parametrize(
    ("actor", "name", "state", "field"),
    [
        ("delivery", "request_delivery", "registered", "outcome"),
        ("reception", "request_refer", "pledged", "how_told"),
    ],
)
def test_what_goes_on_record_is_chosen_by_the_person_at_the_desk(world, actor, name, state, field):
    client, path = world.client(actor), reverse(name, args=[world.requests[state].pk])
    assert shown_form(client, path).controls[field].values == []
    with nothing_is_saved():
        reason_beside(send(client, path), field)


def test_too_much_is_refused_in_riyals(world, registered):
    granted = registered.granted_services.get()
    path = reverse("request_delivery", args=[registered.pk])
    with nothing_is_saved():
        response = send(world.client("delivery"), path, outcome="delivered", amount="999999")
    assert riyals(granted.amount) in reason_beside(response, "amount")


def test_delivered_in_full_is_everything_that_was_left(registered, provider):
    granted = registered.granted_services.get()
    hand_over(registered, provider)
    row = hand_over(registered, provider, outcome="delivered", amount=None, reason="")
    assert row.amount == granted.amount - 1500
    assert delivery.remaining_of(registered.granted_services.get()) == 0


def test_less_than_what_is_left_is_not_delivered_in_full(world, registered, provider):
    hand_over(registered, provider)
    left = riyals(registered.granted_services.get().amount - 1500)
    path = reverse("request_delivery", args=[registered.pk])
    with nothing_is_saved():
        response = send(world.client("delivery"), path, outcome="delivered", amount="10")
    assert left in reason_beside(response, "amount")


def test_what_a_colleague_delivered_meanwhile_counts(registered, provider):
    granted = registered.granted_services.prefetch_related("deliveries").get()
    assert delivery.remaining_of(granted) == granted.amount
    hand_over(registered, provider, amount=granted.amount - 100)
    given = {"outcome": "partial", "received_by_name": "سارة", "reason": "دفعة", "receipt": make.paper()}
    with pytest.raises(Refused) as refusal:
        delivery.record_delivery(registered, granted_service=granted, amount=200, by=provider, **given)
    assert refusal.value.field == "amount"


def test_when_everything_is_settled_nothing_is_asked_any_more(world, registered, provider):
    hand_over(registered, provider, outcome="delivered", amount=None, reason="")
    response = world.client("delivery").get(reverse("request_delivery", args=[registered.pk]), follow=True)
    assert response.redirect_chain == [(reverse("request_deliver", args=[registered.pk]), 303)]
    assert _("Everything granted is already delivered or closed.") in Page(response).text


def test_nothing_is_delivered_before_the_registration(world):
    served = world.requests["served"]
    page = world.client("delivery").get(reverse("request_delivery", args=[served.pk]))
    assert page.context["closed"] == [_("Only a registered request is delivered.")]


def test_the_account_is_shown_as_banks_print_it():
    assert in_fours("SA0380000000608010167519") == "SA03 8000 0000 6080 1016 7519"


@pytest.mark.parametrize("actor", ["reception", "executive"])
def test_opening_leads_back_to_the_person_and_the_desk(world, actor):
    person = world.rows["person"]
    name = {"reception": "request_open", "executive": "same_need_allow"}[actor]
    links = page_of(name, person, world, actor).links
    assert reverse("person_detail", args=[person.pk]) in links
    assert reverse("desk") in links


def test_the_only_grant_is_chosen_beforehand(world, registered):
    path, granted = reverse("request_delivery", args=[registered.pk]), registered.granted_services.get()
    assert shown_form(world.client("delivery"), path).controls["granted_service"].values == [str(granted.pk)]


def test_with_two_grants_neither_is_chosen_beforehand(sign_in):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    first = granted_rows(item)[0]
    decide(item, committee.chair, granted=[first, (first[0], "كرسي متحرك", None, "")])
    request = SupportRequest.objects.get(pk=item.support_request_id)
    make.register(request, request.received_by)
    path = reverse("request_delivery", args=[request.pk])
    client = sign_in(make.make_user("delivery"))
    assert shown_form(client, path).controls["granted_service"].values == [""]
