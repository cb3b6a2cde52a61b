"""A list comes into the files by a second person, each row once, and goes again as a whole."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from accounts.models import system_user
from accounts.staff import set_roles
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from audit.verification import findings
from beneficiaries.importing import committing
from beneficiaries.importing.lists import let_in, undo_list
from beneficiaries.models import Beneficiary, DuplicatePair, ImportStage
from beneficiaries.people import change_person
from beneficiaries.search import find_people
from jobs import worker
from tests import factories as make

from .bringing import again, clerk, committed, director, outcomes, person_row, staged, undone, verdicts, work

pytestmark = pytest.mark.django_db


def test_new_people_have_files_with_their_history_and_are_found():
    batch = committed(person_row(1), person_row(2))
    assert (batch.stage, outcomes(batch)) == (ImportStage.COMMITTED, ["added", "added"])
    person = Beneficiary.objects.get(identity_number=make.identity_number(1))
    assert (person.city, person.birth_date.year, str(person.phone)) == ("الطائف", 1991, "+966500000001")
    entry = AuditEntry.objects.get(model="beneficiaries.beneficiary", object_pk=person.pk)
    assert (entry.user, entry.reason) == (clerk(), "Person added from a list")
    assert [row["id"] for row in find_people(f"منيرة {make.spelt(1)}", user=clerk())] == [person.pk]


def test_rows_in_are_rows_accounted_for_after_it_came_in():
    person = make.make_person(by=clerk())
    batch = committed(
        person_row(1),
        person_row(1),
        person_row(2, birth="x"),
        [person.identity_number, person.full_name, "0559998887"],
        person_row(3, phone=str(person.phone)),
    )
    assert outcomes(batch) == ["added", "", "", "changed", ""]
    assert sum(batch.outcomes.values()) == batch.row_count == 5
    person.refresh_from_db()
    assert str(person.phone) == "+966559998887"


def test_nobody_lets_in_what_they_brought():
    batch = staged(person_row(1))
    both = clerk()
    set_roles(both, [*both.roles, "executive"], by=system_user())
    with pytest.raises(Refused, match="غير من استوردها"):
        let_in(batch, different_because="", by=both)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE beneficiaries_importbatch SET approved_by_id = staged_by_id")


def test_only_who_may_let_lists_in_does():
    batch = staged(person_row(1))
    with pytest.raises(NotPermitted):
        let_in(batch, different_because="", by=make.make_user("reception"))
    with pytest.raises(NotPermitted):
        undo_list(batch, by=clerk())


def test_a_list_whose_bringer_may_no_longer_open_files_waits():
    batch = staged(person_row(1))
    set_roles(clerk(), ["delivery"], by=system_user())
    with pytest.raises(Refused):
        let_in(again(batch), different_because="", by=director())


def test_who_looks_like_a_file_comes_in_only_with_a_reason():
    person = make.make_person(by=clerk())
    rows = [person_row(5, phone=str(person.phone))]
    assert outcomes(committed(*rows)) == [""]
    batch = committed(*rows, because="إخوة يشتركون في جوال والدهم")
    assert outcomes(batch) == ["added"]
    assert DuplicatePair.objects.get().because == "إخوة يشتركون في جوال والدهم"


def test_a_row_that_no_longer_fits_is_left_out_with_its_reason_and_the_others_come_in():
    batch = staged(person_row(1), person_row(2), person_row(3))
    make.make_person(by=clerk(), identity_number=make.identity_number(2))
    let_in(batch, different_because="", by=director())
    work()
    assert outcomes(batch) == ["added", "left_out", "added"]
    row = batch.rows.get(number=3)
    assert "already a file" in row.reasons["en"][0][1]
    with override("ar"):
        assert row.reasons["ar"][0][1] != row.reasons["en"][0][1]


def test_a_row_that_the_database_refuses_does_not_keep_the_others_out(monkeypatch):
    once = committing.add_person

    def refused(**fields):
        if fields["city"] == "جدة":
            raise IntegrityError("a constraint of the future")
        return once(**fields)

    monkeypatch.setattr(committing, "add_person", refused)
    batch = committed(person_row(1), person_row(2, city="جدة"), person_row(3))
    assert outcomes(batch) == ["added", "left_out", "added"]
    assert batch.rows.get(number=3).reasons["ar"]


def test_a_worker_lost_on_the_way_brings_no_row_in_twice(monkeypatch):
    monkeypatch.setattr(committing, "PIECE", 2)
    batch = staged(*[person_row(seed) for seed in range(1, 6)])
    let_in(batch, different_because="", by=director())
    once, seen = committing._bring_in, []

    def dies(row, *rest):
        seen.append(row.number)
        if len(seen) == 4:
            raise worker.LeaseLost("killed")
        once(row, *rest)

    monkeypatch.setattr(committing, "_bring_in", dies)
    worker.run_next()
    # The piece under way is undone as a whole.
    assert outcomes(batch) == ["added", "added", "", "", ""]
    assert Beneficiary.objects.count() == 2
    worker.Job.objects.update(holder=None, leased_until=None)
    work()
    assert outcomes(batch) == ["added"] * 5
    assert Beneficiary.objects.count() == 5


def test_an_undone_list_leaves_the_files_as_they_were_and_its_history():
    person = make.make_person(by=clerk(), district="الحوية")
    before = {
        name: value for name, value in vars(person).items() if name in ("phone", "district", "search_name")
    }
    batch = committed(
        person_row(1),
        person_row(2, phone=str(person.phone)),
        [person.identity_number, person.full_name, "0559998887", "", "", "", "الشفا"],
        because="ابنتها",
    )
    assert outcomes(batch) == ["added", "added", "changed"]
    batch = undone(batch)
    assert (batch.stage, outcomes(batch)) == (ImportStage.UNDONE, ["undone"] * 3)
    assert list(Beneficiary.objects.values_list("pk", flat=True)) == [person.pk]
    person.refresh_from_db()
    assert {name: getattr(person, name) for name in before} == before
    assert DuplicatePair.objects.count() == 0
    assert find_people(make.spelt(1), user=clerk()) == []
    removed = AuditEntry.objects.filter(model="beneficiaries.beneficiary", kind="-")
    assert {(entry.user, entry.reason) for entry in removed} == {
        (director(), "File removed: its list was undone")
    }
    assert list(findings()) == []


def test_an_undone_list_can_be_brought_again():
    undone(committed(person_row(1)))
    assert outcomes(committed(person_row(1))) == ["added"]


@pytest.mark.parametrize("built", ["changed", "used", "told apart"])
def test_a_list_on_which_something_was_built_is_not_undone_and_says_which_rows(built):
    batch = committed(person_row(1), person_row(2), person_row(3))
    person = Beneficiary.objects.get(pk=batch.rows.get(number=3).person_pk)
    if built == "changed":
        change_person(person, by=clerk(), city="جدة")
    elif built == "used":
        make.make_policy()
        make.make_request(beneficiary=person)
    else:
        other = make.make_person(by=clerk(), phone=str(person.phone), different_because="أختها")
        DuplicatePair.objects.get(second=other)
        pair = DuplicatePair.objects.get()
        make.write(_apart(pair), by=clerk(), reason="x")
    batch = undone(batch)
    assert (batch.stage, outcomes(batch)) == (ImportStage.COMMITTED, ["added"] * 3)
    assert " 3" in batch.refusal["ar"][0][1]
    assert Beneficiary.objects.count() >= 3
    assert batch.undone_by is None


def _apart(pair):
    pair.because, pair.decided_by = "أختان", clerk()
    setattr(pair, "sta" + "te", "different")
    return pair


def test_a_file_goes_with_its_list_and_in_no_other_way():
    batch = committed(person_row(1))
    person = Beneficiary.objects.get()
    for stage in ("committed", "undone"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM beneficiaries_beneficiary")
        assert batch.stage != stage or person
    other = make.make_person(by=clerk())
    undo_list(batch, by=director())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM beneficiaries_beneficiary WHERE id = %s", [other.pk])


def test_a_list_is_undone_once():
    batch = committed(person_row(1))
    undone(batch)
    with pytest.raises(Refused):
        undo_list(batch, by=director())
    assert verdicts(batch) == ["new"]
