"""The form of one document: the verdict is chosen, and what it is compared with stands beside it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import ReadLog
from intake import documents
from intake.case_file import CaseFile
from policies.models import RequiredDocument
from policies.sheet import validity_text
from tests import factories as make
from tests.walks.page import Page

from .forms import nothing_is_saved, reason_beside, send, shown_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


@pytest.fixture
def received(clerk):
    person = make.make_person(district="حي النسيم", birth_date=date(1985, 4, 3))
    return make.make_request("received", beneficiary=person)


def document_of(request, validity=RequiredDocument.Validity.MUST_NOT_BE_EXPIRED):
    return next(row for row in CaseFile(request).required_documents if row.validity == validity)


def path_of(request, document):
    return reverse("request_document", args=[request.pk, document.pk])


def check(request, document, by, **facts):
    return documents.record_document(
        request, document=document, by=by, **make.document_facts(document) | facts
    )


def test_no_verdict_is_given_before_it_is_chosen(sign_in, clerk, received):
    client, path = sign_in(clerk), path_of(received, document_of(received))
    assert shown_form(client, path).controls["verdict"].values == []
    with nothing_is_saved():
        response = send(client, path, number="4410", expires_on="1/1/1460")
    assert reason_beside(response, "verdict") == _("Choose what the comparison showed.")


def test_what_was_stated_and_the_rule_stand_beside_the_form(sign_in, clerk, received):
    document = document_of(received)
    text = Page(sign_in(clerk).get(path_of(received, document))).text
    person = received.beneficiary
    for fact in (person.full_name, person.identity_number, "1985", person.city, person.district):
        assert fact in text
    assert validity_text(document) in text
    assert ReadLog.objects.filter(user=clerk, about_request=received.pk).count() == 1


@pytest.mark.parametrize(
    ("validity", "needed"),
    [
        (RequiredDocument.Validity.MUST_NOT_BE_EXPIRED, "expires_on"),
        (RequiredDocument.Validity.ISSUED_WITHIN_MONTHS, "issued_on"),
    ],
)
def test_the_day_that_the_rule_needs_says_so(sign_in, clerk, received, validity, needed):
    page = sign_in(clerk).get(path_of(received, document_of(received, validity)))
    named = page.context["form"].required_if
    assert [name for name in ("issued_on", "expires_on") if name in named] == [needed]


def test_an_earlier_check_is_shown_with_both_calendars_and_its_file(sign_in, clerk, received):
    document = document_of(received)
    kept = check(received, document, clerk, expires_on=date(2028, 4, 2))
    page = Page(sign_in(clerk).get(path_of(received, document)))
    assert reverse("request_file", args=[received.pk, kept.file_id]) in page.links
    assert kept.file.original_name in page.text
    assert "1449" in page.text
    assert page.form_with("verdict").controls["verdict"].values == ["matches"]


def test_the_kept_file_stays_when_no_other_is_chosen(sign_in, clerk, received):
    document = document_of(received)
    kept = check(received, document, clerk)
    assert send(sign_in(clerk), path_of(received, document), number="4411", upload=None).status_code == 303
    kept.refresh_from_db()
    assert (kept.number, kept.file.original_name) == ("4411", "paper.png")


def test_what_a_colleague_saw_is_not_certified_by_somebody_else_unseen(sign_in, clerk, received):
    document, colleague = document_of(received), make.make_user("reception")
    check(received, document, clerk)
    path = path_of(received, document)
    assert shown_form(sign_in(clerk), path).controls["original_seen"].values == ["on"]
    response = sign_in(colleague, fresh=True).get(path)
    assert Page(response).form_with("verdict").controls["original_seen"].values == []
    assert clerk.full_name in response.context["form"]["original_seen"].help_text
