"""The pledge, the referral and the side paths: the rules with their sentences."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import NotPermitted, Refused, Stale
from beneficiaries.people import change_person
from intake import delivery, documents, pledge, referral, registration, side_paths
from intake.case_file import CaseFile
from intake.models import AccuracyPledge, HandlingStep, SupportRequest
from intake.steps import State, Step
from tests import factories as make

pytestmark = pytest.mark.django_db


def refused(call, *args, **kwargs) -> str:
    """The sentence with which a call is refused."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return str(caught.value)


@pytest.fixture
def clerk():
    return make.make_user(Role.RECEPTION, username="reception")


class TestPledge:
    def test_it_stands_only_for_the_data_that_were_shown(self, clerk):
        request = make.make_request("verified")
        assert refused(
            pledge.sign_pledge,
            request,
            signer_role="self",
            signer_name=request.beneficiary.full_name,
            scan=make.paper(),
            read_out=True,
            shown_sha256="0" * 64,
            by=clerk,
        )
        assert not AccuracyPledge.objects.exists()

    def test_a_change_of_pledged_data_closes_the_gate_until_it_is_renewed(self, clerk):
        request = make.make_request("pledged")
        change_person(request.beneficiary, by=clerk, city="جدة")
        researcher = make.make_user(Role.RESEARCHER)
        sentence = refused(
            referral.refer_request, request, researcher=researcher, how_told="phone", told=True, by=clerk
        )
        assert sentence
        request.beneficiary.refresh_from_db()
        renewed = make.sign(SupportRequest.objects.get(pk=request.pk), clerk)
        assert renewed.state == State.PLEDGED
        assert renewed.handling_steps.last().step == Step.RENEW_PLEDGE
        assert make.refer(renewed, clerk).state == State.REFERRED

    def test_an_open_clarification_keeps_the_pledge_waiting(self, clerk):
        request = make.make_request("verified")
        clarification = side_paths.open_clarification(request, questions="ما المقصود بالإقرار؟", by=clerk)
        assert refused(make.sign, SupportRequest.objects.get(pk=request.pk), clerk)
        executive, researcher = make.make_user(Role.EXECUTIVE), make.make_user(Role.RESEARCHER)
        answer = {"answer": "هو تعهّد بصحة البيانات.", "person_confirmed": True}
        assert refused(side_paths.answer_clarification, clarification, by=executive, **answer)
        side_paths.answer_clarification(clarification, by=researcher, **answer)
        assert make.sign(SupportRequest.objects.get(pk=request.pk), clerk).state == State.PLEDGED

    def test_a_minor_does_not_sign_and_the_employee_does_not_sign_for_the_person(self, clerk):
        child = make.make_person(birth_date=riyadh_today() - timedelta(days=3000))
        request = make.make_request("verified", beneficiary=child)
        sheet = CaseFile(request).data_sheet.sha256
        common = {"scan": make.paper(), "read_out": True, "shown_sha256": sheet, "by": clerk}
        assert refused(pledge.sign_pledge, request, signer_role="self", signer_name=child.full_name, **common)
        common["scan"] = make.paper()
        assert refused(
            pledge.sign_pledge,
            request,
            signer_role="guardian",
            signer_name=clerk.full_name,
            signer_proof="صك",
            **common,
        )

    @pytest.mark.parametrize(
        ("birth", "today", "minor"),
        [
            (date(2008, 11, 21), date(2026, 11, 20), True),
            (date(2008, 11, 21), date(2026, 11, 21), False),
            (date(2008, 2, 29), date(2026, 2, 28), True),
            (date(2008, 2, 29), date(2026, 3, 1), False),
        ],
    )
    def test_a_person_is_of_age_on_the_eighteenth_birthday(self, birth, today, minor):
        assert pledge.is_minor(birth, today) is minor


class TestReferralAndSidePaths:
    def test_the_clock_starts_on_the_day_the_person_is_told(self, clerk):
        request = make.make_request("pledged")
        researcher = make.make_user(Role.RESEARCHER)
        assert refused(
            referral.refer_request, request, researcher=researcher, how_told="phone", told=False, by=clerk
        )
        assert refused(
            referral.refer_request,
            request,
            researcher=make.make_user(Role.BOARD),
            how_told="phone",
            told=True,
            by=clerk,
        )
        referred = referral.refer_request(
            request, researcher=researcher, how_told="phone", told=True, by=clerk
        )
        assert referred.told_on == riyadh_today()
        assert referred.earliest_decision_on == riyadh_today() + timedelta(days=14)

    def test_a_return_voids_the_pledge_and_a_new_referral_starts_the_clock_anew(self, clerk):
        request = make.make_request("referred", referred_days_ago=10)
        other, own = make.make_user(Role.RESEARCHER), request.researcher
        with pytest.raises(NotPermitted):
            side_paths.return_request(request, reason="ناقص", by=other)
        assert refused(side_paths.return_request, request, reason="ناقص", by=clerk)
        returned = side_paths.return_request(request, reason="ناقص مستند", by=own)
        assert (returned.state, returned.round, returned.told_on) == (State.RECEIVED, 2, None)
        verified = documents.verify_request(returned, by=clerk)
        assert refused(
            referral.refer_request, verified, researcher=own, how_told="phone", told=True, by=clerk
        )
        signed = make.sign(verified, clerk)
        assert make.refer(signed, clerk).told_on == riyadh_today()

    def test_withdrawal_says_who_asked_and_ends_the_walk(self, clerk):
        request = make.make_request("pledged")
        assert refused(side_paths.withdraw_request, request, said_by=" ", reason="تحسن الحال", by=clerk)
        withdrawn = side_paths.withdraw_request(request, said_by="سارة", reason="تحسن الحال", by=clerk)
        assert withdrawn.state == State.WITHDRAWN
        assert "سارة" in HandlingStep.objects.latest("pk").note
        assert refused(side_paths.withdraw_request, withdrawn, said_by="سارة", reason="مرة أخرى", by=clerk)

    def test_the_second_of_two_people_on_one_page_is_refused_with_what_changed(self, clerk):
        request = make.make_request("verified")
        seen = request.version
        side_paths.return_request(request, reason="ناقص مستند", by=clerk, seen_version=seen)
        with pytest.raises(Stale) as caught:
            side_paths.withdraw_request(request, said_by="سارة", reason="تحسن", by=clerk, seen_version=seen)
        assert str(clerk) in str(caught.value)

    def test_registration_before_acceptance_is_refused(self, clerk):
        request = make.make_request("referred")
        assert refused(make.register, request, clerk)
        assert not registration.Registration.objects.exists()

    def test_nothing_is_delivered_before_registration(self):
        request = make.make_request("referred")
        courier = make.make_user(Role.DELIVERY)
        with pytest.raises(Refused):
            delivery.complete_delivery(request, rating_offered=True, by=courier)
