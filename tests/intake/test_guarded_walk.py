"""The walk against doors that no page has: raw SQL, the shell, an old form, another request of the same person."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from intake import documents, side_paths
from intake.case_file import CaseFile
from intake.models import Referral, SupportRequest
from intake.steps import Step
from intake.workflow import handling
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def fresh(request) -> SupportRequest:
    return SupportRequest.objects.get(pk=request.pk)


def broken(promise: str, act) -> None:
    """The database itself refuses, and names the promise."""
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        act()


def execute(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_no_door_moves_the_clock_away_from_the_referral(clerk):
    request = make.make_request("referred", referred_days_ago=3)
    earlier = {"told_on": riyadh_today() - timedelta(20), "earliest_decision_on": riyadh_today()}

    def by_write():
        moved = fresh(request)
        moved.earliest_decision_on = riyadh_today()
        write(moved, by=clerk, reason="Moved")

    def by_a_step():
        with handling(fresh(request), Step.WITHDRAW, by=clerk) as current:
            current.earliest_decision_on = riyadh_today()

    sql = "UPDATE intake_supportrequest SET told_on = %s, earliest_decision_on = %s WHERE id = %s"
    for act in (by_write, by_a_step, lambda: execute(sql, *earlier.values(), request.pk)):
        broken("the_clock_is_that_of_a_referral", act)


@pytest.mark.parametrize(
    ("days", "earliest", "promise"),
    [
        (1, 1, "a_referral_gives_the_policys_reply_period"),
        (14, 13, "the_reply_period_counts_calendar_days"),
    ],
)
def test_a_referral_gives_the_days_of_the_policy(clerk, days, earliest, promise):
    request = make.make_request("pledged")
    told = riyadh_today()
    referral = Referral(
        support_request=request,
        study=1,
        researcher=make.make_user(Role.RESEARCHER),
        told_on=told,
        how_told="phone",
        minimum_reply_days=days,
        earliest_decision_on=told + timedelta(earliest),
    )
    broken(promise, lambda: write(referral, by=clerk, reason="Referred"))


def test_an_earlier_referral_does_not_start_the_clock_again(clerk):
    request = make.make_request("referred", referred_days_ago=10)
    old = request.referrals.get()
    side_paths.return_request(fresh(request), reason="نقص في الوثائق", by=request.researcher)
    make.verify(fresh(request), clerk)
    make.sign(fresh(request), clerk)

    def refer_as_before():
        with handling(fresh(request), Step.REFER, by=clerk) as current:
            current.told_on, current.earliest_decision_on = old.told_on, old.earliest_decision_on
            current.researcher = old.researcher

    with pytest.raises(Refused):
        refer_as_before()


def test_the_certificate_of_an_original_ends_when_something_else_is_recorded(clerk):
    north = make.make_branch("north")
    delegate = make.make_user(Role.DELEGATE, branch=north)
    request = make.make_request("received", beneficiary=make.make_person(by=clerk, branch=north))
    document = CaseFile(request).required_documents[0]
    facts = make.document_facts(document)
    assert documents.record_document(request, document=document, by=clerk, **facts).original_seen_by == clerk
    with pytest.raises(NotPermitted):
        documents.record_document(request, document=document, by=delegate, **facts)
    other = {**facts, "number": "B-2", "original_seen": False}
    assert (
        documents.record_document(request, document=document, by=delegate, **other).original_seen_by is None
    )


def test_a_delegate_may_record_again_what_reception_had_certified(sign_in, clerk):
    north = make.make_branch("north")
    request = make.make_request("received", beneficiary=make.make_person(by=clerk, branch=north))
    document = CaseFile(request).required_documents[0]
    documents.record_document(request, document=document, by=clerk, **make.document_facts(document))
    client = sign_in(make.make_user(Role.DELEGATE, branch=north))
    url = reverse("request_document", args=[request.pk, document.pk])
    filled = {"verdict": "missing", "seen_version": "1", "idempotency_key": str(uuid.uuid4())}
    assert client.post(url, filled).status_code == 303
    assert request.verifications.get().original_seen_by is None


def test_two_clerks_who_look_at_a_document_first_do_not_overwrite_each_other(sign_in, clerk):
    request = make.make_request("received")
    document = CaseFile(request).required_documents[0]
    url = reverse("request_document", args=[request.pk, document.pk])
    for client, status in ((sign_in(clerk), 303), (sign_in(make.make_user(Role.RECEPTION), fresh=True), 409)):
        filled = {"verdict": "missing", "seen_version": "0", "idempotency_key": str(uuid.uuid4())}
        assert client.post(url, filled).status_code == status
    assert request.verifications.get().version == 1


def test_a_request_gives_out_its_own_papers_and_none_of_the_persons_other_requests(sign_in, clerk):
    person = make.make_person(by=clerk)
    service, other_service = make.make_policy().service_types.all()[:2]
    one = make.make_request("verified", beneficiary=person, service_type=service)
    other = make.make_request("verified", beneficiary=person, service_type=other_service)
    client = sign_in(clerk)
    paper = one.verifications.first().file

    def status(request):
        answer = client.get(reverse("request_file", args=[request.pk, paper.pk]))
        return answer.status_code, b"".join(answer.streaming_content)[:4] if answer.streaming else b""

    assert status(other) == (404, b"")
    assert status(one) == (200, b"\x89PNG")
    document = CaseFile(one).required_documents[0]
    documents.record_document(one, document=document, by=clerk, **make.document_facts(document))
    assert status(one) == (200, b"\x89PNG")


def test_a_form_sent_again_after_it_closed_the_page_leads_to_its_first_result(sign_in, clerk):
    request = make.make_request("received")
    question = side_paths.open_clarification(request, questions="ما معنى البحث الاجتماعي؟", by=clerk)
    client = sign_in(make.make_user(Role.RESEARCHER))
    url = reverse("clarification_answer", args=[request.pk, question.pk])
    form = {"idempotency_key": str(uuid.uuid4()), "answer": "زيارة ودراسة", "person_confirmed": "on"}
    first, second = client.post(url, form), client.post(url, form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.url == second.url
    assert request.handling_steps.filter(step=Step.ANSWER).count() == 1


def test_the_key_of_somebody_elses_form_is_refused_with_a_sentence(sign_in, clerk):
    request = make.make_request("received")
    url = reverse("request_clarify", args=[request.pk])
    form = {"idempotency_key": str(uuid.uuid4()), "questions": "ما معنى التعهد؟"}
    assert sign_in(clerk).post(url, form).status_code == 303
    answer = sign_in(make.make_user(Role.RECEPTION), fresh=True).post(url, form)
    assert answer.status_code == 409
    assert "errors__title" in answer.content.decode()
    assert request.clarifications.count() == 1
