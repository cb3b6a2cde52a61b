"""What was looked at once is kept in the person's file, and nobody is asked for it again while it holds."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted, Refused
from beneficiaries.documents.recording import record_person_document
from beneficiaries.models import PersonDocument
from intake import documents
from intake.case_file import CaseFile
from intake.models import DataVerification
from intake.reuse import documents_on_file, reuse_documents
from policies.models import RequiredDocument
from tests import factories as make
from tests.matrix.world import status_of
from tests.walks.page import Page

from .forms import nothing_is_saved, send, shown_form

pytestmark = pytest.mark.django_db

FACTS = ("verdict", "number", "issued_on", "issued_printed", "expires_on", "expires_printed", "file")
FACTS += ("difference", "proves", "original_seen_by")


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


@pytest.fixture
def colleague():
    return make.make_user("reception", full_name="نورة بنت سعد")


@pytest.fixture
def first(clerk):
    """A request whose every document was checked; they are valid for a long time."""
    return make.make_request("verified", beneficiary=make.make_person(by=clerk))


@pytest.fixture
def second(first):
    """Another request of the same person, for another service, in which nothing was checked yet."""
    services = first.policy_version.service_types.exclude(pk=first.service_type_id)
    return make.make_request("received", beneficiary=first.beneficiary, service_type=services.last())


def required_of(request) -> list[RequiredDocument]:
    return CaseFile(request).required_documents


def offered(request) -> list[str]:
    return [row.mark for row in documents_on_file(CaseFile(request)) if not row.reason]


def refused(request) -> list[str]:
    return [row.reason for row in documents_on_file(CaseFile(request)) if row.reason]


def facts_of(row) -> dict:
    return {name: getattr(row, name) for name in FACTS}


def card_of(request) -> RequiredDocument:
    return next(row for row in required_of(request) if row.validity == "must_not_be_expired")


def test_the_file_keeps_what_a_request_found_with_the_same_facts(first):
    checks = first.verifications.order_by("pk")
    assert checks
    for check in checks:
        kept = PersonDocument.objects.current().get(
            beneficiary=first.beneficiary, code=check.required_document.code
        )
        assert facts_of(kept) == facts_of(check)
        assert (kept.checked_by, kept.original_seen_on) == (check.checked_by, check.presented_on)
        assert kept.history.count() == 1


def test_a_missing_document_changes_nothing_in_the_file(first, clerk):
    card = card_of(first)
    kept = PersonDocument.objects.current().get(code=card.code)
    documents.record_document(first, document=card, verdict="missing", by=clerk)
    kept.refresh_from_db()
    assert (kept.verdict, kept.is_current, kept.version) == ("matches", True, 1)


def test_a_refused_check_leaves_no_trace_in_the_file(second, clerk):
    before = PersonDocument.objects.count()
    with pytest.raises(Refused):
        documents.record_document(second, document=card_of(second), verdict="differs", by=clerk)
    assert PersonDocument.objects.count() == before


def test_a_document_that_was_misread_on_a_request_is_corrected_in_the_file(first, clerk):
    card = card_of(first)
    facts = make.document_facts(card) | {"number": "A-7", "original_seen": False, "upload": None}
    check = documents.record_document(first, document=card, by=clerk, **facts)
    kept = PersonDocument.objects.get(code=card.code)
    assert (kept.number, kept.original_seen_by) == ("A-7", None)
    assert facts_of(kept) == facts_of(check)


def test_nobody_is_asked_twice_for_what_still_holds(second, colleague, clerk):
    marks = offered(second)
    assert len(marks) == len(required_of(second)) > 1
    held = {row.document.code: row.held for row in documents_on_file(CaseFile(second))}
    assert reuse_documents(second, documents=marks, by=colleague) == len(marks)
    for check in second.verifications.all():
        kept = held[check.required_document.code]
        assert facts_of(check) == facts_of(kept)
        assert (check.taken_from, check.checked_by, check.presented_on) == (kept, colleague, riyadh_today())
        assert check.original_seen_by == clerk, "who saw the original stays written down"
        assert check.history.first().history_change_reason == "Document taken over from the person's file"
    assert documents_on_file(CaseFile(second)) == []
    assert documents.verify_request(second, by=colleague).state == "verified"


def test_a_delegate_takes_over_what_reception_has_seen(clerk):
    branch = make.make_branch()
    person = make.make_person(by=clerk, branch=branch)
    request = make.make_request("verified", by=clerk, beneficiary=person)
    service = request.policy_version.service_types.last()
    delegate = make.make_user("delegate", branch=branch)
    other = make.make_request("received", by=delegate, beneficiary=person, service_type=service)
    reuse_documents(other, documents=offered(other), by=delegate)
    assert {check.original_seen_by for check in other.verifications.all()} == {clerk}


def test_what_expired_since_is_not_offered_and_the_sentence_says_when(second):
    expires = PersonDocument.objects.current().get(code=card_of(second).code).expires_on
    with time_machine.travel(timezone.now() + timedelta(days=701)):
        assert offered(second) == [row.mark for row in _none_expiring(second)]
        assert _("The document expired on %(date)s.") % {"date": dual(expires)} in refused(second)
        with pytest.raises(Refused):
            reuse_documents(second, documents=_marks_of_all(second), by=make.make_user("reception"))
    assert not second.verifications.exists(), "all or none"


def _none_expiring(request):
    return [row for row in documents_on_file(CaseFile(request)) if not row.reason]


def _marks_of_all(request):
    return [row.mark for row in documents_on_file(CaseFile(request))]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"verdict": "differs", "difference": "حرف في الاسم"}, "حرف في الاسم"),
        ({"number": "A-1"}, "لم يطّلع أحد على أصله بعد."),
    ],
)
def test_what_differs_or_was_not_seen_is_not_offered_and_the_sentence_says_so(
    second, clerk, changed, sentence
):
    card = card_of(second)
    facts = {**make.document_facts(card), "original_seen": False, "upload": None} | changed
    record_person_document(second.beneficiary, document=card, by=clerk, **facts)
    (row,) = [row for row in documents_on_file(CaseFile(second)) if row.document == card]
    assert sentence in row.reason
    assert row.reason in row.sentence
    with pytest.raises(Refused) as refusal:
        reuse_documents(second, documents=[row.mark], by=clerk)
    assert sentence in str(refusal.value)


def test_what_was_changed_in_the_file_meanwhile_is_not_taken_over_unseen(second, clerk):
    (mark,) = [row.mark for row in documents_on_file(CaseFile(second)) if row.document == card_of(second)]
    card = card_of(second)
    held = PersonDocument.objects.current().get(code=card.code)
    facts = make.document_facts(card) | {"number": "A-9"}
    record_person_document(second.beneficiary, document=card, corrects=held, by=clerk, **facts)
    with pytest.raises(Refused):
        reuse_documents(second, documents=[mark], by=clerk)
    assert not second.verifications.exists()


def test_a_check_that_is_read_anew_is_no_longer_taken_from_the_file(second, clerk):
    reuse_documents(second, documents=offered(second), by=clerk)
    card = card_of(second)
    check = documents.record_document(second, document=card, by=clerk, **make.document_facts(card))
    assert check.taken_from is None


def test_who_may_not_record_documents_takes_none_over(second):
    with pytest.raises(NotPermitted):
        reuse_documents(second, documents=offered(second), by=make.make_user("researcher"))


def test_the_database_takes_a_document_over_from_the_same_person_only(first, second, clerk):
    stranger = make.make_person(by=clerk)
    card = card_of(second)
    facts = make.document_facts(card)
    foreign = record_person_document(stranger, document=card, by=clerk, **facts)
    reuse_documents(second, documents=offered(second), by=clerk)
    check = second.verifications.get(required_document=card)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(DataVerification).filter(pk=check.pk).update(taken_from=foreign)
    third = make.make_request("received", by=clerk)
    of_another = {"support_request_id": lambda place: third.pk, "taken_from_id": lambda place: foreign.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        make.copies(check, 1, **of_another)
    assert QuerySet(DataVerification).filter(pk=check.pk).update(taken_from=None) == 1


def test_the_words_of_a_printed_date_are_shown_again_and_change_no_signed_sheet(sign_in, first, clerk):
    card, sheet = card_of(first), CaseFile(first).data_sheet
    held = first.verifications.get(required_document=card)
    path = reverse("request_document", args=[first.pk, card.pk])
    typed = held.expires_on
    client = sign_in(clerk)
    assert send(client, path, expires_on=f"{typed:%Y-%m-%d}", upload=None).status_code == 303
    held.refresh_from_db()
    assert (held.expires_on, held.expires_printed) == (typed, f"{typed:%Y-%m-%d}")
    assert shown_form(client, path).as_shown()["expires_on"] == [f"{typed:%Y-%m-%d}"]
    assert CaseFile(first).data_sheet.sha256 == sheet.sha256


# Pages ------------------------------------------------------------------------------------------------------------


def verify_page(client, request) -> Page:
    return Page(client.get(reverse("request_verify", args=[request.pk])))


def test_the_page_that_verifies_says_what_is_on_file_and_takes_one_over(sign_in, second, clerk, colleague):
    client, path = sign_in(colleague), reverse("request_reuse", args=[second.pk])
    page = verify_page(client, second)
    expires = PersonDocument.objects.current().get(code=card_of(second).code).expires_on
    assert dual(expires) in page.text
    assert clerk.full_name in page.text
    singles = [form for form in page.forms if form.action == path and len(form.as_shown()["documents"]) == 1]
    assert len(singles) == len(required_of(second))
    response = client.post(path, singles[0].as_shown())
    assert (response.status_code, response.url) == (303, reverse("request_verify", args=[second.pk]))
    assert second.verifications.count() == 1
    with nothing_is_saved():
        assert client.post(path, singles[0].as_shown()).status_code == 303


def test_all_on_file_are_taken_over_in_one_go_and_shown_with_their_copies(sign_in, second, colleague):
    client, path = sign_in(colleague), reverse("request_reuse", args=[second.pk])
    page = verify_page(client, second)
    (everything,) = [
        form for form in page.forms if form.action == path and len(form.as_shown()["documents"]) > 1
    ]
    client.post(path, everything.as_shown())
    assert second.verifications.count() == len(required_of(second))
    page = verify_page(client, second)
    assert not [form for form in page.forms if form.action == path]
    for check in second.verifications.all():
        url = reverse("request_file", args=[second.pk, check.file_id])
        assert url in page.links
        assert status_of(client.get(url)) == 200


def test_nothing_is_offered_where_the_file_is_empty(sign_in, clerk):
    request = make.make_request("received", by=clerk)
    client, path = sign_in(clerk), reverse("request_reuse", args=[request.pk])
    assert path not in {form.action for form in verify_page(client, request).forms}
    response = client.get(path)
    assert _("The person's file holds no document that can be taken over.") in Page(response).text


def test_the_next_act_of_a_request_is_to_take_over_what_is_on_file(sign_in, second, clerk):
    page = Page(sign_in(clerk).get(reverse("request_detail", args=[second.pk])))
    assert reverse("request_reuse", args=[second.pk]) in page.links
