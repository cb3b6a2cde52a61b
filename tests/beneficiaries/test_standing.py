"""A file that is closed, merged or of somebody who died is read-only: in code, by every door, and in the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from beneficiaries import around, standing
from beneficiaries.models import Beneficiary, Consent, PersonNote, StoredFile
from beneficiaries.papers import receive_paper
from beneficiaries.people import change_person
from intake import reception, side_paths
from intake.case_file import CaseFile
from intake.delivery import refuse_after_closing
from intake.documents import record_document
from intake.models import SupportRequest
from intake.steps import State, Step
from intake.workflow import TRANSITIONS, perform, reason_to_refuse
from tests.factories import (
    document_facts,
    make_branch,
    make_person,
    make_policy,
    make_request,
    make_user,
    paper,
    sign,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user("reception", username="reception")


def closed_in_every_way(clerk) -> list[Beneficiary]:
    today = riyadh_today()
    return [
        standing.close_file(make_person(by=clerk), reason="انتقلت إلى مدينة أخرى", by=clerk),
        standing.record_death(make_person(by=clerk), deceased_on=today, proof="شهادة وفاة 4410", by=clerk),
        merged(make_person(by=clerk), make_person(by=clerk), clerk),
    ]


def merged(person, kept, clerk) -> Beneficiary:
    person.standing, person.standing_reason, person.merged_into = "merged", "الملف نفسه", kept
    return write(person, by=clerk, reason="Merged")


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return str(caught.value)


# The verbs -------------------------------------------------------------------------------------------------------


def test_a_file_is_closed_for_a_reason_and_opened_again_for_a_reason(clerk):
    person = make_person(by=clerk)
    for reason in ("", "لا", "  "):
        assert refused(standing.close_file, person, reason=reason, by=clerk)
    closed = standing.close_file(person, reason="انتقلت إلى مدينة أخرى", by=clerk)
    assert (closed.standing, closed.standing_reason) == ("closed", "انتقلت إلى مدينة أخرى")
    assert "انتقلت إلى مدينة أخرى" in refused(standing.close_file, person, reason="مرة ثانية", by=clerk)
    assert refused(standing.reopen_file, person, reason="", by=clerk)
    opened = standing.reopen_file(person, reason="عادت إلى الطائف", by=clerk)
    assert (opened.standing, opened.standing_reason) == ("open", "")
    newest = AuditEntry.objects.filter(about_person=person.pk).order_by("-pk")[0]
    assert (newest.reason, newest.note) == ("File opened again", "عادت إلى الطائف")
    assert change_person(opened, by=clerk, city="الرياض").city == "الرياض"


def test_a_death_has_a_day_that_has_come_and_something_that_proves_it(clerk):
    person, today = make_person(by=clerk), riyadh_today()
    for day in (None, today + timedelta(days=1), person.birth_date - timedelta(days=1)):
        with pytest.raises(Refused) as caught:
            standing.record_death(person, deceased_on=day, proof="شهادة وفاة", by=clerk)
        assert caught.value.field == "deceased_on"
    assert refused(standing.record_death, person, deceased_on=today, proof=" ", by=clerk)
    dead = standing.record_death(person, deceased_on=today, proof="شهادة وفاة 4410", by=clerk)
    assert (dead.standing, dead.deceased_on, dead.standing_reason) == ("deceased", today, "شهادة وفاة 4410")
    assert refused(standing.record_death, person, deceased_on=today, proof="شهادة", by=clerk)
    assert refused(standing.reopen_file, person, reason="خطأ في الإدخال", by=clerk)
    back = standing.take_back_death(person, reason="تشابه أسماء", by=clerk)
    assert (back.standing, back.deceased_on) == ("open", None)


def test_a_closed_file_may_become_that_of_somebody_who_died(clerk):
    person = standing.close_file(make_person(by=clerk), reason="انتقلت", by=clerk)
    dead = standing.record_death(person, deceased_on=riyadh_today(), proof="أخبر ابنها", by=clerk)
    assert dead.standing == "deceased"


def test_a_merged_file_is_opened_by_none_of_these_verbs(clerk):
    person = merged(make_person(by=clerk), make_person(by=clerk), clerk)
    today = riyadh_today()
    assert refused(standing.reopen_file, person, reason="لا أعرف", by=clerk)
    assert refused(standing.take_back_death, person, reason="لا أعرف", by=clerk)
    assert refused(standing.record_death, person, deceased_on=today, proof="شهادة", by=clerk)
    assert refused(standing.close_file, person, reason="لا أعرف", by=clerk)


@pytest.mark.parametrize(
    "role", ["delegate", "researcher", "committee", "delivery", "board", "auditor", "administrator"]
)
def test_only_reception_and_the_executive_close_files(role):
    north = make_branch("north")
    person, user = make_person(branch=north), make_user(role, branch=north)
    with pytest.raises(NotPermitted):
        standing.close_file(person, reason="انتقلت", by=user)
    with pytest.raises(NotPermitted):
        standing.record_death(person, deceased_on=riyadh_today(), proof="شهادة", by=user)
    assert standing.close_file(person, reason="انتقلت", by=make_user("executive")).standing == "closed"


# Read-only in code -----------------------------------------------------------------------------------------------


def test_every_verb_on_a_file_that_is_not_open_is_refused_and_writes_nothing(clerk):
    version = make_policy()
    for person in closed_in_every_way(clerk):
        entries = AuditEntry.objects.count()
        verbs = (
            (change_person, {"city": "جدة"}),
            (around.confirm_phone, {}),
            (around.add_phone, {"number": "0551234567", "answered_by": "ابنها"}),
            (around.write_note, {"text": "ملاحظة"}),
            (around.put_in_category, {"category": version.categories.first()}),
            (around.record_consent, {"how": "spoken"}),
            (around.withdraw_consent, {"said": "لا أريد"}),
        )
        for verb, fields in verbs:
            assert refused(verb, person, by=clerk, **fields) == standing.reason_file_is_read_only(person)
        with pytest.raises(Refused):
            make_request(beneficiary=person, by=clerk)
        assert AuditEntry.objects.count() == entries
        assert not SupportRequest.objects.exists()


FORWARD = {
    Step.RECEIVE,
    Step.VERIFY,
    Step.PLEDGE,
    Step.RENEW_PLEDGE,
    Step.REFER,
    Step.REPORT,
    Step.ACCEPT,
    Step.APPEAL,
    Step.REGISTER,
}


def test_no_document_is_checked_and_no_second_request_allowed_for_such_a_file(clerk):
    request = make_request("received", by=clerk)
    document = CaseFile(request).required_documents[0]
    person = standing.close_file(request.beneficiary, reason="انتقلت إلى مدينة أخرى", by=clerk)
    sentence = standing.reason_file_is_read_only(person)
    facts = document_facts(document)
    assert refused(record_document, request, document=document, by=clerk, **facts) == sentence
    executive = make_user("executive")
    allowed = {"service_type": request.service_type, "reason": "حريق في المسكن", "by": executive}
    assert refused(reception.allow_same_need, beneficiary=person, **allowed) == sentence


def test_of_what_was_granted_nothing_is_delivered_any_more_but_it_is_closed(clerk):
    request = SupportRequest(state=State.REGISTERED, beneficiary=make_person(by=clerk))
    request.beneficiary = standing.close_file(request.beneficiary, reason="انتقلت", by=clerk)
    for outcome in ("delivered", "partial"):
        with pytest.raises(Refused) as caught:
            refuse_after_closing(request, outcome, clerk)
        assert caught.value.field == "outcome"
    refuse_after_closing(request, "closed", clerk)


def test_what_leads_a_request_forward_is_refused_and_what_ends_it_is_not(clerk):
    request = make_request("pledged", by=clerk)
    person = standing.close_file(request.beneficiary, reason="انتقلت إلى مدينة أخرى", by=clerk)
    sentence = standing.reason_file_is_read_only(person)
    case = CaseFile(SupportRequest.objects.get(pk=request.pk))
    told = {
        step
        for step, transition in TRANSITIONS.items()
        if any(
            rule(case, clerk) == sentence
            for rule in transition.gate
            if rule.__name__ == "persons_file_is_open"
        )
    }
    assert told == FORWARD
    assert sentence in reason_to_refuse(case, Step.REFER, clerk)
    assert (
        side_paths.withdraw_request(request, said_by="ابنها", reason="انتقلت", by=clerk).state
        == State.WITHDRAWN
    )


def test_a_request_of_somebody_who_died_goes_back_but_not_on(clerk):
    request = make_request("verified", by=clerk)
    standing.record_death(request.beneficiary, deceased_on=riyadh_today(), proof="شهادة وفاة", by=clerk)
    with pytest.raises(Refused):
        sign(request, clerk)
    assert side_paths.return_request(request, reason="توفيت", by=clerk).state == State.RECEIVED
    with pytest.raises(Refused):
        perform(request, Step.VERIFY, by=clerk)


# Read-only in the database ---------------------------------------------------------------------------------------


def test_the_database_itself_refuses_to_change_such_a_file(clerk):
    for person in closed_in_every_way(clerk):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE beneficiaries_beneficiary SET city = 'جدة' WHERE id = %s", [person.pk])


def insert_like(row) -> None:
    """Another row like this one, past every verb."""
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    table = row._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} FROM {table} WHERE id = %s",
            [row.pk],
        )


def test_the_database_itself_refuses_what_is_written_into_such_a_file(clerk):
    request = make_request("received", by=clerk)
    person = request.beneficiary
    around.add_phone(person, number="0551234567", answered_by="ابنها", by=clerk)
    around.write_note(person, text="ملاحظة", by=clerk)
    around.put_in_category(person, category=request.policy_version.categories.first(), by=clerk)
    receive_paper(paper(), beneficiary=person, by=clerk, reason="Paper received")
    rows = [
        person.other_phones.get(),
        person.notes.get(),
        person.categories.get(),
        person.files.get(),
        request,
    ]
    rows.append(person.consents.get())
    insert_like(person.notes.get())
    standing.close_file(person, reason="انتقلت", by=clerk)
    for row in rows:
        with pytest.raises(IntegrityError, match="open_files"):
            insert_like(row)
    for model in (PersonNote, Consent):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET version = version + 1")
    assert StoredFile.objects.count() == 1


# The page --------------------------------------------------------------------------------------------------------


def test_the_page_of_such_a_file_says_so_and_offers_no_change(sign_in, clerk):
    client = sign_in(clerk)
    closed, dead, signpost = closed_in_every_way(clerk)
    for person in (closed, dead, signpost):
        page = client.get(reverse("person_detail", args=[person.pk])).content.decode()
        assert standing.reason_file_is_read_only(person) in page
        assert person.get_standing_display() in page
        for name in (
            "person_change",
            "person_contact",
            "note_add",
            "consent_add",
            "request_open",
            "phone_confirm",
        ):
            assert reverse(name, args=[person.pk]) not in page
    assert reverse("person_detail", args=[signpost.merged_into_id]) in page
    assert (
        reverse("file_reopen", args=[closed.pk])
        in client.get(reverse("person_detail", args=[closed.pk])).content.decode()
    )
