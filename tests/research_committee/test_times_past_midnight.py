"""A session that goes on after midnight: whoever writes a time of day means a moment of that session."""

import uuid
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from arabic.calendars import RIYADH, riyadh_today
from research_committee.models import Attendance
from research_committee.session_clock import moment_meant
from research_committee.sessions import note_leaving

from .factories import make_committee, make_session

MINUTES_OF_A_DAY = 24 * 60
EVENING, NIGHT, LATER = time(22, 0), time(0, 40), time(1, 30)
FIRST, SECONDS_OF_FIVE_YEARS = datetime(2024, 1, 1, tzinfo=RIYADH), 5 * 365 * MINUTES_OF_A_DAY * 60
openings = st.integers(0, SECONDS_OF_FIVE_YEARS).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@given(openings, st.integers(0, MINUTES_OF_A_DAY - 1), st.integers(0, MINUTES_OF_A_DAY - 1))
def test_a_time_from_the_opening_on_is_found_again_over_midnight(opened, after, until_now):
    first = opened.replace(second=0, microsecond=0)
    meant = first + timedelta(minutes=min(after, until_now))
    now = first + timedelta(minutes=max(after, until_now))
    assert moment_meant(meant.time(), opened_at=opened, now=max(now, opened)) == meant


@given(openings, st.integers(0, MINUTES_OF_A_DAY), st.integers(0, MINUTES_OF_A_DAY))
def test_a_time_before_the_opening_is_of_its_day_while_the_next_one_has_not_come(opened, before, until_now):
    midnight = opened.replace(hour=0, minute=0, second=0, microsecond=0)
    meant = midnight + timedelta(minutes=before % max(1, opened.hour * 60 + opened.minute))
    now = opened + timedelta(minutes=until_now)
    found = moment_meant(meant.time(), opened_at=opened, now=now)
    is_before = meant < opened.replace(second=0, microsecond=0)
    assert found == (meant + timedelta(days=1) if is_before and meant + timedelta(days=1) <= now else meant)
    assert found.time() == meant.time()


def at(clock: time, days_ago: int):
    return time_machine.travel(
        datetime.combine(riyadh_today() - timedelta(days=days_ago), clock, RIYADH), tick=True
    )


@pytest.mark.django_db
def test_who_left_after_midnight_is_written_down_as_leaving_on_the_next_day(sign_in):
    with at(EVENING, 2):
        committee = make_committee()
        session = make_session(committee)
    day = session.held_on
    with at(LATER, 1):
        note_leaving(session, committee.members[0], by=committee.chair)
        row, client = Attendance.objects.get(member=committee.members[0]), sign_in(committee.chair)
        address = reverse("attendance_correct", args=[row.pk])
        form = client.get(address)
        assert "فهو من اليوم التالي" in form.text
        typed = {"came_at": "22:00", "left_at": "00:40", "reason": "نُسي تسجيل المغادرة في وقتها"}
        typed |= {"idempotency_key": str(uuid.uuid4()), "seen_version": row.version}
        answer = client.post(address, typed, follow=True)
    row.refresh_from_db()
    assert row.left_at == datetime.combine(day + timedelta(days=1), NIGHT, RIYADH)
    words = next(member for member in answer.context["attendance"] if member["pk"] == row.member_id)["times"]
    assert words[0]["words"] == "من 22:00 إلى 00:40 من اليوم التالي"
    assert "نُسي تسجيل المغادرة في وقتها" in words[0]["changed"]
