"""Who studies and decides a request reads on its page what the file says of the person's health, and the notes."""

import pytest
from django.urls import reverse

from beneficiaries.around import write_note
from beneficiaries.people import change_person
from intake.steps import State
from tests import factories as make

pytestmark = pytest.mark.django_db

HEALTH, SECRET, OPEN_NOTE = "غسيل كلوي ثلاث مرات في الأسبوع", "تخشى أن يعلم بها أخوها", "يزوره ابنه كل جمعة"


@pytest.fixture
def studied():
    """A request before its researcher, of somebody with a health note and two notes."""
    support_request = make.make_request(State.REFERRED)
    clerk = make.make_user("reception", username="reception")
    person = change_person(support_request.beneficiary, by=clerk, health_note=HEALTH)
    write_note(person, text=SECRET, confidential=True, by=clerk)
    write_note(person, text=OPEN_NOTE, by=clerk)
    return support_request


def page_for(client, support_request) -> str:
    return client.get(reverse("request_detail", args=[support_request.pk])).content.decode()


def test_the_researcher_reads_health_and_every_note_beside_the_request(sign_in, studied):
    page = page_for(sign_in(studied.researcher), studied)
    assert [text in page for text in (HEALTH, SECRET, OPEN_NOTE)] == [True] * 3


def test_who_may_open_the_file_reads_it_there_and_who_serves_does_not_read_it_here(sign_in, studied):
    for role, reads_health in (("reception", True), ("executive", False)):
        client = sign_in(make.make_user(role, username=f"{role}-2"))
        assert client.get(reverse("request_detail", args=[studied.pk])).context["known"] == []
        page = page_for(client, studied)
        # Who may read it finds the health among what changed since the signature.
        assert [text in page for text in (HEALTH, SECRET, OPEN_NOTE)] == [reads_health, False, False]
