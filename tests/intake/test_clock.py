"""The two-week rule: one pure function, a rule, a refusal and a constraint that agree."""

import os
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from arabic.calendars import riyadh_today
from intake.case_file import CaseFile
from intake.clock import earliest_decision_day, reply_clock
from intake.models import SupportRequest
from intake.rules import reply_period_has_passed

RIYADH = ZoneInfo("Asia/Riyadh")
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2032, 12, 31))


@given(told_on=DAYS, days=st.integers(1, 90))
@example(told_on=date(2028, 2, 15), days=14)  # into 29 February of a leap year
@example(told_on=date(2027, 2, 15), days=14)  # over the end of an ordinary February
@example(told_on=date(2026, 12, 20), days=14)  # over the end of the year
def test_earliest_decision_is_exactly_the_period_of_calendar_days_later(told_on, days):
    earliest = earliest_decision_day(told_on, days)
    counted, day = 0, told_on
    while day < earliest:
        day += timedelta(days=1)
        counted += 1
    assert counted == days


def _referred(told_on: date, days: int = 14) -> CaseFile:
    earliest = earliest_decision_day(told_on, days)
    return CaseFile(SupportRequest(told_on=told_on, earliest_decision_on=earliest))


@given(told_on=DAYS)
@settings(max_examples=60)
def test_gate_opens_at_midnight_in_riyadh_and_not_a_second_before(told_on):
    case = _referred(told_on)
    opens = datetime.combine(told_on + timedelta(days=14), datetime.min.time(), RIYADH)
    with time_machine.travel(opens - timedelta(seconds=1), tick=False):
        assert reply_period_has_passed(case, None) is not None
    with time_machine.travel(opens, tick=False):
        assert reply_period_has_passed(case, None) is None


@given(told_on=DAYS, minutes=st.integers(-60 * 24 * 30, 60 * 24 * 30))
@settings(max_examples=80)
def test_gate_agrees_with_counting_midnights_in_riyadh(told_on, minutes):
    case = _referred(told_on)
    opens = datetime.combine(told_on + timedelta(days=14), datetime.min.time(), RIYADH)
    moment = opens + timedelta(minutes=minutes)
    with time_machine.travel(moment, tick=False):
        is_open = reply_period_has_passed(case, None) is None
    midnights = (moment.astimezone(RIYADH).date() - told_on).days
    assert is_open == (midnights >= 14)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Riyadh"])
@pytest.mark.parametrize("hour", [0, 2, 3, 12, 20, 21, 23])
def test_today_is_the_riyadh_day_in_every_time_zone_of_the_server(zone, hour, monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        with time_machine.travel(datetime(2026, 11, 20, hour, 30, tzinfo=ZoneInfo("UTC")), tick=False):
            expected = date(2026, 11, 21) if hour >= 21 else date(2026, 11, 20)
            assert riyadh_today() == expected
            with timezone.override(zone):
                assert riyadh_today() == expected
    finally:
        monkeypatch.undo()
        time.tzset()


def test_ring_counts_the_days_and_never_leaves_its_ends():
    told_on = date(2026, 11, 1)
    earliest = earliest_decision_day(told_on, 14)
    shown = [reply_clock(told_on, earliest, told_on + timedelta(days=n)) for n in (-3, 0, 6, 13, 14, 40)]
    assert [clock["day"] for clock in shown] == [0, 0, 6, 13, 14, 14]
    assert [clock["passed"] for clock in shown] == [False, False, False, False, True, True]
    assert [clock["percent"] for clock in shown] == [0, 0, 43, 93, 100, 100]
