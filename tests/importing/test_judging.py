"""Every row of a list is exactly one thing, by the rules of the desk; the numbers add up."""

from datetime import date

import pytest
from django.core.files.storage import default_storage

from accounts.roles import Role
from audit.refusals import NotPermitted, Refused
from beneficiaries.importing import staging
from beneficiaries.importing.lists import bring_list, confirm_columns, drop_list
from beneficiaries.models import Beneficiary, ColumnMapping, ImportBatch, ImportRow, ImportStage
from jobs import worker
from tests import factories as make

from .bringing import again, brought, clerk, person_row, staged, upload, verdicts, work
from .sheets import HEADINGS, text, xlsx

pytestmark = pytest.mark.django_db


def reasons(batch, language="ar") -> list[str]:
    said = batch.rows.order_by("number").values_list("reasons", flat=True)
    return [" ".join(sentence for _name, sentence in row.get(language, [])) for row in said]


def test_a_new_person_is_new_and_nothing_is_in_the_files_yet():
    batch = staged(person_row(1))
    assert verdicts(batch) == ["new"]
    assert batch.stage == ImportStage.STAGED
    assert Beneficiary.objects.count() == 0


def test_rows_in_are_rows_accounted_for_in_a_messy_sheet():
    known = make.make_person(by=clerk())
    batch = staged(
        person_row(1, identity_number="١٠٠٠٠٠٠٠١" + make.identity_number(1)[-1]),
        [],
        person_row(1, "منيرة  " + make.spelt(1) + "  سالم   القثامي"),
        person_row(2, birth="30/02/1990"),
        person_row(3, phone="٠٥٥٠٠٠٠٠٠٣"),
        person_row(4, birth="1412/13/01", gender="؟"),
        [],
        [],
        person_row(5, identity_number=known.identity_number, name=known.full_name, phone="0551112223"),
        [known.identity_number, known.full_name],
        ["مجموع", "٧"],
        person_row(6, name="", identity_number="1234567890"),
        person_row(7, phone="05" + f"{3:08d}", name="نورة حسن علي الزهراني"),
    )
    assert verdicts(batch) == [
        *("new", "duplicate", "error", "new", "error", "updates", "duplicate", "error", "error", "new"),
    ]
    assert batch.row_count == sum(batch.verdicts.values()) == batch.rows.count() == 10
    assert batch.empty_count == 3


def test_an_error_says_what_is_wrong_in_both_languages():
    batch = staged(person_row(1, birth="30/02/1990", phone="12", identity_number="1234567890"))
    arabic, english = reasons(batch)[0], reasons(batch, "en")[0]
    assert "30/02/1990" in arabic
    assert "أحد أرقامه خط" in arabic
    assert "check digit" in english
    assert "phone number that can be called" in english
    assert "Write the birth date" not in english


def test_the_same_person_twice_is_the_same_as_the_row_above():
    batch = staged(person_row(1), person_row(2), person_row(1, city="جدة"))
    assert verdicts(batch) == ["new", "new", "duplicate"]
    assert batch.rows.get(number=4).duplicate_of == 2


def test_the_same_person_twice_is_seen_across_pieces_of_the_list(monkeypatch):
    monkeypatch.setattr(staging, "PIECE", 2)
    batch = staged(*[person_row(seed) for seed in (1, 2, 3, 4, 1)])
    assert verdicts(batch)[-1] == "duplicate"


def test_a_row_with_errors_makes_nobody_a_duplicate():
    assert verdicts(staged(person_row(1, birth="x"), person_row(1))) == ["error", "new"]


def test_the_number_of_a_file_updates_it_and_says_what_would_change():
    person = make.make_person(by=clerk(), district="")
    row = person_row(9, identity_number=person.identity_number, name=person.full_name, birth="1985-04-03")
    batch = staged([*row[:2], str(person.phone), *row[3:]])
    assert verdicts(batch) == ["updates"]
    assert batch.rows.get().changes == {"district": ["", "الشفا"]}


def test_what_the_file_says_already_is_unchanged_however_it_is_written():
    person = make.make_person(by=clerk())
    name = f"ساره بنت محمد {person.grandfather_name}  الحارثى"
    row = [f"{person.identity_number}.0", name, str(person.phone).replace("+", "00"), "1985"]
    assert verdicts(staged(row)) == ["unchanged"]


def test_an_empty_cell_takes_nothing_away():
    person = make.make_person(by=clerk(), district="الحوية")
    assert verdicts(staged([person.identity_number, person.full_name, "", "-", "", "", ""])) == ["unchanged"]


def test_who_looks_like_a_file_or_a_row_above_is_shown_with_why():
    person = make.make_person(by=clerk())
    batch = staged(
        person_row(901, phone=str(person.phone)),
        person_row(902, name=person.full_name, birth="1985-01-01"),
        person_row(903, name="نورة علي سالم الغامدي"),
        person_row(904, name="نوره علي سالم الغامدي"),
    )
    assert verdicts(batch) == ["likely", "likely", "new", "likely"]
    assert [row.likely for row in batch.rows.order_by("number")] == [
        [{"person": person.pk, "signs": ["phone"]}],
        [{"person": person.pk, "signs": ["name"]}],
        [],
        [{"row": 4, "signs": ["name"]}],
    ]


