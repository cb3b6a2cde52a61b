"""A request records the consent that was given with the notice, and waits while it is taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.refusals import Refused
from beneficiaries import around
from intake.case_file import CaseFile
from intake.models import SupportRequest
from intake.steps import Step
from intake.workflow import TRANSITIONS, perform, reason_to_refuse
from tests.factories import make_person, make_policy, make_request, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user("reception", username="reception")


def test_consent_taken_back_stops_a_request_until_it_is_given_again(clerk):
    request = make_request("pledged", by=clerk)
    person = request.beneficiary
    around.withdraw_consent(person, said="لا أريد أن تبقى بياناتي", by=clerk)
    case = CaseFile(SupportRequest.objects.get(pk=request.pk))
    refused_steps = {
        step
        for step, transition in TRANSITIONS.items()
        if any(rule(case, clerk) for rule in transition.gate if rule.__name__ == "consent_was_not_taken_back")
    }
    assert refused_steps == {Step.VERIFY, Step.PLEDGE, Step.RENEW_PLEDGE, Step.REFER, Step.REPORT}
    with pytest.raises(Refused):
        perform(request, Step.REFER, by=clerk)
    around.record_consent(person, how="spoken", by=clerk)
    fresh = SupportRequest.objects.with_consent().get(pk=request.pk)
    assert CaseFile(fresh).consent_taken_back_at is None
    assert reason_to_refuse(CaseFile(fresh), Step.REFER, clerk) == []


def test_opening_a_request_records_one_consent_for_each_text(clerk):
    version, person = make_policy(), make_person(by=clerk)
    shown = timezone.now() - timedelta(minutes=14)
    for service in version.service_types.order_by("pk")[:2]:
        make_request(beneficiary=person, service_type=service, by=clerk)
    consent = person.consents.get()
    assert consent.policy_version == version
    assert consent.notice_sha256 == around.notice_digest(version)
    assert (consent.how, consent.taken_by) == ("spoken", clerk)
    assert abs(consent.given_at - shown) < timedelta(minutes=1)
