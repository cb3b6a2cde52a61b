"""Code and database both keep an approved version as it was approved."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import system_user
from audit.guards import guards_of
from audit.writing import remove, write
from policies.drafting import copy_version
from policies.models import (
    Association,
    BeneficiaryCategory,
    Channel,
    PolicyVersion,
    RequiredDocument,
    ServiceType,
    StepText,
    Tool,
)
from policies.models.contents import CONTENT
from policies.verification import findings

from .conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PARTS = [Channel, Tool, ServiceType, RequiredDocument, BeneficiaryCategory, StepText]


def run(sql, *params):
    """Raw SQL, in a transaction of its own so that the test goes on after a refusal."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


@pytest.mark.parametrize("name", CONTENT)
def test_no_field_of_an_approved_version_can_be_written(loaded, name):
    version = loaded("qalam")
    value = getattr(version, name)
    setattr(version, name, value + "!" if isinstance(value, str) else (value or 30) + 1)
    with refused("frozen"):
        write(version, by=system_user(), reason="Draft edited in the administration")


def test_an_approved_version_cannot_be_unapproved(loaded):
    version = loaded("qalam")
    version.approved_at = None
    with refused("frozen"):
        write(version, by=system_user(), reason="Draft edited in the administration")


def test_no_version_can_be_deleted(loaded):
    version = loaded("sila-makkah")
    with refused("cannot be deleted"):
        remove(version, by=system_user(), reason="Draft edited in the administration")


@pytest.mark.parametrize("model", PARTS)
def test_no_part_of_an_approved_version_can_be_changed_removed_or_added(loaded, model):
    version = loaded("qalam")
    part = model.objects.filter(policy_version=version).first()
    part.label_ar += "!"
    with refused("frozen"):
        write(part, by=system_user(), reason="Draft edited in the administration")
    with refused("frozen"):
        remove(model.objects.get(pk=part.pk), by=system_user(), reason="Draft edited in the administration")
    added = model(policy_version=version, code="extra", label_ar="زيادة", label_en="Extra")
    with refused("frozen"):
        write(added, by=system_user(), reason="Draft edited in the administration")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE policies_policyversion SET minimum_reply_days = 1",
        "UPDATE policies_policyversion SET approved_at = NULL, content_digest = ''",
        "UPDATE policies_policyversion SET effective_on = '2000-01-01'",
        "UPDATE policies_policyversion SET version = version + 1",
        "DELETE FROM policies_policyversion",
    ],
)
def test_the_database_refuses_to_touch_an_approved_version(loaded, sql):
    loaded("qalam")
    with pytest.raises(DatabaseError, match="approved_policy_version_is_frozen"):
        run(sql)


@pytest.mark.parametrize("model", PARTS)
def test_the_database_refuses_to_touch_the_parts_of_an_approved_version(loaded, model):
    loaded("qalam")
    table = model._meta.db_table
    columns = ", ".join(
        f'"{field.column}"' for field in model._meta.concrete_fields if field.name not in ("id", "code")
    )
    frozen = f"{model.__name__.lower()}_of_approved_version_is_frozen"
    for sql in (
        f"UPDATE {table} SET label_ar = 'x'",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} (code, {columns}) SELECT 'extra', {columns} FROM {table}",
    ):
        with pytest.raises(DatabaseError, match=frozen):
            run(sql)


def test_the_database_refuses_to_move_a_part_into_an_approved_version(loaded, staff):
    approved = loaded("qalam")
    draft = copy_version(approved, by=staff("administrator"))
    sql = "UPDATE policies_channel SET policy_version_id = %s, code = 'moved' WHERE policy_version_id = %s"
    with pytest.raises(DatabaseError, match="channel_of_approved_version_is_frozen"):
        run(sql, approved.pk, draft.pk)


