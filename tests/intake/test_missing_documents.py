"""What the person still has to bring: the list, the day, and that the rest came in over any channel."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted, Refused
from correspondence.about import name_of
from correspondence.models import Notice
from intake.case_file import CaseFile
from intake.checks.asking import LONGEST_DAYS, ask_for_documents, usual_day
from intake.checks.missing import missing_items
from intake.checks.waivers import waive_document
from intake.documents import record_document
from intake.models import DocumentsAsked
from intake.reuse import documents_on_file, reuse_documents
from intake.side_paths import withdraw_request
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def request_(clerk):
    return make.make_request("received", by=clerk)


def ask(request, clerk, **changed) -> DocumentsAsked:
    told = {"bring_until": usual_day(), "how_told": "phone", **changed}
    return ask_for_documents(request, by=clerk, **told)


def bring(request, document, clerk, **changed):
    facts = make.document_facts(document) | changed
    return record_document(request, document=document, by=clerk, **facts)


def codes(request) -> list[str]:
    return [item.code for item in missing_items(CaseFile(request))]


def test_everything_that_is_not_settled_is_missing_with_what_is_wanted(request_, clerk):
    required = CaseFile(request_).required_documents
    assert codes(request_) == [document.code for document in required]
    first, second, *_rest = required
    bring(request_, first, clerk)
    bring(request_, second, clerk, verdict="differs", difference="الاسم مختلف")
    items = {item.code: item for item in missing_items(CaseFile(request_))}
    assert first.code not in items
    assert "الاسم مختلف" in items[second.code].reason


def test_what_ran_out_or_whose_original_nobody_saw_is_missing_too(request_, clerk):
    first, second, *_rest = CaseFile(request_).required_documents
    today = riyadh_today()
    bring(request_, first, clerk, expires_on=today + timedelta(days=3))
    bring(request_, second, clerk, original_seen=False)
    assert first.code not in codes(request_)
    assert second.code in codes(request_)
    with time_machine.travel(today + timedelta(days=4)):
        assert first.code in codes(request_)


def test_the_list_closes_when_the_last_of_it_came_in_over_whatever_channel(request_, clerk):
    asked, channels = ask(request_, clerk), list(request_.policy_version.channels.all())
    *others, last = CaseFile(request_).required_documents
    for document, channel in zip(others, channels, strict=False):
        assert bring(request_, document, clerk, channel=channel).channel == channel
        assert request_.documents_asked.get().closed_on is None
    bring(request_, last, clerk, channel=channels[-1])
    asked.refresh_from_db()
    assert (asked.closed_on, asked.outcome) == (riyadh_today(), "brought")


def test_a_waiver_and_a_document_on_file_settle_the_list_too(request_, clerk):
    *others, last = CaseFile(request_).required_documents
    for document in others:
        bring(request_, document, clerk)
    record_document(request_, document=last, verdict="missing", by=clerk)
    ask(request_, clerk)
    executive = make.make_user(Role.EXECUTIVE)
    waive_document(request_, document=last, reason="احترق العقد مع المسكن كله", by=executive)
    assert request_.documents_asked.get().outcome == "brought"
    service = request_.policy_version.service_types.last()
    again = make.make_request("received", by=clerk, beneficiary=request_.beneficiary, service_type=service)
    wanted = [row.mark for row in documents_on_file(CaseFile(again)) if not row.reason]
    ask(again, clerk)
    reuse_documents(again, documents=wanted, by=clerk)
    assert bool(codes(again)) == (again.documents_asked.get().outcome == "")


def test_whoever_asks_again_closes_the_earlier_list(request_, clerk):
    first = ask(request_, clerk)
    second = ask(request_, clerk, seen_version=first.version, bring_until=usual_day() + timedelta(days=1))
    first.refresh_from_db()
    assert first.outcome == "asked_again"
    assert CaseFile(request_).expected == (second.asked_on, second.bring_until)
    with pytest.raises(Refused):
        ask(request_, clerk, seen_version=0)


def test_a_letter_with_the_list_is_issued_and_a_message_names_the_day_only(request_, clerk):
    first = ask(request_, clerk, how_told="letter")
    letter = first.letter
    assert (letter.kind, letter.beneficiary) == ("missing_items", request_.beneficiary)
    assert letter.about == name_of(request_)
    asked = ask(request_, clerk, how_told="message", seen_version=first.version)
    assert asked.letter is None
    (notice,) = Notice.objects.filter(template="documents_missing", about=name_of(request_))
    assert str(usual_day().year) in notice.text
    assert not any(item.label in notice.text for item in missing_items(CaseFile(request_)))


@pytest.mark.parametrize("days", [-1, 0, LONGEST_DAYS + 1])
def test_the_day_lies_ahead_and_not_too_far(request_, clerk, days):
    with pytest.raises(Refused) as refusal:
        ask(request_, clerk, bring_until=riyadh_today() + timedelta(days=days))
    assert refusal.value.field == "bring_until"


def test_nothing_is_asked_for_where_nothing_is_missing_or_the_request_is_over(request_, clerk):
    for document in CaseFile(request_).required_documents:
        bring(request_, document, clerk)
    with pytest.raises(Refused):
        ask(request_, clerk)
    other = make.make_request("received", by=clerk)
    withdraw_request(other, said_by="سارة", reason="تحسن الحال", by=clerk)
    with pytest.raises(Refused):
        ask(other, clerk)
    with pytest.raises(NotPermitted):
        ask(request_, make.make_user(Role.EXECUTIVE))
    assert not DocumentsAsked.objects.exists()


def test_a_document_does_not_come_in_over_a_channel_of_another_policy(request_, clerk, world):
    document = CaseFile(request_).required_documents[0]
    with pytest.raises(Refused):
        bring(request_, document, clerk, channel=world.rows["draft"].channels.first())


def test_the_request_page_and_my_work_say_what_is_expected_and_when_it_is_late(sign_in, request_, clerk):
    asked, client = ask(request_, clerk), sign_in(clerk)
    detail, day = reverse("request_detail", args=[request_.pk]), dual(usual_day())
    for page in (detail, "/"):
        assert day in client.get(page).text
        assert "notice--warning" not in client.get(page).text
    with time_machine.travel(asked.bring_until + timedelta(days=1)):
        client = sign_in(clerk, fresh=True)
        assert "notice--warning" in client.get(detail).text
        row = next(row for row in client.get("/").context["rows"] if row["id"] == request_.pk)
        assert (day in row["step"], row["left_tone"]) == (True, "late")
