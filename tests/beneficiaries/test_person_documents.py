"""A document is looked at once: kept in the person's file, renewed there, and judged on the day that counts."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused, Stale
from beneficiaries.documents.recording import keep_checked_document, record_person_document
from beneficiaries.documents.rules import reason_not_to_reuse, still_valid
from beneficiaries.models import Beneficiary, PersonDocument
from beneficiaries.papers import receive_paper
from policies.models import RequiredDocument
from tests import factories as make

pytestmark = pytest.mark.django_db

NOT_EXPIRED = RequiredDocument.Validity.MUST_NOT_BE_EXPIRED
RECENT = RequiredDocument.Validity.ISSUED_WITHIN_MONTHS


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


@pytest.fixture
def person(clerk):
    return make.make_person(by=clerk)


@pytest.fixture
def card():
    """A document that must not be expired."""
    return required(NOT_EXPIRED)


def required(validity) -> RequiredDocument:
    version = make.PolicyVersion.objects.in_force() or make.make_policy()
    return version.required_documents.filter(validity=validity).first()


def says(**facts) -> dict:
    today = riyadh_today()
    return {
        "verdict": "matches",
        "number": "A-10250",
        "issued_on": today - timedelta(days=20),
        "expires_on": today + timedelta(days=700),
        **facts,
    }


def record(person, clerk, document=None, **facts) -> PersonDocument:
    return record_person_document(person, document=document, by=clerk, **says(**facts))


def test_a_renewed_document_takes_the_place_of_the_older_one_which_stays(person, clerk, card):
    older = record(person, clerk, card, original_seen=True, upload=make.paper())
    newer = record(person, clerk, card, number="A-10251", expires_on=riyadh_today() + timedelta(days=3000))
    older.refresh_from_db()
    assert (older.is_current, newer.is_current) == (False, True)
    assert (older.number, older.original_seen_by, older.file.original_name) == ("A-10250", clerk, "paper.png")
    assert (newer.original_seen_by, newer.file) == (None, None), "nobody has seen the new one yet"
    entries = AuditEntry.objects.filter(model="beneficiaries.persondocument", about_person=person.pk)
    assert list(entries.order_by("pk").values_list("object_pk", "reason")) == [
        (older.pk, "Document recorded"),
        (older.pk, "Document renewed"),
        (newer.pk, "Document renewed"),
    ]


def test_a_misread_document_is_corrected_in_its_place(person, clerk, card):
    kept = record(person, clerk, card, upload=make.paper())
    corrected = record(person, clerk, card, number="A-10259", corrects=kept, seen_version=kept.version)
    assert (corrected.pk, corrected.number, corrected.is_current) == (kept.pk, "A-10259", True)
    assert corrected.file.original_name == "paper.png"


def test_a_document_is_kept_in_the_digits_and_words_of_its_paper(person, clerk, card):
    kept = record(person, clerk, card, number="١٠٢\u202e٥٠", expires_printed="29/8/1460")
    assert (kept.number, kept.expires_printed) == ("10250", "29/8/1460")


def test_a_paper_that_no_policy_asks_for_has_its_own_name_and_is_renewed_under_it(person, clerk):
    first = record(person, clerk, other_name="عقد إيجار", number="")
    other = record(person, clerk, other_name="شهادة ميلاد")
    second = record(person, clerk, other_name="عقد ايجار")
    current = PersonDocument.objects.current().filter(beneficiary=person).order_by("pk")
    assert list(current) == [other, second]
    assert (str(second), second.code) == ("عقد ايجار", "")
    assert not PersonDocument.objects.get(pk=first.pk).is_current
    with pytest.raises(Refused) as refusal:
        record(person, clerk, other_name=" \u200f")
    assert refusal.value.field == "other_name"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"verdict": "differs"}, "difference"),
        ({"number": ""}, "number"),
        ({"expires_on": None}, "expires_on"),
        ({"issued_on": riyadh_today() + timedelta(days=9)}, "issued_on"),
        ({"expires_on": riyadh_today() - timedelta(days=21)}, "expires_on"),
    ],
)
def test_what_a_document_lacks_is_named_beside_its_field(person, clerk, card, wrong, field):
    with pytest.raises(Refused) as refusal:
        record(person, clerk, card, **wrong)
    assert [name for name, _reason in refusal.value.by_field] == [field]
    assert not PersonDocument.objects.exists()


def test_only_reception_certifies_an_original(person, card):
    delegate = make.make_user("delegate", branch=make.make_branch())
    own = make.make_person(by=delegate)
    with pytest.raises(NotPermitted) as refusal:
        record(own, delegate, card, original_seen=True)
    assert str(refusal.value) == _("Only reception certifies that the original was seen.")
    assert record(own, delegate, card).original_seen_by is None
    with pytest.raises(NotPermitted):
        record(person, delegate, card)


def test_a_certificate_stays_while_the_paper_says_the_same_and_no_longer(person, clerk, card):
    colleague = make.make_user("reception")
    kept = record(person, clerk, card, original_seen=True)
    same = record(person, colleague, card, proves="الهوية", corrects=kept)
    assert (same.original_seen_by, same.original_seen_on) == (clerk, riyadh_today())
    changed = record(person, colleague, card, number="A-10259", corrects=same)
    assert changed.original_seen_by is None


def test_who_certified_an_original_may_take_it_back(person, clerk, card):
    kept = record(person, clerk, card, original_seen=True)
    assert record(person, clerk, card, corrects=kept).original_seen_by is None


def test_who_saw_an_older_state_of_the_document_is_refused(person, clerk, card):
    kept = record(person, clerk, card)
    record(person, clerk, card, number="A-10259", corrects=kept)
    for seen in (0, 1):
        with pytest.raises(Stale):
            record(person, clerk, card, number="A-1", seen_version=seen)
    record(person, clerk, card, number="A-2")
    with pytest.raises(Refused) as refusal:
        record(person, clerk, card, number="A-3", corrects=kept)
    newer = _("A newer document of this kind was recorded meanwhile; look at it first.")
    assert str(refusal.value) == newer


@pytest.mark.parametrize(
    ("validity", "facts", "days", "valid"),
    [
        (NOT_EXPIRED, {}, 700, True),
        (NOT_EXPIRED, {}, 701, False),
        (RECENT, {"expires_on": None}, 0, True),
        (RECENT, {"expires_on": None}, 1000, False),
    ],
)
def test_validity_is_asked_on_a_day(person, clerk, validity, facts, days, valid):
    document = required(validity)
    kept = record(person, clerk, document, original_seen=True, **facts)
    found = still_valid(person, document, on=riyadh_today() + timedelta(days=days))
    assert found == (kept if valid else None)


def test_what_differs_or_was_never_seen_spares_nobody_the_way(person, clerk, card):
    today = riyadh_today()
    kept = record(person, clerk, card)
    assert reason_not_to_reuse(kept, card, on=today) == _("Nobody has seen its original yet.")
    kept = record(person, clerk, card, verdict="differs", difference="حرف في الاسم", original_seen=True)
    assert "حرف في الاسم" in reason_not_to_reuse(kept, card, on=today)
    assert still_valid(person, card, on=today) is None
    assert still_valid(make.make_person(by=clerk), card, on=today) is None


def close(person) -> None:
    QuerySet(Beneficiary).filter(pk=person.pk).update(standing="closed", standing_reason="انتقل")


def test_nothing_is_recorded_in_a_closed_file(person, clerk, card):
    kept = record(person, clerk, card)
    close(person)
    with pytest.raises(Refused) as refusal:
        record(person, clerk, card, number="A-2")
    assert person.full_name in str(refusal.value)
    person.refresh_from_db()
    with pytest.raises(Refused):
        keep(person, clerk, card)
    for change in ({"number": "A-3"}, {"is_current": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuerySet(PersonDocument).filter(pk=kept.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.copies(kept, 1, is_current=lambda place: False)


def test_the_copy_of_a_document_is_a_paper_of_the_same_person(person, clerk, card):
    own = receive_paper(make.paper(), beneficiary=person, by=clerk, reason="x")
    foreign = receive_paper(make.paper(), beneficiary=make.make_person(by=clerk), by=clerk, reason="x")
    with pytest.raises(Refused) as refusal:
        keep(person, clerk, card, file=foreign)
    assert str(refusal.value) == _("This copy belongs to the file of another person.")
    kept = keep(person, clerk, card, file=own)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(PersonDocument).filter(pk=kept.pk).update(file=foreign)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.copies(kept, 1, is_current=lambda place: False, file_id=lambda place: foreign.pk)
    assert QuerySet(PersonDocument).filter(pk=kept.pk).update(file=own) == 1


def keep(person, by, document, *, file=None, seen=False, **facts) -> PersonDocument:
    seen_by = by if seen else None
    return keep_checked_document(
        person, document=document, file=file, original_seen_by=seen_by, by=by, **says(**facts)
    )


def test_the_same_paper_found_by_a_later_step_is_the_same_document(person, clerk, card):
    colleague = make.make_user("reception")
    copy = receive_paper(make.paper(), beneficiary=person, by=clerk, reason="x")
    kept = keep(person, clerk, card, seen=True, file=copy)
    assert keep(person, colleague, card).pk == kept.pk
    kept = PersonDocument.objects.get()
    assert (kept.original_seen_by, kept.file) == (clerk, copy)


def test_what_is_written_down_again_on_the_same_day_is_a_correction_and_later_a_renewal(person, clerk, card):
    kept = keep(person, clerk, card)
    assert keep(person, clerk, card, number="A-1").pk == kept.pk
    with time_machine.travel(kept.history.latest().history_date + timedelta(days=2)):
        renewed = keep(person, clerk, card, number="A-2")
    assert renewed.pk != kept.pk
    assert [row.number for row in PersonDocument.objects.order_by("pk")] == ["A-1", "A-2"]
