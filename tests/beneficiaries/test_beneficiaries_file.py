"""A person's file: papers lead to their copies, requests to their pages, and empty lists say what to do."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from arabic.calendars import dual
from beneficiaries.people import change_person
from intake.case_file import CaseFile
from intake.models import SupportRequest
from tests import factories as make
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


def file_of(person, client) -> Page:
    return Page(client.get(reverse("person_detail", args=[person.pk])))


def link_to(request, stored) -> str:
    return reverse("request_file", args=[request.pk, stored.pk])


def test_every_paper_in_use_leads_to_its_copy(world):
    registered = world.requests["registered"]
    case = CaseFile(SupportRequest.objects.get(pk=registered.pk))
    client = world.client("reception")
    page = file_of(registered.beneficiary, client)
    for document, check in case.checks:
        assert document.label in page.text
        assert link_to(registered, check.file) in page.links
    assert link_to(registered, case.pledge.scan) in page.links
    copy = client.get(link_to(registered, case.pledge.scan))
    assert (copy.status_code, len(copy.getvalue())) == (200, case.pledge.scan.size)


def test_papers_are_named_in_the_readers_language(world):
    registered = world.requests["registered"]
    document, _check = CaseFile(SupportRequest.objects.get(pk=registered.pk)).checks[0]
    client = world.client("reception")
    client.cookies["language"] = "en"
    with override("en"):
        assert document.label_en in file_of(registered.beneficiary, client).text


def test_a_replaced_paper_is_listed_without_a_link(world):
    received, clerk = world.requests["received"], world.users["reception"]
    document = CaseFile(received).required_documents[0]
    first = make.documents.record_document(
        received, document=document, by=clerk, **make.document_facts(document)
    ).file
    second = make.documents.record_document(
        received, document=document, by=clerk, **make.document_facts(document)
    ).file
    page = file_of(received.beneficiary, world.client("reception"))
    assert link_to(received, second) in page.links
    assert link_to(received, first) not in page.links
    assert _("A paper no longer in use") in page.text


def test_the_registration_stands_with_its_request(world):
    registered = world.requests["registered"]
    page = file_of(registered.beneficiary, world.client("reception"))
    assert registered.registrations.get().number in page.text
    assert reverse("request_detail", args=[registered.pk]) in page.links


def test_papers_of_a_request_out_of_sight_are_not_named(world, sign_in):
    """A delegate sees who belongs to the own branch now, and not the requests of their earlier branch."""
    registered, branch = world.requests["registered"], make.make_branch("elsewhere")
    change_person(registered.beneficiary, by=world.users["reception"], branch=branch)
    client = sign_in(make.make_user("delegate", branch=branch), fresh=True)
    page = file_of(registered.beneficiary, client)
    assert not [link for link in page.links if "/files/" in link or "/requests/" in link]
    assert registered.reference not in page.text


def test_an_empty_file_says_what_to_do(sign_in):
    person = make.make_person()
    page = file_of(person, sign_in(make.make_user("reception")))
    assert page.links.count(reverse("request_open", args=[person.pk])) == 2
    assert (
        _("Open a request of this person and check its documents: their copies are kept here.") in page.text
    )
    auditor = file_of(person, sign_in(make.make_user("auditor"), fresh=True))
    assert reverse("request_open", args=[person.pk]) not in auditor.links
    assert _("This person has no support request that you may open.") in auditor.text


def test_the_whole_history_is_one_click_away(world):
    registered = world.requests["registered"]
    page = file_of(registered.beneficiary, world.client("reception"))
    assert reverse("person_history", args=[registered.beneficiary_id]) in page.links


def test_a_birth_date_is_changed_with_both_calendars_in_sight(sign_in):
    person = make.make_person()
    page = Page(sign_in(make.make_user("reception")).get(reverse("person_change", args=[person.pk])))
    assert dual(person.birth_date) in page.text
