"""Letters that come in: numbered without a gap, corrected with a reason, scanned once."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from beneficiaries.models import ScanState
from beneficiaries.papers import Paper
from correspondence.incoming import correct_incoming, record_incoming
from correspondence.models import IncomingLetter
from correspondence.verification import findings
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


def came_in(clerk, **facts) -> IncomingLetter:
    given = {"received_on": riyadh_today(), "sender": "الوزارة", "subject": "تعميم", **facts}
    return record_incoming(by=clerk, **given)


def test_letters_that_come_in_are_counted_by_the_year_and_keep_their_scan(clerk):
    first, second = came_in(clerk), came_in(clerk, scan=make.paper())
    assert [first.serial[-4:], second.serial[-4:]] == ["0001", "0002"]
    assert default_storage.exists(second.key)
    assert list(findings()) == []
    default_storage.delete(second.key)
    (gone,) = findings()
    assert second.serial in gone


def test_a_refused_letter_takes_no_number(clerk):
    for wrong in (
        {"sender": " "},
        {"subject": "\u200b"},
        {"received_on": riyadh_today() + timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            came_in(clerk, **wrong)
    assert came_in(clerk).number == 1


def test_words_are_corrected_with_a_reason_and_the_number_stays(clerk):
    letter = came_in(clerk)
    with pytest.raises(Refused):
        correct_incoming(letter, sender="الإمارة", reason=" ", by=clerk)
    corrected = correct_incoming(letter, sender="الإمارة", reason="خطأ في الجهة", by=clerk)
    assert (corrected.sender, corrected.number) == ("الإمارة", 1)
    entry = AuditEntry.objects.filter(model="correspondence.incomingletter").last()
    assert (entry.note, entry.changes["sender"]) == ("خطأ في الجهة", ["الوزارة", "الإمارة"])


def test_a_letter_that_was_recorded_of_the_wrong_person_is_corrected(clerk):
    wrong, right = make.make_person(), make.make_person()
    letter = came_in(clerk, beneficiary=wrong)
    for person in (right, None, right):
        letter = correct_incoming(letter, beneficiary=person, reason="خطأ في الاسم", by=clerk)
        assert letter.beneficiary == person


def test_a_letter_is_scanned_later_but_only_once(clerk):
    letter = came_in(clerk)
    scanned = correct_incoming(letter, scan=make.paper(), reason="مسح لاحق", by=clerk)
    assert scanned.sha256
    with pytest.raises(Refused):
        correct_incoming(scanned, scan=make.paper(colour="black"), reason="مسح آخر", by=clerk)
    for statement in (
        "UPDATE correspondence_incomingletter SET number = 2",
        "UPDATE correspondence_incomingletter SET key = 'another'",
        "UPDATE correspondence_incomingletter SET key = '', sha256 = ''",
        "DELETE FROM correspondence_incomingletter",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_scan_that_the_virus_scanner_has_not_cleared_is_added_later(clerk):
    waiting = Paper("pdf", b"%PDF-1.7", "scan.pdf", ScanState.WAITING)
    with pytest.raises(Refused):
        came_in(clerk, scan=waiting)
    assert came_in(clerk).number == 1


def test_only_whoever_may_records_letters_and_only_about_people_they_see(clerk):
    with pytest.raises(NotPermitted):
        came_in(make.make_user(Role.AUDITOR))
    letter = came_in(clerk)
    with pytest.raises(NotPermitted):
        correct_incoming(letter, sender="x", reason="x", by=make.make_user(Role.DELEGATE))


def test_the_person_is_named_by_the_identity_number_and_kept_when_it_is_left_empty(sign_in, clerk):
    person, client = make.make_person(), sign_in(clerk)
    page = client.get(reverse("incoming_record"))
    form = page.context["form"]
    data = {
        "idempotency_key": form["idempotency_key"].value(),
        "received_on_0": "1/1/1448",
        "received_on_1": "",
        "sender": "الوزارة",
        "subject": "إفادة",
        "person": "1000000000",
    }
    data |= {"received_on": "1/1/1448"}
    refused = client.post(reverse("incoming_record"), data)
    assert refused.status_code == 422
    assert "person" in refused.context["form"].errors
    assert (
        client.post(reverse("incoming_record"), data | {"person": person.identity_number}).status_code == 303
    )
    letter = IncomingLetter.objects.get()
    assert letter.beneficiary == person
    url = reverse("incoming_correct", args=[letter.pk])
    shown = client.get(url).context["form"]
    again = data | {
        "idempotency_key": shown["idempotency_key"].value(),
        "seen_version": letter.version,
        "person": "",
        "sender": "الإمارة",
        "reason": "خطأ",
    }
    assert client.post(url, again).status_code == 303
    letter.refresh_from_db()
    assert (letter.beneficiary, letter.sender) == (person, "الإمارة")
