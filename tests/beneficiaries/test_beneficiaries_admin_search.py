"""The administration's list of people is searched as the desk is: by POST, in any spelling, from the index."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import ReadLog
from beneficiaries.models import Beneficiary
from beneficiaries.name_index import WORDS
from tests.factories import make_branch, make_person, make_user

pytestmark = pytest.mark.django_db
LIST = "admin:beneficiaries_beneficiary_changelist"


@pytest.fixture
def auditor(sign_in):
    return sign_in(make_user("auditor"))


def search(client, query, **asked):
    return client.post(reverse(LIST, query=asked), {"query": query}, follow=True)


def found(response) -> set[int]:
    return {person.pk for person in response.context["cl"].result_list}


@pytest.mark.parametrize(
    "typed",
    ["احمد", "أحمد عبدالله", "عبد الله اح", "اح", "٠٥٥١٢٣٩٨٧٦", "{number}", " {number}\u200f"],
)
def test_the_list_is_searched_as_the_desk_is(auditor, typed):
    person = make_person(
        first_name="أحمد", father_name="عبد الله", grandfather_name="", phone="+966551239876"
    )
    make_person(first_name="ضياء", father_name="ضياء", grandfather_name="ضياء")
    response = search(auditor, typed.format(number=person.identity_number))
    assert found(response) == {person.pk}


def test_the_words_stand_in_the_box_and_in_no_address(auditor):
    person = make_person(first_name="أحمد")
    response = search(auditor, "احمد الحارثي")
    [(address, _status)] = response.redirect_chain
    assert 'value="احمد الحارثي"' in response.text
    assert "%D8" not in address
    assert "احمد" not in address
    assert found(auditor.get(address)) == {person.pk}


def test_what_was_filtered_stays_filtered(auditor):
    north, south = make_branch("north"), make_branch("south")
    person = make_person(branch=north)
    make_person(branch=south)
    response = search(auditor, "الحارثي", branch__id__exact=north.pk, p=4)
    assert found(response) == {person.pk}
    assert found(auditor.get(reverse(LIST))) == set(Beneficiary.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("typed", ["%", "_", "%%", "م", "*", "\\", "'; --", "12", "٪٪", "محمد%", "م_مد"])
def test_wildcard_characters_are_just_characters(auditor, typed):
    person = make_person(first_name="محمد", father_name="سعد", grandfather_name="")
    make_person(first_name="ضياء", father_name="ضياء", grandfather_name="ضياء")
    assert found(search(auditor, typed)) == ({person.pk} if typed == "محمد%" else set())


def test_a_name_written_into_the_address_searches_nothing(auditor):
    make_person()
    response = auditor.get(
        reverse(LIST, query={"q": "سارة", "identity_kind__exact": "national_id"}), follow=True
    )
    assert response.redirect_chain == [(f"{reverse(LIST)}?identity_kind__exact=national_id", 302)]


def test_a_search_belongs_to_nobody_else(auditor, sign_in):
    make_person()
    [(address, _status)] = search(auditor, "سارة").redirect_chain
    assert sign_in(make_user("auditor"), fresh=True).get(address).status_code == 302


def test_whoever_may_not_read_the_list_may_not_search_it(sign_in):
    make_person()
    client = sign_in(make_user("administrator"))
    assert client.post(reverse(LIST), {"query": "سارة"}).status_code == 403
    assert "desk_searches" not in client.session


def test_a_search_leaves_a_trace_without_its_words(auditor):
    make_person()
    search(auditor, "سارة")
    [look] = ReadLog.objects.all()
    assert (look.action, look.object_pk, look.model) == ("search", None, "beneficiaries.beneficiary")


def test_a_search_costs_the_same_however_many_are_found_and_asks_the_index(auditor):
    counts = []
    for _time in range(2):
        for _person in range(4):
            make_person(family_name="الزهراني", branch=make_branch("north"))
        [(address, _status)] = search(auditor, "الزهراني").redirect_chain
        with CaptureQueriesContext(connection) as queries:
            assert len(found(auditor.get(address))) == Beneficiary.objects.count()
        counts.append(len(queries))
        asked = " ".join(query["sql"] for query in queries)
        assert (WORDS if connection.vendor == "sqlite" else "tsquery") in asked
        assert " LIKE " not in asked.upper()
    assert counts[0] == counts[1] <= 10
