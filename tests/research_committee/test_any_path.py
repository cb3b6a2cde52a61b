"""Whatever people try, in whatever order and on whatever day: no step is skipped and no decision comes early."""

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.refusals import Refused
from beneficiaries.people import change_person
from intake.models import SupportRequest
from intake.side_paths import return_request, withdraw_request
from intake.steps import DECIDED_STATES, State
from intake.verification import findings
from policies.reasons import DEFAULTS
from research_committee.decisions import record_decision
from research_committee.models import AgendaItem, CommitteeSession
from research_committee.research import submit_report
from research_committee.sessions import add_item, mark_attendance, open_session
from research_committee.voting import cast_vote
from tests import factories as make
from tests.research_committee.factories import make_committee, make_visit, study

RIYADH = ZoneInfo("Asia/Riyadh")
FIRST_DAY = datetime(2026, 3, 1, 9, tzinfo=RIYADH)
NONE = (("reject", []), ("defer", []))
CHOICES = st.sampled_from(["accept", "accept", "accept", "reject", "defer"])


class AnyPath(RuleBasedStateMachine):
    """One request, everybody who could touch it, and days that pass."""

    committee: list = []
    reached: set = set()

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(FIRST_DAY, tick=True)
        self.traveller = self.clock.start()
        self.clerk = make.make_user(Role.RECEPTION)
        self.clerk_two = make.make_user(Role.RECEPTION)
        self.researcher = make.make_user(Role.RESEARCHER, username="researcher")
        self.courier = make.make_user(Role.DELIVERY)
        self.request = make.make_request("received", by=self.clerk)
        self.everybody = [self.clerk, self.clerk_two, self.researcher, self.courier, *self.committee]

    def teardown(self):
        self.clock.stop()

    def fresh(self):
        related = ("beneficiary", "policy_version", "service_type", "channel")
        return SupportRequest.objects.select_related(*related).get(pk=self.request.pk)

    def somebody(self, data, *entitled):
        """Mostly those who may, so that the walk gets far; often enough anybody."""
        return data.draw(st.sampled_from([*entitled * 4, *self.everybody]))

    def attempt(self, act, *args, **kwargs):
        with suppress(Refused):
            act(*args, **kwargs)

    @rule(days=st.sampled_from([0, 1, 6, 13, 14]), hours=st.integers(0, 23))
    def days_pass(self, days, hours):
        self.traveller.shift(timedelta(days=days, hours=hours))

    @rule(data=st.data())
    def somebody_carries_on(self, data):
        self.attempt(make.verify, self.fresh(), self.somebody(data, self.clerk))
        self.attempt(make.sign, self.fresh(), self.somebody(data, self.clerk))
        researcher = {"researcher": self.researcher}
        self.attempt(make.refer, self.fresh(), self.somebody(data, self.clerk), researcher)
        self.attempt(make_report, self.fresh(), self.somebody(data, self.researcher))

    @rule(data=st.data())
    def somebody_tries_a_later_step_first(self, data):
        self.attempt(make_report, self.fresh(), self.somebody(data))
        self.attempt(make.refer, self.fresh(), self.somebody(data))
        self.attempt(make.sign, self.fresh(), self.somebody(data))

    @precondition(lambda self: riyadh_today().day % 4 == 0)
    @rule(city=st.sampled_from(["الطائف", "جدة"]))
    def the_data_change(self, city):
        self.attempt(change_person, self.fresh().beneficiary, by=self.clerk, city=city)

    @rule(choice=CHOICES, data=st.data())
    def the_committee_meets(self, choice, data):
        chair = self.committee[0]
        session = CommitteeSession.objects.filter(closed_at__isnull=True).order_by("-pk").first()
        session = session or open_session(place="المقر", by=chair)
        self.attempt(mark_attendance, session, self.committee, by=chair)
        self.attempt(add_item, session, self.fresh(), by=chair)
        item = AgendaItem.objects.filter(support_request=self.request).order_by("-pk").first()
        if item is None:
            return
        for member in self.committee:
            self.attempt(cast_vote, item, choice=choice, by=member)
        # Half of the sessions go on until the period has passed; otherwise few walks would get to a decision.
        self.traveller.shift(timedelta(days=data.draw(st.sampled_from([0, 14]))))
        by = self.somebody(data, self.committee[0], self.committee[1])
        said = {"reasons": "ثبتت الحاجة بالدراسة", "by": by}
        for outcome, granted in (
            ("accept", [(self.request.service_type, "دعم إيجار المسكن", None, "")]),
            *NONE,
        ):
            code = DEFAULTS[outcome][0].code
            self.attempt(record_decision, item, reason_code=code, granted=granted, **said)

    @rule(data=st.data())
    def somebody_registers_and_delivers(self, data):
        self.attempt(make.register, self.fresh(), self.somebody(data, self.clerk))
        self.attempt(make.deliver, self.fresh(), self.somebody(data, self.courier))

    @precondition(lambda self: riyadh_today().day % 5 == 0)
    @rule(data=st.data())
    def somebody_sends_it_back(self, data):
        by = self.somebody(data)
        self.attempt(return_request, self.fresh(), reason="ناقص مستند", by=by)

    @precondition(lambda self: self.fresh().state == State.RECEIVED)
    @rule()
    def somebody_withdraws_rarely(self):
        if riyadh_today().day == 13:
            self.attempt(withdraw_request, self.fresh(), said_by="سارة", reason="تحسن الحال", by=self.clerk)

    @invariant()
    def the_log_is_unbroken(self):
        assert list(findings()) == []

    @invariant()
    def no_decision_comes_before_two_weeks_of_midnights(self):
        request = self.fresh()
        self.reached.add(request.state)
        if request.state in DECIDED_STATES:
            assert (request.decided_on - request.told_on).days >= 14
            assert request.decided_on <= riyadh_today()

    @invariant()
    def who_decides_has_not_handled_and_does_not_register(self):
        voters = set(
            AgendaItem.objects.filter(support_request=self.request).values_list("votes__member", flat=True)
        )
        steps = self.request.handling_steps.exclude(step__in=["accept", "reject", "defer", "return"])
        handlers = set(steps.values_list("by", flat=True))
        assert not (voters - {None}) & handlers


def make_report(request, by):
    # The database refuses a visit of whoever has no study in hand.
    if request.researcher_id is not None:
        with suppress(IntegrityError), transaction.atomic():
            make_visit(request)
    submit_report(request, by=by, **study())


@pytest.mark.slow
@pytest.mark.django_db
def test_no_path_skips_a_step_decides_early_or_lets_a_handler_decide():
    with time_machine.travel(FIRST_DAY):
        make.make_policy()
        AnyPath.committee = make_committee().everyone
    run_state_machine_as_test(
        AnyPath,
        settings=settings(
            max_examples=15,
            stateful_step_count=50,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {State.STUDIED, State.ACCEPTED, State.REGISTERED} <= AnyPath.reached, AnyPath.reached
