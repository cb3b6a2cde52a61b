"""What the executive director lets pass, and what that changes in the steps to come."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import gettext

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from intake.case_file import CaseFile
from intake.checks.rules import documents_are_valid_today, every_document_matches, originals_were_seen
from intake.checks.waivers import reason_waiver_says_nothing, waive_document
from intake.documents import record_document, verify_request
from intake.models import DataVerification
from intake.reuse import documents_on_file
from tests import factories as make
from tests.walks.page import Page

pytestmark = pytest.mark.django_db
REASON = "احترق عقد الإيجار مع المسكن، وثبت ذلك بمحضر الدفاع المدني."


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def executive():
    return make.make_user(Role.EXECUTIVE, username="executive")


@pytest.fixture
def request_(clerk):
    """A received request whose last document is missing; all others match."""
    request = make.make_request("received", by=clerk)
    *others, last = CaseFile(request).required_documents
    for document in others:
        record_document(request, document=document, by=clerk, **make.document_facts(document))
    record_document(request, document=last, verdict="missing", by=clerk)
    return request


def last_of(request):
    return CaseFile(request).required_documents[-1]


def check_of(request) -> DataVerification:
    return request.verifications.get(required_document=last_of(request))


def test_a_waived_document_no_longer_holds_the_request_up(request_, clerk, executive):
    with pytest.raises(Refused):
        verify_request(request_, by=clerk)
    waive_document(request_, document=last_of(request_), reason=REASON, by=executive)
    said = every_document_matches.said(CaseFile(request_))
    assert str(executive) in said
    assert REASON in said
    assert verify_request(request_, by=clerk).state == "verified"


def test_a_waiver_holds_at_the_registration_too_and_only_for_its_own_document(request_, clerk, executive):
    waive_document(request_, document=last_of(request_), reason=REASON, by=executive)
    case = CaseFile(request_)
    assert documents_are_valid_today(case, clerk) is None
    assert originals_were_seen(case, clerk) is None
    with time_machine.travel(riyadh_today() + timedelta(days=800)):
        assert CaseFile(request_).required_documents[0].label in documents_are_valid_today(
            CaseFile(request_), clerk
        )


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EXECUTIVE])
def test_nobody_but_the_executive_director_waives(request_, role):
    user = make.make_user(role)
    with pytest.raises(NotPermitted):
        waive_document(request_, document=last_of(request_), reason=REASON, by=user)


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "…………………",
        "لا شيء",
        "لا شيء لا شيء لا شيء",
        "بدون سبب محدد",
        "سبب",
        "ااااااااااااا",
        "ا ا ا ا ا ا ا ا ا",
        "لا يوجد سبب معروف",
    ],
)
def test_a_waiver_without_a_telling_reason_is_refused(request_, executive, reason):
    with pytest.raises(Refused):
        waive_document(request_, document=last_of(request_), reason=reason, by=executive)
    assert not check_of(request_).is_waived


@pytest.mark.parametrize("reason", [REASON, "لا تملك عقدًا باسمها", "She lost everything in the flood"])
def test_a_short_sentence_that_says_why_is_enough(reason):
    assert reason_waiver_says_nothing(reason) is None


def test_what_matches_or_was_never_looked_at_is_not_waived(request_, executive, clerk):
    matching = CaseFile(request_).required_documents[0]
    with pytest.raises(Refused):
        waive_document(request_, document=matching, reason=REASON, by=executive)
    other = make.make_request("received", by=clerk)
    with pytest.raises(Refused):
        waive_document(other, document=last_of(other), reason=REASON, by=executive)
    assert not other.verifications.exists()


def test_a_document_recorded_again_is_judged_again_and_the_waiver_stays_in_the_history(
    request_, clerk, executive
):
    waive_document(request_, document=last_of(request_), reason=REASON, by=executive)
    record_document(request_, document=last_of(request_), verdict="missing", by=clerk)
    check = check_of(request_)
    assert (check.waived_by, check.waived_at, check.waiver_reason) == (None, None, "")
    assert every_document_matches(CaseFile(request_), clerk)
    assert [row.waiver_reason for row in check.history.order_by("version")] == ["", REASON, ""]


def test_a_waiver_of_what_changed_meanwhile_is_refused(request_, clerk, executive):
    seen = check_of(request_).version
    record_document(request_, document=last_of(request_), verdict="differs", difference="x", by=clerk)
    with pytest.raises(Refused):
        waive_document(request_, document=last_of(request_), reason=REASON, by=executive, seen_version=seen)


def test_what_is_waived_is_not_offered_from_the_file(request_, executive):
    waive_document(request_, document=last_of(request_), reason=REASON, by=executive)
    assert last_of(request_) not in [row.document for row in documents_on_file(CaseFile(request_))]


def test_the_pages_say_who_waived_and_why_and_before_that_who_can(sign_in, request_, clerk, executive):
    detail = reverse("request_detail", args=[request_.pk])
    way = reverse("request_document_waive", args=[request_.pk, last_of(request_).pk])
    shown = sign_in(clerk, fresh=True).get(detail).text
    assert gettext("Only the executive director can waive it.") in shown
    assert way not in shown
    client = sign_in(executive, fresh=True)
    assert way in client.get(detail).text
    form = client.get(way).context["form"]
    data = {name: form[name].value() for name in ("idempotency_key", "seen_version")}
    refused = client.post(way, data | {"reason": "لا شيء لا شيء"})
    assert refused.status_code == 422
    assert Page(refused).texts("errors")
    assert client.post(way, data | {"reason": REASON}).status_code == 303
    for reader in (clerk, executive):
        for name in ("request_detail", "request_papers"):
            page = sign_in(reader, fresh=True).get(reverse(name, args=[request_.pk])).text
            assert REASON in page
            assert str(executive) in page
    assert way not in client.get(detail).text
