"""The documents on the page of a person, and the forms that record, renew and correct them."""

from datetime import date, timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_today
from audit.models import ReadLog
from beneficiaries.documents.recording import record_person_document
from beneficiaries.models import Beneficiary, PersonDocument
from tests import factories as make
from tests.intake.forms import nothing_is_saved, reason_beside, reasons_above, send, shown_form
from tests.matrix.world import status_of
from tests.walks.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception", full_name="منى بنت علي")


@pytest.fixture
def person(clerk):
    return make.make_person(by=clerk, branch=make.make_branch())


@pytest.fixture
def card():
    version = make.make_policy()
    return version.required_documents.filter(validity="must_not_be_expired").first()


def record(person, clerk, document=None, **facts) -> PersonDocument:
    facts = make.document_facts(document) | facts
    return record_person_document(person, document=document, by=clerk, **facts)


def page_of(client, person) -> Page:
    return Page(client.get(reverse("person_detail", args=[person.pk])))


ADD = {"verdict": "matches", "number": "4410", "expires_on": "1/1/1460", "original_seen": "on"}


def test_a_document_is_recorded_in_the_file_and_stands_on_its_page(sign_in, clerk, person, card):
    client, path = sign_in(clerk), reverse("document_add", args=[person.pk])
    assert path in page_of(client, person).links
    response = send(client, path, kind=card.code, upload=make.paper(), **ADD)
    assert (response.status_code, response.url) == (303, reverse("person_detail", args=[person.pk]))
    kept, page = PersonDocument.objects.get(), page_of(client, person)
    assert (kept.required_document, kept.expires_printed) == (card, "1/1/1460")
    assert kept.original_seen_by == clerk
    for words in (card.label, "4410", dual(kept.expires_on), clerk.full_name, _("Valid today")):
        assert words in page.text
    assert card.code not in shown_form(client, path).as_shown()["kind"]
    assert card.label not in shown_form(client, path).offers("kind"), "it is renewed, not added again"


def test_a_paper_without_a_rule_is_recorded_under_its_own_name(sign_in, clerk, person, card):
    client, path = sign_in(clerk), reverse("document_add", args=[person.pk])
    with nothing_is_saved():
        response = send(client, path, kind="another", verdict="matches")
    assert reason_beside(response, "other_name") == _("Write what the document is called.")
    assert send(client, path, kind="another", other_name="عقد إيجار", verdict="matches").status_code == 303
    assert "عقد إيجار" in page_of(client, person).text


def test_a_kind_needs_what_its_rule_judges(sign_in, clerk, person, card):
    client, path = sign_in(clerk), reverse("document_add", args=[person.pk])
    with nothing_is_saved():
        response = send(client, path, kind=card.code, verdict="matches")
    reason_beside(response, "number")
    reason_beside(response, "expires_on")


def test_a_renewed_document_leaves_one_line_for_the_older_one(sign_in, clerk, person, card):
    older, client = record(person, clerk, card, number="A-1"), sign_in(clerk)
    path = reverse("document_renew", args=[older.pk])
    assert path in page_of(client, person).links
    form = shown_form(client, path)
    assert form.as_shown()["number"] == ["A-1"]
    assert not {"verdict", "original_seen", "expires_on"} & {
        name for name, values in form.as_shown().items() if values != [""]
    }, "a newer document is looked at anew"
    response = send(client, path, verdict="matches", number="A-2", expires_on="1/1/1461", upload=None)
    assert response.status_code == 303
    page = page_of(client, person)
    assert "A-1" in page.text
    assert "A-2" in page.text
    newer = PersonDocument.objects.current().get()
    assert path not in page.links
    assert reverse("document_renew", args=[newer.pk]) in page.links
    assert client.get(path).status_code == 404, "only the current one is renewed"


