"""A signature on paper knows the printed sheet under which it stands, by its number in the register."""

import pytest
from django.urls import reverse

from beneficiaries.people import change_person
from correspondence.issuing import issue_once
from correspondence.models import Letter
from intake.case_file import CaseFile
from intake.letters import pledge_content
from intake.models import SupportRequest
from tests import factories as make
from tests.signing import strokes_text
from tests.walks.page import Page

from .forms import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


@pytest.fixture
def request_(clerk):
    return make.make_request("verified", by=clerk)


def fresh(request) -> SupportRequest:
    return SupportRequest.objects.get(pk=request.pk)


def printed(request, by):
    case = CaseFile(fresh(request))
    subject, content = pledge_content(case, by)
    facts = {"policy_version": case.version, "beneficiary": case.person, "about": case.request}
    return issue_once("pledge", subject=subject, content=content, by=by, reason="Letter issued", **facts)


def test_the_scan_belongs_to_the_sheet_that_was_printed_last(request_, clerk, sign_in):
    first = printed(request_, clerk)
    change_person(request_.beneficiary, by=clerk, city="جدة")
    second = printed(request_, clerk)
    assert first != second
    make.sign(fresh(request_), clerk)
    assert request_.pledges.get().letter == second
    page = Page(sign_in(clerk).get(reverse("request_papers", args=[request_.pk])))
    assert second.serial in page.text


def test_a_sheet_that_says_something_else_was_not_signed(request_, clerk):
    printed(request_, clerk)
    change_person(request_.beneficiary, by=clerk, family_name="الحارسي")
    make.sign(fresh(request_), clerk)
    assert request_.pledges.get().letter is None


def test_who_draws_on_the_screen_signed_no_printed_sheet(request_, clerk):
    printed(request_, clerk)
    make.sign(fresh(request_), clerk, method="drawn", strokes=strokes_text(), scan=None)
    assert request_.pledges.get().letter is None


def test_the_button_on_the_page_issues_the_sheet_with_its_number(request_, clerk, sign_in):
    client = sign_in(clerk)
    way = reverse("request_letter_issue", args=[request_.pk, "pledge"])
    assert way in Page(client.get(reverse("request_pledge", args=[request_.pk]))).links
    assert send(client, way).status_code == 303
    issued = Letter.objects.get()
    assert issued.kind == "pledge"
    signed = {"scan": make.paper(), "read_out": "on"}
    assert send(client, reverse("request_pledge", args=[request_.pk]), **signed).status_code == 303
    assert request_.pledges.get().letter == issued
    # Before the data are verified there is nothing to sign yet.
    early = make.make_request("received", by=clerk)
    links = Page(client.get(reverse("request_pledge", args=[early.pk]))).links
    assert reverse("request_data_sheet", args=[early.pk]) in links