def test_what_is_said_once_for_all_rows_completes_new_people_and_changes_no_file():
    person = make.make_person(by=clerk(), city="مكة")
    headings = ["الاسم", "رقم الهوية", "الجوال", "تاريخ الميلاد"]
    batch = staged(
        ["منيرة سالم القثامي", "", "0501234567", "1412"],
        [person.full_name, person.identity_number, "", ""],
        headings=headings,
        for_all={"city": "الطائف", "gender": "female", "identity_missing_reason": "بلا أوراق ثبوتية"},
    )
    assert verdicts(batch) == ["new", "unchanged"]


def test_without_a_number_and_without_a_reason_a_row_is_an_error():
    assert "رقم الهوية" in reasons(staged(person_row(1, identity_number="")))[0]


def test_a_year_below_1700_is_hijri_and_an_impossible_day_says_so():
    batch = staged(person_row(1, birth="١٤١٢/٠٣/٠٥"), person_row(2, birth="1412/02/30"))
    assert verdicts(batch) == ["new", "error"]
    assert "1412/02/30" in reasons(batch)[1]


def test_the_columns_are_suggested_and_remembered_for_the_same_headings():
    batch = brought(person_row(1))
    assert batch.columns[:2] == ["identity_number", "whole_name"]
    chosen = [*batch.columns[:6], ""]
    confirm_columns(batch, columns=chosen, for_all={"city": "x"}, by=clerk())
    work()
    assert ColumnMapping.objects.count() == 1
    assert brought(person_row(2)).columns == chosen


def test_two_columns_never_mean_the_same_and_the_name_is_in_one():
    batch = brought(person_row(1))
    for columns in (["phone", "phone", "whole_name"], ["phone", "identity_number"]):
        with pytest.raises(Refused):
            confirm_columns(batch, columns=columns, for_all={}, by=clerk())


def test_the_file_is_kept_until_its_rows_are_and_then_gone():
    batch = bring_list(upload(xlsx(HEADINGS, person_row(1))), by=clerk())
    assert default_storage.exists(batch.key)
    work()
    batch = again(batch)
    assert default_storage.exists(batch.key)


@pytest.mark.django_db(transaction=True)
def test_the_file_is_gone_when_its_rows_are_kept():
    batch = brought(person_row(1))
    key = batch.key
    assert default_storage.exists(key)
    confirm_columns(batch, columns=batch.columns, for_all={}, by=clerk())
    work()
    assert again(batch).key == ""
    assert not default_storage.exists(key)


@pytest.mark.django_db(transaction=True)
def test_what_is_found_bad_while_it_is_opened_keeps_nothing():
    batch = bring_list(upload(xlsx(HEADINGS, ["1", "2", "=A1"])), by=clerk())
    key = batch.key
    work()
    batch = again(batch)
    assert batch.stage == ImportStage.REFUSED
    assert "C2" in batch.refusal["ar"][0][1]
    assert "formula" in batch.refusal["en"][0][1]
    assert (batch.rows.count(), default_storage.exists(key)) == (0, False)


def test_what_is_no_list_is_refused_before_anything_is_kept():
    with pytest.raises(Refused):
        bring_list(upload(text(["x"]), "a.xlsx"), by=clerk())
    assert ImportBatch.objects.count() == 0


def test_a_worker_lost_on_the_way_leaves_no_row_out_and_none_twice(monkeypatch):
    monkeypatch.setattr(staging, "PIECE", 2)
    batch = brought(*[person_row(seed) for seed in range(1, 8)], [])
    confirm_columns(batch, columns=batch.columns, for_all={}, by=clerk())
    made = staging.ImportRow.objects.bulk_create
    calls = []

    def stops_on_the_way(rows):
        calls.append(rows)
        if len(calls) == 3:
            raise worker.LeaseLost("lost")
        return made(rows)

    monkeypatch.setattr(type(ImportRow.objects), "bulk_create", lambda self, rows: stops_on_the_way(rows))
    worker.run_next()
    assert again(batch).stage == ImportStage.STAGING
    assert batch.rows.count() == 4
    worker.Job.objects.update(holder=None, leased_until=None)
    work()
    assert again(batch).row_count == batch.rows.count() == 7


def test_a_list_can_be_given_up_until_it_is_let_in():
    batch = drop_list(staged(person_row(1)), by=clerk())
    assert (batch.stage, batch.rows.count()) == (ImportStage.DROPPED, 0)


def test_only_who_may_bring_lists_brings_one():
    for role in (Role.DELEGATE, Role.EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            bring_list(upload(xlsx(HEADINGS)), by=make.make_user(role))


def test_dates_of_excel_are_read_as_days():
    batch = staged(person_row(1, birth=date(1990, 5, 4)))
    assert verdicts(batch) == ["new"]
    assert batch.rows.get().cells[3] == "1990-05-04"


def test_a_list_that_is_given_up_while_it_is_examined_leaves_no_rows(monkeypatch):
    monkeypatch.setattr(staging, "PIECE", 2)
    batch = brought(*[person_row(seed) for seed in range(1, 8)])
    confirm_columns(batch, columns=batch.columns, for_all={}, by=clerk())
    judge = staging.Judge.judge

    def given_up_on_the_way(self, rows):
        judged = judge(self, rows)
        if rows[0][0] > 4:
            drop_list(batch, by=clerk())
            return []
        return judged

    monkeypatch.setattr(staging.Judge, "judge", given_up_on_the_way)
    work()
    assert again(batch).stage == ImportStage.DROPPED
    assert batch.rows.count() == 0
