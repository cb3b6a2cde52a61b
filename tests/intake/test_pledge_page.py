"""The page of the pledge: what changed is named in words, and it is clear who signs and who witnesses."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from arabic.calendars import riyadh_today
from beneficiaries.people import change_person
from intake import documents
from intake.case_file import CaseFile
from intake.data_sheet import DataSheet
from intake.models import SupportRequest
from intake.rules import pledge_stands
from intake.sheet_changes import changes_since
from tests import factories as make
from tests.walks.page import Page

from .forms import shown_form

pytestmark = pytest.mark.django_db
PLACE_IN_THE_TEXT = re.compile(r"[a-z_]+(\[[0-9]+\])?\.[a-z_]+")


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception", full_name="نورة بنت سعد القرشي")


def case_of(request) -> CaseFile:
    return CaseFile(SupportRequest.objects.get(pk=request.pk))


def changes_of(request) -> list[dict]:
    case = case_of(request)
    return changes_since(
        DataSheet(case.pledge.data_sheet), case, make.make_user("reception", username="reception")
    )


def test_a_changed_document_is_named_with_its_fact(sign_in, clerk):
    request = make.make_request("pledged")
    first, second = CaseFile(request).required_documents[:2]
    kept = CaseFile(request).verifications[second.pk]
    documents.record_document(
        request,
        document=second,
        by=clerk,
        verdict="matches",
        number="B-77",
        issued_on=kept.issued_on,
        expires_on=kept.expires_on,
        original_seen=True,
    )
    [change] = changes_of(request)
    assert change["field"] == _("%(document)s: %(fact)s") % {
        "document": second.label,
        "fact": "رقم المستند",
    }
    assert (change["before"], change["after"]) == (kept.number, "B-77")
    case = case_of(request)
    sentence = pledge_stands(case, clerk)
    assert second.label in sentence
    assert first.label not in sentence
    page = Page(sign_in(clerk).get(reverse("request_pledge", args=[request.pk])))
    assert change["field"] in page.text


def test_a_new_file_is_told_without_its_digest(clerk):
    request = make.make_request("pledged")
    document = CaseFile(request).required_documents[0]
    kept = CaseFile(request).verifications[document.pk]
    facts = make.document_facts(document) | {
        "issued_on": kept.issued_on,
        "expires_on": kept.expires_on,
        "upload": make.paper(colour="red"),
    }
    documents.record_document(request, document=document, by=clerk, **facts)
    [change] = changes_of(request)
    assert document.label in change["field"]
    assert (change["before"], change["after"]) == (_("the file of the signature"), _("another file"))


def test_changes_of_the_person_are_told_in_words(clerk):
    request = make.make_request("pledged")
    change_person(request.beneficiary, by=clerk, gender="male", phone="+966559999999", birth_precision="year")
    told = {change["field"]: (change["before"], change["after"]) for change in changes_of(request)}
    assert told["الجنس"] == ("أنثى", "ذكر")
    assert ("055 999 9999") in {after for _before, after in told.values()}
    sentence = pledge_stands(case_of(request), clerk)
    assert not PLACE_IN_THE_TEXT.search(sentence)


def test_the_page_says_who_witnesses_and_that_no_employee_signs(sign_in, clerk):
    request = make.make_request("verified")
    page = Page(sign_in(clerk).get(reverse("request_pledge", args=[request.pk])))
    assert _("You are the witness") in page.text
    assert clerk.full_name in page.text
    assert _("For a minor the guardian signs. An employee never signs for the person.") in page.text


def test_nobody_is_proposed_as_the_signer_for_a_minor(sign_in, clerk):
    client = sign_in(clerk)
    child = make.make_person(birth_date=riyadh_today() - timedelta(days=3000))
    for person, proposed in ((make.make_person(), ["self"]), (child, [])):
        request = make.make_request("verified", beneficiary=person)
        form = shown_form(client, reverse("request_pledge", args=[request.pk]))
        assert form.controls["signer_role"].values == proposed
