"""A merge that was wrong is taken apart, and one that breaks in the middle leaves nothing behind."""

import pytest
from django.db import transaction

from accounts.roles import Role
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from beneficiaries.duplicates import moving
from beneficiaries.duplicates.merging import (
    approve_merge,
    propose_merge,
    refuse_merge,
    take_apart,
)
from beneficiaries.duplicates.pairs import remember_likely, tell_apart
from beneficiaries.people import change_person
from intake.models import SupportRequest
from tests import factories as make
from tests.duplicates import IBAN, NAMES, file_of, further_phone, save, with_everything

pytestmark = pytest.mark.django_db
BECAUSE = "الهوية والجوال متطابقان، وأكّدت ذلك هاتفيًا"


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


@pytest.fixture
def second():
    return make.make_user(Role.EXECUTIVE)


@pytest.fixture
def two():
    return file_of(**NAMES), file_of(**NAMES, iban=IBAN, district="السلامة")


def propose(kept, merged, clerk, taken_over=()):
    return propose_merge(kept, merged, taken_over=taken_over, because=BECAUSE, by=clerk)


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def refused(act, *given, **named) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*given, **named)
    return str(refusal.value)


def test_what_was_written_after_the_merge_stays(two, clerk, second):
    kept, merged = two
    phone = further_phone(merged, "+966561112223")
    merge = approve_merge(propose(kept, merged, clerk, ["iban", "district"]), by=second)
    change_person(fresh(kept), by=clerk, iban="", city="جدة")
    phone = fresh(phone)
    phone.answered_by = "الأم"
    save(phone)
    result = take_apart(merge, because="أختان", by=second)
    now = fresh(kept)
    assert result.fields_kept == ["iban"]
    assert (now.iban, now.city, now.district) == ("", "جدة", kept.district)
    assert (fresh(phone).beneficiary, fresh(phone).answered_by) == (merged, "الأم")
    assert fresh(merged).is_open


def test_files_are_taken_apart_from_the_last_merge_backwards(clerk, second):
    first, middle, last = file_of(), file_of(), file_of()
    phone = further_phone(first, "+966561112223")
    one = approve_merge(propose(middle, first, clerk), by=second)
    two = approve_merge(propose(last, middle, clerk), by=second)
    refused(take_apart, one, because="x", by=second)
    take_apart(two, because="x", by=second)
    take_apart(one, because="x", by=second)
    assert fresh(phone).beneficiary == first


def test_a_number_that_the_kept_file_was_given_later_is_corrected_first(two, clerk, second):
    kept, merged = two
    merge = approve_merge(propose(kept, merged, clerk), by=second)
    change_person(fresh(kept), by=clerk, identity_number=merged.identity_number)
    refused(take_apart, merge, because="x", by=second)
    assert fresh(merged).standing == "merged"


def test_two_people_who_were_taken_apart_are_not_proposed_again(two, clerk, second):
    (pair,) = remember_likely(two[0], by=clerk)
    merge = approve_merge(propose(*two, clerk), by=second)
    assert fresh(pair).state == "merged"
    assert remember_likely(two[0], by=clerk) == []
    take_apart(merge, because="أختان", by=clerk)
    assert (fresh(pair).state, fresh(pair).because) == ("different", "أختان")
    assert remember_likely(fresh(two[0]), by=clerk) == []
    refused(take_apart, merge, because="x", by=second)


def test_what_breaks_in_the_middle_leaves_nothing_behind(two, clerk, second, monkeypatch):
    kept, merged = two
    proposal = propose(kept, merged, clerk, ["iban"])
    rows = with_everything(merged, clerk)
    before, entries = [fresh(row) for row in (*two, proposal, *rows)], AuditEntry.objects.count()
    carried = []

    def broken(moves, **told):
        moving.carry_out(moves[: len(moves) // 2], **told)
        carried.append(len(moves) // 2)
        raise RuntimeError("the power failed")

    monkeypatch.setattr("beneficiaries.duplicates.merging.carry_out", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        approve_merge(proposal, by=second)
    assert carried[0] > 2
    assert AuditEntry.objects.count() == entries
    for row in before:
        assert {f.attname: getattr(fresh(row), f.attname) for f in row._meta.concrete_fields} == {
            f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields
        }


def test_a_request_goes_on_in_the_kept_file_and_asks_for_a_new_signature(two, clerk, second):
    kept, merged = two
    request = make.make_request("pledged", beneficiary=merged, by=clerk)
    approve_merge(propose(kept, merged, clerk), by=second)
    now = SupportRequest.objects.get(pk=request.pk)
    assert now.beneficiary == kept
    case = make.CaseFile(now)
    assert case.data_sheet.sha256 != case.pledge.sha256


def test_two_files_whose_merge_is_proposed_are_not_told_apart_beside_it(two, clerk, second):
    (pair,) = remember_likely(two[0], by=clerk)
    proposal = propose(*two, clerk)
    refused(tell_apart, pair, because="ابنتا عم", by=clerk)
    refuse_merge(proposal, because="رقم الهوية مختلف", by=second)
    assert tell_apart(pair, because="ابنتا عم", by=clerk).state == "different"


def test_nobody_proposes_to_take_over_what_they_may_not_read(two, monkeypatch):
    held = {"beneficiaries.propose_merge", "beneficiaries.see_everyone"}
    other = make.make_user(Role.RECEPTION)
    monkeypatch.setattr(type(other), "may", lambda user, permission: permission in held)
    with pytest.raises(NotPermitted):
        propose(*two, other, ["iban"])
    assert propose(*two, other, ["district"]).taken_over == ["district"]
