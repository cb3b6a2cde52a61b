"""From a rejection over an appeal to the delivery, through pages and nothing else."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.management import call_command

from arabic.calendars import dual, riyadh_today
from correspondence.kinds import LetterKind
from correspondence.models import Letter
from intake.models import HandlingStep
from intake.steps import State, Step
from research_committee.models import Decision
from tests.factories import RIYADH

from .story import Walk, noon_after_two_weeks
from .test_walk_over_http import begun, to_referral, to_votes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sign_in_quickly(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def days_later(days: int) -> datetime:
    return datetime.combine(riyadh_today() + timedelta(days=days), time(12), RIYADH)


def rejected(walk: Walk) -> None:
    to_referral(walk)
    to_votes(walk, "reject")
    walk.the_day_is_over()


def committee_hears_the_appeal(walk: Walk) -> None:
    walk.a_session_is_opened()
    member = walk.at_the_item("committee3")
    first = Decision.objects.get()
    assert dual(first.decided_on) in member.page.text, "the item shows the old decision"
    assert first.reasons in member.page.text
    walk.everybody_votes("accept")


@pytest.mark.parametrize("pack", ["cra-taif", "naqrah"])
def test_a_rejection_is_appealed_against_and_ends_with_the_delivery(pack, capsys):
    walk = begun(pack)
    rejected(walk)
    with time_machine.travel(noon_after_two_weeks(), tick=True):
        walk.the_decision_is_recorded()
        assert walk.request.state == State.REJECTED
        clerk = walk.the_person_appeals()
        assert dual(riyadh_today() + timedelta(days=14)) in clerk.page.text
        assert walk.request.state == State.STUDIED
        committee_hears_the_appeal(walk)
        walk.the_decision_is_recorded(status=409, **walk.granted())
        later = days_later(14)
        walk.the_day_is_over()
    with time_machine.travel(later, tick=True):
        walk.the_decision_is_recorded(**walk.granted())
        walk.the_person_is_registered()
        walk.the_service_is_delivered()
        what_was_decided_first_stands(walk)
        call_command("verify_history")
        assert capsys.readouterr().err == ""


def what_was_decided_first_stands(walk: Walk) -> None:
    request = walk.request
    assert request.state == State.SERVED
    assert list(request.decisions.order_by("pk").values_list("outcome", flat=True)) == ["reject", "accept"]
    first, second = Letter.objects.filter(kind=LetterKind.DECISION).order_by("pk")
    assert second.corrects is None
    assert first.number + 1 == second.number
    steps = HandlingStep.objects.filter(support_request=request).order_by("pk").values_list("step", flat=True)
    assert list(steps)[-5:] == [Step.REJECT, Step.APPEAL, Step.ACCEPT, Step.REGISTER, Step.DELIVER]
    page = walk.at_the_request_by_search().page
    assert len(page.texts("rail__step--done")) == 7


def test_a_late_appeal_names_the_day_and_who_admits_it():
    walk = begun("cra-taif")
    rejected(walk)
    with time_machine.travel(noon_after_two_weeks(), tick=True):
        walk.the_decision_is_recorded()
        last_day = Decision.objects.get().appeal_until
        later = days_later(31)
        walk.the_day_is_over()
    with time_machine.travel(later, tick=True):
        clerk = walk.the_person_appeals(status=409)
        assert dual(last_day) in " ".join(clerk.page.texts("errors"))
        walk.the_person_appeals("executive", status=409)
        walk.the_person_appeals("executive", admitted_because="كان المستفيد في المستشفى طوال المدة.")
        assert walk.request.state == State.STUDIED
