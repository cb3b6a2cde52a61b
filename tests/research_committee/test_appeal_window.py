"""Until when an appeal is in time, to the minute in Riyadh, and who admits a later one."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from arabic.calendars import dual, riyadh_today
from audit.refusals import Refused
from intake.models import SupportRequest
from tests.factories import RIYADH, make_user
from tests.policies.conftest import pack_source as pack_source

from .appealing import appeal, last_day, rejected
from .factories import make_committee

pytestmark = pytest.mark.django_db

SOONER = {"appeal_days = 30": "appeal_days = 30\nappeal_reply_days = 7"}


def fresh(request) -> SupportRequest:
    return SupportRequest.objects.get(pk=request.pk)


# Until when ------------------------------------------------------------------------------------------------------


def test_the_last_day_is_in_time_and_the_day_after_is_late():
    request, _committee = rejected(days_ago=31)
    with pytest.raises(Refused) as refusal:
        appeal(request)
    assert dual(last_day(request)) in str(refusal.value)
    assert "المدير التنفيذي" in str(refusal.value)
    # What came on the last day and is recorded a day later is in time.
    assert appeal(request, received_on=last_day(request)).admitted_by is None


def test_the_window_is_counted_in_days_of_riyadh_from_the_decision():
    committee = make_committee()

    @settings(max_examples=12, deadline=None)
    @given(day=st.integers(-3, 36), ago=st.sampled_from([0, 29, 30, 31, 35]))
    def judged(day, ago):
        request, _committee = rejected(committee, days_ago=ago)
        decided_on = riyadh_today() - timedelta(days=ago)
        received_on = decided_on + timedelta(days=day)
        in_time = 0 <= day <= request.policy_version.appeal_days
        if in_time and received_on <= riyadh_today():
            assert appeal(request, received_on=received_on).window_until == last_day(request)
        else:
            with pytest.raises(Refused):
                appeal(request, received_on=received_on)

    judged()


@pytest.mark.parametrize(("minute", "late"), [(time(23, 59), False), (time(0, 1), True)])
def test_the_last_day_ends_at_midnight_in_riyadh(minute, late):
    request, _committee = rejected()
    day = last_day(request) + timedelta(days=1 if late else 0)
    with time_machine.travel(datetime.combine(day, minute, RIYADH), tick=True):
        if late:
            with pytest.raises(Refused):
                appeal(request)
        else:
            assert appeal(request).received_on == last_day(request)


def test_the_executive_admits_a_late_appeal_with_a_reason():
    request, _committee = rejected(days_ago=40)
    executive = make_user(Role.EXECUTIVE)
    with pytest.raises(Refused, match="سبب") as refusal:
        appeal(request, by=executive)
    assert refusal.value.field == "admitted_because"
    for words in ("-", "لا يوجد"):
        with pytest.raises(Refused):
            appeal(request, by=executive, admitted_because=words)
    row = appeal(request, by=executive, admitted_because="كان المستفيد في المستشفى طوال المدة")
    assert row.admitted_by == executive


def test_a_reason_does_not_let_anybody_else_admit_a_late_appeal():
    request, _committee = rejected(days_ago=40)
    with pytest.raises(Refused, match="المدير التنفيذي") as refusal:
        appeal(request, admitted_because="كان المستفيد في المستشفى طوال المدة")
    assert refusal.value.field == "received_on"


def test_an_appeal_in_time_needs_no_admission():
    request, _committee = rejected()
    with pytest.raises(Refused, match="في وقته"):
        appeal(request, by=make_user(Role.EXECUTIVE), admitted_because="بطلب من المستفيد نفسه")
