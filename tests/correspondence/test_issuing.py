"""A letter has the next number of its year, is kept as it was issued, and is corrected only by another letter."""

import hashlib
import json
from datetime import datetime

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from accounts.models import system_user
from audit.refusals import Refused
from audit.writing import write
from correspondence import issuing, serials
from correspondence.issuing import issue_once
from correspondence.models import Letter, Serial
from correspondence.verification import findings
from tests import factories as make
from tests.factories import RIYADH

from .letters import issue, paper_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]


def by_sql(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_every_kind_counts_by_itself_from_one():
    assert [issue(kind).serial[:3] + issue(kind).serial[-5:] for kind in ("referral", "decision")] == [
        "REF-0002",
        "DEC-0002",
    ]
    assert issue("referral").number == 3


def test_the_turn_of_the_year_in_riyadh_starts_at_one():
    make.make_policy()
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, tzinfo=RIYADH), tick=False):
        assert [issue().serial, issue().serial] == ["REF-2026-0001", "REF-2026-0002"]
    # In UTC it is still the old year.
    with time_machine.travel(datetime(2027, 1, 1, 0, 1, tzinfo=RIYADH), tick=False):
        letter = issue()
    assert (letter.serial, str(letter.issued_on)) == ("REF-2027-0001", "2027-01-01")


def test_who_waited_for_the_series_over_the_turn_of_the_year_gets_a_number_of_the_new_one(monkeypatch):
    make.make_policy()
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, 59, tzinfo=RIYADH), tick=False) as clock:
        hold = serials.hold

        def hold_long(series, year):
            held = hold(series, year)
            clock.move_to(datetime(2027, 1, 1, 0, 0, 1, tzinfo=RIYADH))
            return held

        monkeypatch.setattr(serials, "hold", hold_long)
        assert issue().serial == "REF-2027-0001"
    assert dict(Serial.objects.values_list("year", "last")) == {2026: 0, 2027: 1}


def test_a_letter_that_fails_gives_its_number_back_and_leaves_no_file(monkeypatch, settings):
    issue()
    kept = default_storage.listdir("")[1]
    monkeypatch.setattr(issuing, "write", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        issue()
    monkeypatch.undo()
    assert default_storage.listdir("")[1] == kept
    monkeypatch.setattr(issuing, "typeset", lambda template, content: b"%PDF-")
    assert issue().number == 2


def test_the_paper_is_kept_byte_for_byte_and_carries_what_the_row_says():
    letter = issue(enclosures=2)
    content = paper_of(letter)
    assert (len(content), hashlib.sha256(content).hexdigest()) == (letter.size, letter.sha256)
    template, printed = json.loads(content.removeprefix(b"%PDF-1.7\n"))
    assert (template, printed["serial"], printed["enclosures"]) == ("referral", letter.serial, 2)
    assert printed["check_url"].endswith(f"/verify/{letter.code}/")
    assert printed["issued"]["iso"] == letter.issued_on.isoformat()
    assert printed["letterhead"]["licence"] == "888"
    assert letter.history.count() == 1


def test_codes_are_of_128_random_bits_and_without_letters_that_look_alike():
    codes = {issue().code for _time in range(20)}
    assert len(codes) == 20
    assert not set("".join(codes)) & set("ILOU")
    assert {len(code) for code in codes} == {26}


def test_the_same_content_is_issued_once_and_another_one_anew():
    version = make.make_policy()
    once = lambda **given: issue(verb=issue_once, about=version, **given)  # noqa: E731
    first = once()
    assert once() == first
    second = once(content={"text": "نص آخر"})
    assert second.number == 2
    # The person now holds the second one: what the first one said is said anew.
    assert once().number == 3
    assert once(enclosures=1).number == 4
    assert issue(verb=issue_once, about=version.association).number == 5


def test_a_correction_cites_its_letter_and_takes_its_place():
    version = make.make_policy()
    first = issue(about=version)
    second = issue(about=version, corrects=first, correction="خطأ في التاريخ")
    assert (second.number, first.corrected_by) == (2, second)
    printed = json.loads(paper_of(second).removeprefix(b"%PDF-1.7\n"))[1]
    assert (printed["corrects"], printed["correction"]) == (first.serial, "خطأ في التاريخ")
    assert issue(verb=issue_once, about=version) == second


def test_a_correction_needs_a_reason_and_a_letter_of_the_same_kind_and_matter_that_stands():
    version = make.make_policy()
    first = issue(about=version)
    why = {"correction": "خطأ في التاريخ"}
    refused = [
        {"about": version, "corrects": first, "correction": "  "},
        {"about": version, **why},
        {"about": version, "kind": "decision", "corrects": first, **why},
        {"about": version.association, "corrects": first, **why},
        {"about": version, "corrects": first, "beneficiary": make.make_person(), **why},
    ]
    for given in refused:
        with pytest.raises(Refused):
            issue(**given)
    second = issue(about=version, corrects=first, **why)
    with pytest.raises(Refused, match=second.serial):
        issue(about=version, corrects=first, **why)
    assert Letter.objects.count() == 2


def test_an_issued_letter_is_changed_and_deleted_by_nobody():
    letter = issue()
    letter.subject = "موضوع آخر"
    with pytest.raises(Refused):
        write(letter, by=system_user(), reason="x")
    for statement in (
        "UPDATE correspondence_letter SET subject = 'x'",
        "UPDATE correspondence_letter SET sha256 = REPLACE(sha256, 'a', 'b')",
        "DELETE FROM correspondence_letter",
        "UPDATE correspondence_serial SET last = 0",
        "UPDATE correspondence_serial SET last = 7",
        "DELETE FROM correspondence_serial",
        "INSERT INTO correspondence_serial (series, year, last) VALUES ('policy', 2026, 5)",
    ):
        with pytest.raises(IntegrityError):
            by_sql(statement)


def copied_by_sql(number: int, year: int) -> None:
    """A second letter behind the portal's back: with this number, and so many years later."""
    columns = [field.column for field in Letter._meta.concrete_fields if not field.primary_key]
    changed = {
        "number": str(number),
        "year": f"year + {year}",
        "code": "'another'",
        "key": "'another'",
    }
    chosen = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    by_sql(f"INSERT INTO correspondence_letter ({names}) SELECT {chosen} FROM correspondence_letter")


def test_the_database_refuses_a_gap_a_number_given_twice_and_one_of_another_year():
    issue()
    for number, year in ((3, 0), (1, 0), (0, 0), (2, 1), (1, 1)):
        with pytest.raises(IntegrityError):
            copied_by_sql(number, year)
    # And nothing but these.
    with transaction.atomic():
        copied_by_sql(2, 0)
        transaction.set_rollback(True)
    assert issue().number == 2


def test_verify_history_names_letters_that_are_gone_changed_or_miscounted():
    letters = [issue() for _time in range(3)]
    assert list(findings()) == []
    default_storage.delete(letters[0].key)
    default_storage.delete(letters[1].key)
    default_storage.save(letters[1].key, ContentFile(paper_of(letters[2])))
    Serial.objects.update(last=4)
    found = list(findings())
    assert len(found) == 3
    assert letters[0].serial in found[0]
    assert letters[1].serial in found[1]
