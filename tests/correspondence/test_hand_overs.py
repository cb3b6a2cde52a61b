"""A letter counts as handed over only when somebody records it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from correspondence.hand_overs import record_hand_over
from correspondence.models import HandOver
from tests import factories as make

from .letters import issue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_papers")]


def given(**facts) -> dict:
    return {"how": "in_person", "received_by_name": "سارة الحارثي", "handed_on": riyadh_today(), **facts}


def test_a_letter_is_handed_over_when_somebody_records_it_and_not_before():
    letter, clerk = issue(), make.make_user(Role.RECEPTION)
    assert not letter.hand_overs.exists()
    record_hand_over(letter, **given(), by=clerk)
    record_hand_over(letter, **given(how="call"), by=clerk)
    assert [handed.recorded_by for handed in letter.hand_overs.order_by("pk")] == [clerk, clerk]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("received_by_name", " \u200b "),
        ("handed_on", riyadh_today() + timedelta(days=1)),
        ("handed_on", riyadh_today() - timedelta(days=1)),
    ],
)
def test_nobody_hands_over_to_nobody_tomorrow_or_before_the_issue(field, value):
    letter, clerk = issue(), make.make_user(Role.RECEPTION)
    with pytest.raises(Refused) as refusal:
        record_hand_over(letter, **given(**{field: value}), by=clerk)
    assert [name for name, _sentence in refusal.value.by_field] == [field]


def test_the_database_refuses_a_hand_over_before_the_issue():
    letter = issue()
    facts = given(handed_on=letter.issued_on - timedelta(days=1), recorded_by=system_user())
    with pytest.raises(IntegrityError), transaction.atomic():
        write(HandOver(letter=letter, **facts), by=system_user(), reason="x")


def test_only_whoever_may_and_sees_the_letter_records_it():
    person = make.make_person(branch=make.make_branch("north"))
    letter = issue(beneficiary=person)
    own = make.make_user(Role.DELEGATE, branch=make.make_branch("north"))
    other = make.make_user(Role.DELEGATE, branch=make.make_branch("south"))
    record_hand_over(letter, **given(), by=own)
    for stranger in (other, make.make_user(Role.AUDITOR), make.make_user(Role.RESEARCHER)):
        with pytest.raises(NotPermitted):
            record_hand_over(letter, **given(), by=stranger)
    minutes = issue("minutes")
    with pytest.raises(NotPermitted):
        record_hand_over(minutes, **given(), by=make.make_user(Role.RECEPTION))
