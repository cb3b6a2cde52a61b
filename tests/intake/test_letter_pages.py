"""Letters are issued on a request's papers page, once for what they say, and opened there as they were issued."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from correspondence.hand_overs import record_hand_over
from correspondence.models import Letter
from intake.checks.asking import ask_for_documents
from intake.letters.issuing import issue_request_letter, letters_about
from intake.models import SupportRequest
from research_committee.minutes.acts import draw_up_minutes
from research_committee.minutes.paper import issue_minutes
from research_committee.models import CommitteeSession
from research_committee.sessions import close_session
from tests import factories as make
from tests.printed import text_of
from tests.research_committee.factories import decide, make_item, vote
from tests.research_committee.minuting import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided():
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    decide(item, committee.chair)
    return SupportRequest.objects.get(), committee


def issue_page(support_request, kind: str) -> str:
    return reverse("request_letter_issue", args=[support_request.pk, kind])


def send(client, path: str, **filled):
    page = client.get(path)
    assert page.status_code == 200
    return client.post(path, {"idempotency_key": page.context["form"]["idempotency_key"].value(), **filled})


def test_a_letter_is_issued_listed_and_opened(decided, sign_in):
    support_request, _committee = decided
    client = sign_in(make.make_user(Role.RECEPTION))
    response = send(client, issue_page(support_request, "decision"))
    assert response.status_code == 303
    letter = Letter.objects.get()
    shown = client.get(response.url).text
    assert letter.serial in shown
    paper = client.get(reverse("request_letter_file", args=[support_request.pk, letter.pk]))
    content = b"".join(paper.streaming_content)
    assert content.startswith(b"%PDF-")
    assert paper.headers["Content-Type"] == "application/pdf"
    assert "أسباب القرار" in text_of(content)


def test_the_request_page_lists_its_letters_and_says_which_was_handed_over(decided, sign_in):
    support_request, _committee = decided
    clerk = make.make_user(Role.RECEPTION)
    client = sign_in(clerk)
    path = reverse("request_detail", args=[support_request.pk])
    # The letter left with the decision; asked for again, it is the same one.
    assert "letters" in [part["name"] for part in client.get(path).context["sent_papers"]]
    older = issue_request_letter(support_request, "decision", by=clerk)
    given = {"how": "in_person", "received_by_name": "سارة محمد", "handed_on": riyadh_today()}
    record_hand_over(older, by=clerk, **given)
    newer = issue_request_letter(support_request, "request_form", by=clerk)
    response = client.get(path)
    (rows,) = [part["rows"] for part in response.context["sent_papers"] if part["name"] == "letters"]
    assert [(row["way"], row["tone"]) for row in rows] == [(newer.serial, "waiting"), (older.serial, "good")]
    assert older.serial in response.text


def test_what_says_the_same_is_not_issued_twice(decided, sign_in):
    support_request, committee = decided
    for user in (make.make_user(Role.RECEPTION), make.make_user(Role.EXECUTIVE), committee.secretary):
        send(sign_in(user), issue_page(support_request, "decision"))
    assert Letter.objects.count() == 1


def test_a_letter_is_arabic_for_a_clerk_who_reads_english(decided, sign_in):
    support_request, _committee = decided
    client = sign_in(make.make_user(Role.RECEPTION))
    client.cookies["language"] = "en"
    page = client.get(issue_page(support_request, "decision"))
    assert "Issue the letter" in page.text
    send(client, issue_page(support_request, "decision"))
    assert "قرار لجنة البحث" in Letter.objects.get().subject


def test_a_correction_takes_the_place_of_the_letter_and_leaves_it_as_it_was(decided, sign_in):
    support_request, _committee = decided
    clerk = make.make_user(Role.RECEPTION)
    older = issue_request_letter(support_request, "decision", by=clerk)
    client = sign_in(clerk)
    path = reverse("request_letter_correct", args=[support_request.pk, older.pk])
    assert send(client, path, correction="").status_code == 422
    assert send(client, path, correction="خطأ في اسم المستفيد").status_code == 303
    newer = Letter.objects.get(corrects=older)
    assert newer.number == older.number + 1
    assert Letter.objects.get(pk=older.pk).sha256 == older.sha256
    papers = client.get(reverse("request_papers", args=[support_request.pk])).text
    assert f"صُحح بالخطاب {newer.serial}" in papers


def test_a_kind_that_has_to_wait_says_why(sign_in):
    support_request = make.make_request("received")
    client = sign_in(make.make_user(Role.RECEPTION))
    papers = client.get(reverse("request_papers", args=[support_request.pk])).text
    assert "لم تتخذ اللجنة قرارًا في الطلب" in papers
    page = client.get(issue_page(support_request, "decision")).text
    assert "لم تتخذ اللجنة قرارًا في الطلب" in page
    response = client.post(issue_page(support_request, "decision"), {"idempotency_key": "0" * 32})
    assert response.status_code == 409
    assert not Letter.objects.exists()


def test_the_day_until_which_documents_are_expected_lies_ahead(sign_in):
    support_request = make.make_request("received")
    client = sign_in(make.make_user(Role.RECEPTION))
    for day in ("1/1/2020", "1/1/2040"):
        response = send(client, issue_page(support_request, "missing_items"), until=day)
        assert response.status_code == 422, day
        assert response.context["form"].errors["until"], day


def test_the_letter_proposes_the_day_that_the_person_was_told_and_is_named_in_the_list(sign_in):
    support_request = make.make_request("received")
    clerk = make.make_user(Role.RECEPTION)
    until = riyadh_today() + timedelta(days=9)
    asked = ask_for_documents(support_request, bring_until=until, how_told="phone", by=clerk)
    client = sign_in(clerk)
    path = issue_page(support_request, "missing_items")
    assert client.get(path).context["form"].fields["until"].initial == until
    assert send(client, path, until=f"{until.day}/{until.month}/{until.year}").status_code == 303
    asked.refresh_from_db()
    assert asked.letter == Letter.objects.get()


def test_a_printed_pledge_is_opened_by_whoever_reads_all_of_it_or_printed_it():
    support_request = make.make_request("verified")
    executive, clerk = make.make_user(Role.EXECUTIVE), make.make_user(Role.RECEPTION)
    letters = [issue_request_letter(support_request, kind, by=clerk) for kind in ("pledge", "request_form")]
    for reader, opened in ((executive, letters[1:]), (clerk, letters)):
        for seen in (letters_about(support_request, reader), Letter.objects.readable_by(reader)):
            assert set(seen) == set(opened)
        # The register has no gap for anybody.
        assert set(Letter.objects.visible_to(reader)) == set(letters)


def test_a_receipt_is_only_of_what_was_granted_with_the_request(decided, sign_in):
    support_request, _committee = decided
    client = sign_in(make.make_user(Role.DELIVERY))
    # A rejected request is none of the service provider's.
    assert client.get(issue_page(support_request, "receipt")).status_code == 404


def test_the_minutes_are_issued_once_when_the_session_is_closed(decided, sign_in):
    _request, committee = decided
    session = CommitteeSession.objects.get()
    client = sign_in(committee.chair)
    path = reverse("session_minutes", args=[session.pk])
    assert "أعِدّ المحضر أولًا" in client.get(path).text
    session = close_session(session, by=committee.chair)
    minutes = draw_up_minutes(session, by=committee.chair)
    sign(minutes, *committee.everyone)
    assert send(client, path).status_code == 303
    letter = Letter.objects.get(kind="minutes")
    assert letter.serial in client.get(reverse("session_detail", args=[session.pk])).text
    assert issue_minutes(CommitteeSession.objects.get(), by=committee.secretary) == letter


def test_the_policy_and_the_blank_form_are_given_out_to_all_of_the_staff(sign_in):
    make.make_policy()
    for name in ("policy_paper", "blank_form"):
        letters = []
        for role in (Role.RESEARCHER, Role.BOARD):
            client = sign_in(make.make_user(role))
            response = send(client, reverse(name))
            letters.append(response.url)
            assert b"".join(client.get(response.url).streaming_content).startswith(b"%PDF-")
        assert letters[0] == letters[1]


def test_without_a_policy_in_force_there_is_no_paper_of_it(sign_in):
    make.make_policy("sila-makkah")
    client = sign_in(make.make_user(Role.RECEPTION))
    assert client.get(reverse("policy_paper")).status_code == 404
