"""The data sheet as it is printed and signed."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_today
from intake.case_file import CaseFile
from intake.models import SupportRequest
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(world):
    pledged = world.requests["pledged"]
    return Page(world.client("reception").get(reverse("request_data_sheet", args=[pledged.pk])))


def test_it_holds_what_is_signed_and_the_pledge(world, page):
    case = CaseFile(SupportRequest.objects.get(pk=world.requests["pledged"].pk))
    for words in (case.person.full_name, case.request.reference, case.version.pledge, case.data_sheet.sha256):
        assert words in page.text
    for document in case.required_documents:
        assert document.label in page.text
    assert dual(riyadh_today()) in page.text


def test_signer_and_witness_have_places_of_their_own(page):
    assert _("Who signs: the beneficiary, the guardian or the agent") in page.text
    assert _("Who witnesses: the association's employee") in page.text
    assert page.text.count(_("Signature:")) == 2
    assert _("The employee witnesses the signing and never signs for the beneficiary.") in page.text


def test_it_is_printed_by_a_button_and_leads_back(world, page):
    [button] = [element for element in page.elements if "data-print" in element.attributes]
    assert "hidden" in button.attributes, "without the script there is no button"
    assert reverse("request_detail", args=[world.requests["pledged"].pk]) in page.links
