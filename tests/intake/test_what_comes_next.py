"""After every act the next page says what was done and what comes next."""

import pytest
from django.contrib.messages import get_messages
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.people import change_person
from intake import documents
from intake.case_file import CaseFile
from intake.models import SupportRequest
from intake.pages.done import said_after, said_after_delivery, said_after_document
from intake.steps import Step
from tests import factories as make

from .filled_forms import FORMS
from .forms import ARABIC
from .test_every_form import Sheet

pytestmark = pytest.mark.django_db

OF_REQUESTS = [form for form in FORMS if form.page.startswith(("request_", "clarification_", "report_"))]


@pytest.mark.parametrize("filled", OF_REQUESTS, ids=lambda filled: filled.page)
def test_every_act_on_a_request_is_confirmed_once(world, filled):
    sheet = Sheet(world, filled)
    response = sheet.send()
    assert response.status_code == 303
    (message,) = get_messages(response.wsgi_request)
    assert message.level_tag == "success"
    assert ARABIC.search(str(message))
    # The cookie of the messages stays in the browser: no name of a person stands in it.
    assert world.requests["received"].beneficiary.full_name not in str(message)
    assert world.requests["received"].beneficiary.family_name not in str(message)


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


def check(request, document, clerk, **facts):
    return documents.record_document(
        request, document=document, by=clerk, **make.document_facts(document) | facts
    )


def test_after_a_document_the_ones_still_open_are_counted(clerk):
    request = make.make_request("received")
    first, *others = CaseFile(request).required_documents
    said = said_after_document(check(request, first, clerk), clerk)
    assert first.label in said
    left = ngettext(
        "Next: %(count)d more document is to be checked.",
        "Next: %(count)d more documents are to be checked.",
        len(others),
    )
    assert left % {"count": len(others)} in said
    for document in others:
        said = said_after_document(check(request, document, clerk), clerk)
    assert _("Every document is checked. Next: confirm that the data match.") in said


def test_after_a_document_that_differs_the_person_is_awaited(clerk):
    request = make.make_request("received")
    for document in CaseFile(request).required_documents:
        said = said_after_document(
            check(request, document, clerk, verdict="differs", difference="اسم الأب"), clerk
        )
    assert _("Next: the person brings what is missing or differs.") in said


def test_a_document_changed_under_a_pledge_asks_for_its_renewal(clerk):
    request = make.make_request("pledged")
    document = CaseFile(request).required_documents[0]
    said = said_after_document(check(request, document, clerk, number="B-77"), clerk)
    assert _("The signed pledge was for the data before this change; next: renew the pledge.") in said


def test_the_referral_names_the_researcher_and_the_earliest_answer(clerk):
    request = make.make_request("referred")
    said = said_after(Step.REFER, request)
    assert str(request.researcher) in said
    assert str(request.earliest_decision_on.year) in said


def test_an_opened_request_says_who_answers_what_is_unclear(clerk):
    request = make.make_request("received")
    assert f"<bdi>{request.reference}</bdi>" in said_after(Step.RECEIVE, request)
    make.reception.open_clarification(request, questions="ما البحث الاجتماعي؟", by=clerk)
    request = SupportRequest.objects.get(pk=request.pk)
    assert "باحث" in said_after(Step.RECEIVE, request)


def test_words_of_people_stay_words(world):
    person = world.requests["received"].beneficiary
    change_person(person, by=world.users["reception"], city="<b>جدة</b>")
    delivered = next(form for form in FORMS if form.page == "request_delivery")
    sheet = Sheet(world, delivered)
    assert sheet.send(what="<b>أجهزة</b>").status_code == 303
    delivery = world.requests["registered"].deliveries.get()
    delivery.granted_service.description = "<b>أجهزة</b>"
    assert "<b>" not in said_after_delivery(delivery, world.users["delivery"])