def test_a_slip_is_corrected_without_a_second_line(sign_in, clerk, person, card):
    kept, client = record(person, clerk, card), sign_in(clerk)
    path = reverse("document_correct", args=[kept.pk])
    assert path in page_of(client, person).links
    assert send(client, path, number="A-9", upload=None).status_code == 303
    kept.refresh_from_db()
    assert (PersonDocument.objects.count(), kept.number, kept.file.original_name) == (1, "A-9", "paper.png")


def test_a_date_is_shown_again_in_the_calendar_of_its_paper(sign_in, clerk, person, card):
    kept = record(
        person,
        clerk,
        card,
        issued_on=date(1945, 8, 7),
        issued_printed="29/8/1364",
        expires_printed="1460/1/1",
    )
    client = sign_in(clerk)
    shown = shown_form(client, reverse("document_correct", args=[kept.pk])).as_shown()
    assert (shown["issued_on"], shown["expires_on"]) == (["29/8/1364"], ["1460/1/1"])
    assert "29/8/1364" in page_of(client, person).text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"verdict": "differs", "difference": "حرف في الاسم"}, "حرف في الاسم"),
        ({"original_seen": False}, "لم يُطّلع على الأصل"),
        (
            {"issued_on": date(2019, 1, 1), "expires_on": riyadh_today() - timedelta(days=1)},
            "غير سارٍ اليوم",
        ),
    ],
)
def test_the_page_says_why_a_document_does_not_hold_today(sign_in, clerk, person, card, facts, words):
    record(person, clerk, card, **facts)
    assert words in page_of(sign_in(clerk), person).text


def test_the_copy_is_fetched_by_who_sees_the_person_and_each_fetch_is_logged(sign_in, clerk, person, card):
    kept = record(person, clerk, card)
    path = reverse("document_file", args=[kept.pk])
    client = sign_in(clerk)
    assert path in page_of(client, person).links
    assert status_of(client.get(path)) == 200
    look = ReadLog.objects.get(action=ReadLog.Action.DOWNLOAD)
    assert (look.user, look.about_person, look.object_pk) == (clerk, person.pk, kept.file_id)
    stranger = make.make_user("delegate", branch=make.make_branch("south"))
    assert sign_in(stranger, fresh=True).get(path).status_code == 404
    without = record(person, clerk, other_name="عقد", upload=None)
    assert client.get(reverse("document_file", args=[without.pk])).status_code == 404


def test_a_copy_in_the_file_has_its_place_among_the_papers(sign_in, clerk, person, card):
    kept = record(person, clerk, card)
    rows = sign_in(clerk).get(reverse("person_detail", args=[person.pk])).context["papers"]["rows"]
    assert [(row["url"], row["cells"][0]["text"]) for row in rows] == [
        (reverse("document_file", args=[kept.pk]), card.label)
    ]


def test_a_closed_file_offers_no_document_and_takes_none(sign_in, clerk, person, card):
    kept, client = record(person, clerk, card), sign_in(clerk)
    paths = [reverse("document_add", args=[person.pk])]
    paths += [reverse(name, args=[kept.pk]) for name in ("document_renew", "document_correct")]
    forms = [shown_form(client, path).as_shown() for path in paths]
    QuerySet(Beneficiary).filter(pk=person.pk).update(standing="closed", standing_reason="انتقل")
    page = page_of(client, person)
    assert card.label in page.text
    assert not set(paths) & set(page.links)
    filled = {"kind": "another", "other_name": "عقد", "verdict": "matches", "expires_on": "1/1/1460"}
    for path, form in zip(paths, forms, strict=True):
        with nothing_is_saved():
            response = client.post(path, form | filled)
        assert person.full_name in reasons_above(response)


def test_who_only_reads_the_file_is_offered_no_form(sign_in, clerk, person, card):
    kept = record(person, clerk, card)
    client = sign_in(make.make_user("executive"))
    page = page_of(client, person)
    assert reverse("document_file", args=[kept.pk]) in page.links
    assert reverse("document_renew", args=[kept.pk]) not in page.links