def test_the_database_refuses_a_version_that_is_born_approved(loaded):
    loaded("qalam")
    fields = [f.column for f in PolicyVersion._meta.concrete_fields if f.name not in ("id", "number")]
    columns = ", ".join(f'"{name}"' for name in fields)
    table = "policies_policyversion"
    with pytest.raises(DatabaseError, match="policy_version_begins_as_a_draft"):
        run(f"INSERT INTO {table} (number, {columns}) SELECT 9, {columns} FROM {table}")


def test_the_database_leaves_drafts_open(loaded):
    loaded("sila-makkah")
    assert run("UPDATE policies_channel SET label_en = 'x'") == 8
    assert run("UPDATE policies_policyversion SET appeal_days = 20") == 1


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ("minimum_reply_days = 0", "reply_period_is_at_least_a_day"),
        ("target_reply_days = 13", "promised_reply_is_not_before_the_minimum"),
        ("clarification_target = 'board'", "clarification_target_can_answer"),
        ("quorum_minimum = 1", "quorum_minimum_fits_the_committee"),
        ("quorum_minimum = 4", "quorum_minimum_fits_the_committee"),
        ("quorum_percent = 100", "quorum_is_a_real_share"),
        ("appeal_days = 0", "policy_periods_are_positive"),
        ("number = 0", "policy_versions_count_from_one"),
        ("approved_at = submitted_to_board_at, content_digest = 'x'", "approval_is_recorded_whole"),
        ("approved_at = '2024-01-01 00:00:00+00:00'", "approval_is_recorded_whole"),
    ],
)
def test_a_constraint_says_the_rule_again(loaded, changes, constraint):
    loaded("sila-makkah")
    with pytest.raises(DatabaseError, match=constraint):
        run(f"UPDATE policies_policyversion SET {changes}")


def test_a_code_is_used_once_in_a_version(loaded):
    version = loaded("sila-makkah")
    twin = Channel(policy_version=version, code="phone", label_ar="هاتف", label_en="Phone")
    with pytest.raises(DatabaseError), transaction.atomic():
        write(twin, by=system_user(), reason="Draft edited in the administration")


def test_an_installation_holds_one_association(loaded):
    loaded("qalam")
    other = Association(code="other", name_ar="أخرى", name_en="Other", served_ar="الناس", served_en="People")
    with pytest.raises(DatabaseError), transaction.atomic():
        write(other, by=system_user(), reason="Loaded from a policy pack")


def test_the_digest_is_the_same_on_every_reading(loaded):
    version = loaded("qalam")
    assert version.content_digest == version.compute_digest()
    assert version.content_digest == PolicyVersion.objects.get(pk=version.pk).compute_digest()


def test_an_approved_version_that_was_tampered_with_is_found(loaded):
    version = loaded("qalam")
    assert list(findings()) == []
    with connection.cursor() as cursor:
        drop_guards_of(Channel, cursor)
    run("UPDATE policies_channel SET label_ar = 'x' WHERE code = 'phone'")
    assert list(findings()) == ["Policy version 1 does not match the digest stored at its approval."]
    assert PolicyVersion.objects.in_force() == version


def drop_guards_of(model, cursor):
    """What only somebody with the database's own keys can do."""
    table = model._meta.db_table
    for guard in guards_of(model):
        for event in guard.events:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            if guard.table == table:
                cursor.execute(f'DROP TRIGGER "{guard.name}_on_{event.lower()}"{on}')


def test_the_digest_knows_every_part_and_field(loaded):
    version = loaded("sila-makkah")
    seen = {version.compute_digest()}
    for table in ("channel", "tool", "servicetype", "requireddocument", "beneficiarycategory", "steptext"):
        run(f"UPDATE policies_{table} SET label_en = label_en || '!' WHERE position = 1")
        seen.add(PolicyVersion.objects.get(pk=version.pk).compute_digest())
    for name in CONTENT:
        changed = PolicyVersion.objects.get(pk=version.pk)
        setattr(changed, name, "changed")
        seen.add(changed.compute_digest())
    assert len(seen) == 1 + 6 + len(CONTENT)
