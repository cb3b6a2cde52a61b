"""The reception desk: people are searched by POST, shown with what is open, and a search leaves a trace."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import ReadLog
from tests.factories import identity_number, make_branch, make_person, make_request, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in):
    return sign_in(make_user("reception"))


def search(client, query, **headers):
    return client.post(reverse("desk"), {"query": query}, headers=headers, follow=True)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("reception", 200),
        ("delegate", 200),
        ("executive", 200),
        ("auditor", 200),
        ("researcher", 403),
        ("committee", 403),
        ("delivery", 403),
        ("board", 403),
        ("administrator", 403),
    ],
)
def test_the_desk_is_for_those_who_may_find_people(sign_in, role, status):
    client = sign_in(make_user(role))
    assert client.get(reverse("desk")).status_code == status
    assert search(client, "سارة").status_code == status


def test_the_desk_begins_with_the_box_and_no_new_person(desk):
    page = desk.get(reverse("desk")).content.decode()
    assert 'name="query"' in page
    assert reverse("person_add") not in page
    assert not ReadLog.objects.exists()


def test_a_person_is_found_with_a_link_and_masked_numbers(desk):
    person = make_person()
    page = search(desk, person.identity_number).content.decode()
    assert reverse("person_detail", args=[person.pk]) in page
    assert reverse("request_open", args=[person.pk]) in page
    assert page.count(person.identity_number) == page.count(f'value="{person.identity_number}"')


def test_what_is_open_is_shown_with_the_person(desk):
    support_request = make_request()
    page = search(desk, support_request.beneficiary.identity_number).content.decode()
    assert support_request.reference in page
    assert reverse("request_detail", args=[support_request.pk]) in page


@pytest.mark.parametrize("writing", ["{0}-{1}", "{0}{1}", " {0} {1} "])
def test_a_person_is_found_by_the_reference_of_a_request(desk, writing):
    support_request = make_request()
    make_person()
    typed = writing.format(*support_request.reference.split("-")).translate(
        str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    )
    [row] = search(desk, typed).context["found"]
    assert row["id"] == support_request.beneficiary_id
    assert [request["reference"] for request in row["open"]] == [support_request.reference]


def test_a_delegate_finds_no_reference_of_another_branch(sign_in):
    support_request = make_request()
    client = sign_in(make_user("delegate", branch=make_branch()))
    assert search(client, support_request.reference).context["found"] == []


def test_every_search_leaves_a_trace_without_its_words(desk):
    search(desk, "سارة الحارثي")
    search(desk, "1")
    [look] = ReadLog.objects.all()
    assert (look.action, look.object_pk, look.model) == ("search", None, "beneficiaries.beneficiary")


def test_nobody_found_offers_a_new_person_with_what_was_typed(desk):
    number = identity_number(4444)
    page = search(desk, number).content.decode()
    assert _("Nobody found") in page
    assert reverse("person_add") in page
    assert f'name="typed" value="{number}"' in page


def test_a_mistyped_identity_number_is_named(desk):
    number = identity_number(4445)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    sentence = _(
        "This is not an identity number: its check digit does not fit. Compare it with the document."
    )
    assert search(desk, wrong).context["advice"] == sentence


def test_the_auditor_reads_but_adds_nobody(sign_in):
    assert reverse("person_add") not in search(sign_in(make_user("auditor")), "سارة").content.decode()


def test_typing_brings_the_results_alone(desk):
    make_person()
    part = search(desk, "سارة", HX_Request="true").content.decode()
    assert "<html" not in part
    assert "csrfmiddlewaretoken" in part


def test_words_never_stand_in_an_address(desk):
    make_person()
    page = search(desk, "سارة").content.decode()
    assert "?query" not in page
    assert desk.get(reverse("desk"), {"query": "سارة"}).context["found"] is None


@pytest.mark.parametrize("query", ["", " ", "\x00", "%", "\u202e", "م" * 5000, "<script>alert(1)</script>"])
def test_odd_words_find_nobody_and_break_nothing(desk, query):
    make_person()
    response = search(desk, query)
    assert response.status_code == 200
    assert response.context["found"] == []
    assert "<script>alert" not in response.content.decode()


def test_a_search_costs_the_same_however_many_are_found(desk):
    counts = []
    for _number in range(2):
        for _person in range(4):
            make_request(beneficiary=make_person(family_name="الزهراني"))
        search(desk, "الزهراني")
        with CaptureQueriesContext(connection) as queries:
            assert search(desk, "الزهراني").context["found"]
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


# The way back -------------------------------------------------------------------------------------------------------


def place_of(response) -> str:
    """The address of a search, as the browser shows it."""
    return response.redirect_chain[-1][0]


def test_the_way_back_from_a_person_shows_the_search_again(desk):
    person = make_person()
    address = place_of(search(desk, "سارة الحارثي"))
    assert desk.get(reverse("person_detail", args=[person.pk])).status_code == 200
    response = desk.get(address)
    assert [row["id"] for row in response.context["found"]] == [person.pk]
    assert 'value="سارة الحارثي"' in response.text
    assert "سارة" not in address
    assert ReadLog.objects.filter(action="search").count() == 2


def test_the_way_back_is_there_for_results_that_come_while_typing(desk):
    make_person()
    place = desk.get(reverse("desk")).context["place"]
    typed = {"query": "سارة", "at": place}
    response = desk.post(reverse("desk"), typed, headers={"HX-Request": "true"})
    assert response.headers["HX-Replace-Url"] == f"{reverse('desk')}?at={place}"
    assert len(desk.get(response.headers["HX-Replace-Url"]).context["found"]) == 1


def test_the_desk_opened_from_the_menu_shows_nobody(desk):
    make_person()
    search(desk, "سارة")
    page = desk.get(reverse("desk"))
    assert page.context["found"] is None
    assert "سارة" not in page.text


def test_a_search_is_forgotten_after_a_quarter_of_an_hour(desk):
    make_person()
    address = place_of(search(desk, "سارة"))
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert desk.get(address).context["found"] is None
    assert desk.get(address).context["found"]


def test_a_search_ends_with_the_sign_out_and_belongs_to_nobody_else(desk, sign_in):
    make_person()
    address = place_of(search(desk, "سارة"))
    colleague = sign_in(make_user("reception"), fresh=True)
    assert colleague.get(address).context["found"] is None
    desk.post(reverse("logout"))
    sign_in(make_user("reception"))
    assert desk.get(address).context["found"] is None


def test_only_the_last_searches_are_kept(desk):
    addresses = [place_of(search(desk, f"سارة {number}")) for number in range(12)]
    kept = [desk.get(address).context["found"] is not None for address in addresses]
    assert kept == [False] * 4 + [True] * 8


@pytest.mark.parametrize("place", ["", "x", "../../", "ا" * 12, "a" * 500])
def test_a_place_that_nobody_gave_is_an_empty_desk(desk, place):
    assert desk.get(reverse("desk"), {"at": place}).context["found"] is None
    response = desk.post(reverse("desk"), {"query": "سارة", "at": place}, follow=True)
    assert response.context["place"] != place
