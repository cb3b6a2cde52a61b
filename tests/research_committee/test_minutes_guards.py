"""Each rule of the minutes stands in the database too; and what is changed past it is named by the verification."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.roles import Role
from research_committee.minutes.acts import write_addendum
from research_committee.models import Minutes, MinutesAddendum, MinutesSignature
from research_committee.verification import findings
from tests.factories import make_user
from tests.tampering import past_the_guards

from .factories import make_item
from .minuting import closed_session, drawn_up, locked, sign

pytestmark = pytest.mark.django_db
MINUTES, SIGNATURE, ADDENDUM = (
    model._meta.db_table for model in (Minutes, MinutesSignature, MinutesAddendum)
)


def run(statement: str, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refuses(name: str, statement: str, *values) -> None:
    with pytest.raises(IntegrityError, match=name):
        run(statement, *values)


def insert(model, **values):
    """A row past every method of the portal, but not past its database."""
    columns = ", ".join(values)
    run(
        f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(values))})",
        *values.values(),
    )


def signature(minutes, member, **other):
    return {
        "minutes_id": minutes.pk,
        "member_id": member.pk,
        "sha256": minutes.sha256,
        "signed_at": timezone.now(),
        "version": 1,
        **other,
    }


def addendum(minutes, by, **other):
    words = {"text": "تصويب الاسم في المحضر", "reason": "خطأ في الكتابة"}
    return {"minutes_id": minutes.pk, "number": 1, **words, "written_by_id": by.pk, "version": 1, **other}


def test_minutes_are_of_a_closed_session_and_begin_unlocked():
    item, committee = make_item()
    row = {
        "session_id": item.session_id,
        "content": "{}",
        "sha256": "0" * 64,
        "drawn_up_by_id": committee.chair.pk,
        "unsigned_because": "",
        "version": 1,
    }
    with pytest.raises(IntegrityError, match="minutes_are_of_a_closed_session"):
        insert(Minutes, **row)
    minutes, _committee = drawn_up(closed_session(committee=committee))
    with pytest.raises(IntegrityError):
        insert(Minutes, **row | {"session_id": minutes.session_id})
    with pytest.raises(IntegrityError, match="minutes_begin_unlocked"):
        insert(Minutes, **row | {"session_id": minutes.session_id, "locked_at": timezone.now()})


def test_what_was_signed_cannot_be_changed_or_deleted():
    minutes, _committee = drawn_up()
    kept = "minutes_keep_what_was_signed"
    refuses(kept, f"UPDATE {MINUTES} SET content = '{{\"format\": 2}}' WHERE id = %s", minutes.pk)
    refuses(kept, f"UPDATE {MINUTES} SET sha256 = %s WHERE id = %s", "0" * 64, minutes.pk)
    refuses("minutes_are_kept", f"DELETE FROM {MINUTES} WHERE id = %s", minutes.pk)


def test_minutes_lock_with_every_signature_or_a_reason():
    minutes, committee = drawn_up()
    sign(minutes, committee.chair)
    lock = f"UPDATE {MINUTES} SET locked_at = %s WHERE id = %s"
    refuses("minutes_lock_when_all_signed_or_with_a_reason", lock, timezone.now(), minutes.pk)


def test_locked_minutes_stand_still():
    minutes, committee = locked()
    still = "locked_minutes_stand_still"
    refuses(still, f"UPDATE {MINUTES} SET locked_at = NULL WHERE id = %s", minutes.pk)
    refuses(still, f"UPDATE {MINUTES} SET unsigned_because = 'x' WHERE id = %s", minutes.pk)
    with pytest.raises(IntegrityError):
        insert(MinutesSignature, **signature(minutes, make_user(Role.COMMITTEE)))
    with pytest.raises(IntegrityError):
        insert(MinutesSignature, **signature(minutes, committee.chair))


def test_only_who_was_present_signs_these_minutes_once():
    minutes, committee = drawn_up()
    with pytest.raises(IntegrityError, match="only_who_was_present_signs_the_minutes"):
        insert(MinutesSignature, **signature(minutes, make_user(Role.COMMITTEE)))
    with pytest.raises(IntegrityError, match="what_is_signed_are_these_minutes"):
        insert(MinutesSignature, **signature(minutes, committee.chair, sha256="0" * 64))
    sign(minutes, committee.chair)
    with pytest.raises(IntegrityError):
        insert(MinutesSignature, **signature(minutes, committee.chair))


def test_only_locked_minutes_get_a_numbered_addendum_with_its_reason():
    minutes, committee = drawn_up()
    with pytest.raises(IntegrityError, match="only_locked_minutes_get_an_addendum"):
        insert(MinutesAddendum, **addendum(minutes, committee.chair))
    sign(minutes, *committee.everyone)
    with pytest.raises(IntegrityError):
        insert(MinutesAddendum, **addendum(minutes, committee.chair, reason=""))
    write_addendum(minutes, text="تصويب الاسم في المحضر", reason="خطأ في الكتابة", by=committee.chair)
    with pytest.raises(IntegrityError):
        insert(MinutesAddendum, **addendum(minutes, committee.chair))


def test_what_was_changed_past_the_guards_is_named():
    minutes, committee = locked()
    assert list(findings()) == []
    with past_the_guards() as run_sql:
        run_sql(f"UPDATE {MINUTES} SET content = '{{\"format\": 2}}' WHERE id = %s", [minutes.pk])
    (found,) = findings()
    assert "لا توافق بصمت" in found
    assert str(minutes.session) in found


def test_forged_signatures_and_locks_are_named():
    minutes, committee = locked()
    chair = committee.chair.pk
    with past_the_guards() as run_sql:
        run_sql(f"UPDATE {SIGNATURE} SET sha256 = %s WHERE member_id = %s", ["0" * 64, chair])
    assert [committee.chair.full_name in found for found in findings()] == [True]
    other = make_user(Role.COMMITTEE)
    with past_the_guards() as run_sql:
        run_sql(
            f"UPDATE {SIGNATURE} SET sha256 = %s, member_id = %s WHERE member_id = %s",
            [minutes.sha256, other.pk, chair],
        )
    found = list(findings())
    assert len(found) == 2
    assert other.full_name in found[0]
    assert "دون كل التوقيعات" in found[1]
