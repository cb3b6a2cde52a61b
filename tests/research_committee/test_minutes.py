"""Minutes are drawn up once from the closed session, signed by those who were there, locked, and only added to."""

import pytest

from accounts.roles import Role
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from policies.digests import canonical_sha256
from research_committee.minutes.acts import draw_up_minutes, lock_minutes, sign_minutes, write_addendum
from research_committee.minutes.waiting import minutes_to_sign
from research_committee.models import Minutes, MinutesAddendum, MinutesSignature
from tests.factories import make_user

from .factories import REASONS, make_item
from .minuting import closed_session, drawn_up, locked, locked_without, sign
from .refusals import refused

pytestmark = pytest.mark.django_db


def test_the_minutes_hold_the_session_and_each_item():
    closed = closed_session()
    content = drawn_up(closed)[0].content
    assert content["session"]["number"] == closed.session.number
    assert [seat["present"] for seat in content["seats"]] == [True, True, True]
    assert all(time[0] and time[1] for seat in content["seats"] for time in seat["times"])
    first, second = content["items"]
    assert first["reference"] == closed.item.support_request.reference
    assert (first["result"], first["count"]["reject"], first["count"]["needed"]) == ("reject", 3, 2)
    assert first["reasons"] == REASONS
    assert first["reason"]
    assert second["result"] == "carried_over"
    assert second["carry_reason"] == "غاب الباحث الاجتماعي"


def test_the_minutes_name_no_beneficiary_and_no_ground_of_a_recusal():
    closed = closed_session()
    minutes, _committee = drawn_up(closed)
    for item in (closed.item, closed.carried):
        assert item.support_request.beneficiary.family_name not in str(minutes.content)


def test_what_was_granted_stands_in_the_minutes():
    content = drawn_up(closed_session("accept"))[0].content
    assert "سداد إيجار" in content["items"][0]["granted"][0]


def test_the_digest_is_that_of_the_content():
    minutes, _committee = drawn_up()
    assert minutes.sha256 == canonical_sha256(Minutes.objects.get().content)


def test_minutes_are_drawn_up_once_of_a_closed_session_by_who_runs_it():
    item, committee = make_item()
    refused("بعد إغلاق الجلسة", draw_up_minutes, item.session, by=committee.chair)
    closed = closed_session(committee=committee)
    for stranger in (closed.committee.members[0], make_user(Role.COMMITTEE), make_user(Role.AUDITOR)):
        with pytest.raises(NotPermitted):
            draw_up_minutes(closed.session, by=stranger)
    draw_up_minutes(closed.session, by=closed.committee.chair)
    refused("سبق إعداد محضر", draw_up_minutes, closed.session, by=closed.committee.secretary)


def test_the_last_signature_locks_the_minutes():
    minutes, committee = drawn_up()
    sign(minutes, committee.chair, committee.secretary)
    assert Minutes.objects.get().locked_at is None
    sign(minutes, committee.members[0])
    assert Minutes.objects.get().locked_at is not None
    assert AuditEntry.objects.filter(reason__startswith="Minutes locked").count() == 1


def test_only_who_was_present_signs_and_once():
    minutes, committee = drawn_up()
    outsider = make_user(Role.COMMITTEE)
    with pytest.raises(NotPermitted):
        sign_minutes(minutes, sha256=minutes.sha256, by=outsider)
    sign(minutes, committee.chair)
    refused("سبق أن وقّعت", sign_minutes, minutes, sha256=minutes.sha256, by=committee.chair)
    assert MinutesSignature.objects.count() == 1


def test_what_was_not_on_the_screen_is_not_signed():
    minutes, committee = drawn_up()
    refused("ليس هذا هو المحضر", sign_minutes, minutes, sha256="0" * 64, by=committee.chair)


def test_the_chair_locks_without_all_and_says_why():
    minutes, committee = drawn_up()
    reason = "سافر خارج المملكة قبل التوقيع"
    for other in (committee.secretary, committee.members[0]):
        with pytest.raises(NotPermitted):
            lock_minutes(minutes, reason=reason, by=other)
    refused("وقّع المحضر بنفسك", lock_minutes, minutes, reason=reason, by=committee.chair)
    sign(minutes, committee.chair, committee.secretary)
    with pytest.raises(Refused):
        lock_minutes(minutes, reason="-", by=committee.chair)
    done = lock_minutes(minutes, reason=reason, by=committee.chair)
    assert done.unsigned_because == reason
    assert committee.members[0].full_name in AuditEntry.objects.latest("pk").note
    refused("مقفل", lock_minutes, minutes, reason=reason, by=committee.chair)
    refused("مقفل", sign_minutes, minutes, sha256=minutes.sha256, by=committee.members[0])


def test_locked_minutes_are_only_added_to():
    minutes, committee = drawn_up()
    text = "الصواب في اسم العضو: عبد العزيز."
    words = {"text": text, "reason": "خطأ في كتابة الاسم"}
    refused("غير مقفل", write_addendum, minutes, **words, by=committee.chair)
    locked_without(committee.members[0], minutes, committee)
    with pytest.raises(NotPermitted):
        write_addendum(minutes, **words, by=committee.members[0])
    for _time in range(2):
        write_addendum(minutes, **words, by=committee.secretary)
    assert list(MinutesAddendum.objects.values_list("number", flat=True)) == [1, 2]
    with pytest.raises(Refused):
        write_addendum(minutes, text=text, reason="-", by=committee.chair)


def test_minutes_wait_for_each_signature_that_is_missing():
    minutes, committee = drawn_up()
    sign(minutes, committee.chair)
    assert not minutes_to_sign(committee.chair).exists()
    assert minutes_to_sign(committee.secretary).get() == minutes
    assert not minutes_to_sign(make_user(Role.COMMITTEE)).exists()
    sign(minutes, committee.secretary, *committee.members)
    assert not minutes_to_sign(committee.secretary).exists()


def test_locking_leaves_everything_said_before_as_it_was():
    minutes, _committee = locked()
    assert (minutes.version, minutes.unsigned_because) == (2, "")
    assert minutes.sha256 == canonical_sha256(minutes.content)
