"""Rows that are kept as written: nothing of them changes but the link that follows the person, and only in a merge."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import system_user
from accounts.roles import Role
from audit.guards import guards_of
from audit.refusals import Refused
from audit.timeline import entries_about
from audit.verification import audited_models, findings
from audit.writing import write
from beneficiaries.models import FileMerge, StoredFile
from beneficiaries.papers import receive_paper
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored() -> StoredFile:
    person = make.make_person()
    return receive_paper(make.paper(), beneficiary=person, by=system_user(), reason="x")


def merged(kept, into_it) -> FileMerge:
    clerk, second = make.make_user(Role.RECEPTION), make.make_user(Role.EXECUTIVE)
    now = timezone.now()
    row = FileMerge(
        kept=kept, merged=into_it, state="approved", because="x", proposed_by=clerk, proposed_at=now
    )
    row.decided_by, row.decided_at = second, now
    return write(row, by=second, reason="x")


def refused_by_the_database(sql: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_paper_follows_its_person_into_the_file_that_was_kept(stored):
    kept = make.make_person()
    merged(kept, stored.beneficiary)
    stored.beneficiary = kept
    write(stored, by=system_user(), reason="Files merged")
    assert StoredFile.objects.get(pk=stored.pk).beneficiary_id == kept.pk
    assert stored.history.count() == 2
    assert list(findings()) == []


def test_nothing_else_of_the_paper_changes_with_it(stored):
    kept = make.make_person()
    merged(kept, stored.beneficiary)
    stored.beneficiary, stored.sha256 = kept, "0" * 64
    with pytest.raises(Refused):
        write(stored, by=system_user(), reason="x")
    table = "beneficiaries_storedfile"
    for column in ("sha256", "original_name"):
        refused_by_the_database(f"UPDATE {table} SET beneficiary_id = {kept.pk}, {column} = 'x'")
    refused_by_the_database(f"UPDATE {table} SET version = version + 1")


def test_a_paper_passes_to_nobody_with_whom_its_person_was_not_merged(stored):
    other = make.make_person()
    refused_by_the_database(f"UPDATE beneficiaries_storedfile SET beneficiary_id = {other.pk}")
    stored.beneficiary = other
    with pytest.raises(IntegrityError), transaction.atomic():
        write(stored, by=system_user(), reason="x")


def test_every_row_that_is_kept_as_written_still_refuses_every_change_and_its_end():
    for model in audited_models():
        if model.append_only:
            kept = [guard for guard in guards_of(model) if guard.name.endswith("_is_append_only")]
            events = {
                event for guard in kept if guard.table == model._meta.db_table for event in guard.events
            }
            assert events == {"UPDATE", "DELETE"}, model


def test_one_timeline_tells_of_several_files_in_one_question(django_assert_num_queries):
    first, second = make.make_person(), make.make_person()
    with django_assert_num_queries(1):
        both = entries_about(person=[first.pk, second.pk])
    assert len(both) == 2
    assert entries_about(person=[first.pk]) == entries_about(person=first.pk) != both
