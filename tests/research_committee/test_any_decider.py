"""Whoever tries what, in whatever order: nobody decides who had a hand in the request, is the applicant, or lives there.

Some members of this committee also receive, check, refer and study; all may declare who they are. After each decision
its deciders are looked for in the rows of the request themselves, and not by the portal's own rules.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from audit.refusals import Refused
from audit.writing import write
from beneficiaries.models import HouseholdMember
from intake.models import AccuracyPledge, DataVerification, HandlingStep, SupportRequest
from intake.steps import State
from policies.reasons import DEFAULTS
from research_committee.conflicts.ruling import rule_on_conflict
from research_committee.decisions import record_decision
from research_committee.models import (
    AgendaItem,
    CommitteeSession,
    Decision,
    MemberParticulars,
    Recusal,
    ResearchReport,
    SecondReading,
    StudyVisit,
    Vote,
)
from research_committee.session_file import ItemFile
from research_committee.sessions import add_item, carry_over, mark_attendance, open_session
from research_committee.voting import cast_vote, recuse
from tests import factories as make
from tests.households import make_household, make_member

from .declared import declare
from .factories import make_committee, make_visit
from .test_any_path import make_report

RIYADH = ZoneInfo("Asia/Riyadh")
FIRST_DAY = datetime(2026, 3, 1, 9, tzinfo=RIYADH)
EXCLUDING = ("receive", "verify", "pledge", "renew_pledge", "refer", "report")
KIN = "قرابة من الدرجة الأولى"


class AnyDecider(RuleBasedStateMachine):
    """One request of a person with a brother at home, before a committee whose members do other work too."""

    committee: list = []
    seen: set = set()

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(FIRST_DAY, tick=True)
        self.traveller = self.clock.start()
        self.clerk = make.make_user(Role.RECEPTION, username="reception")
        self.administrator = make.make_user(Role.ADMINISTRATOR, username="administrator")

    def teardown(self):
        self.clock.stop()

    @initialize(by=st.integers(2, 4), researcher=st.integers(2, 4), works=st.booleans())
    def a_request_is_received(self, by, researcher, works):
        """By a clerk, or by a member of the committee who is one too; studied likewise."""
        by, self.researcher = self.committee[by], self.committee[researcher]
        if not works or by == self.researcher:
            by, self.researcher = self.clerk, make.make_user(Role.RESEARCHER, username="researcher")
        person = make.make_person(by=self.clerk, birth_date=date(1970, 3, 1))
        home = make_household(self.clerk, head=person)
        self.brother = make.make_person(by=self.clerk, birth_date=date(1980, 3, 1))
        make_member(home, self.clerk, relation="sibling", person=self.brother)
        given = {"beneficiary": person, "researcher": self.researcher}
        self.request = make.make_request("received", by=by, **given)
        self.person = person
        make.refer(make.sign(make.verify(self.fresh(), self.clerk), self.clerk), self.clerk, given)

    def fresh(self):
        related = ("beneficiary", "policy_version", "service_type", "channel")
        return SupportRequest.objects.select_related(*related).get(pk=self.request.pk)

    @property
    def item(self):
        return AgendaItem.objects.filter(support_request=self.request, closed_at=None).order_by("-pk").first()

    def attempt(self, act, *args, **kwargs):
        """Refused with a sentence, or, for what is written past the rules, by the database."""
        with suppress(Refused, IntegrityError), transaction.atomic():
            return act(*args, **kwargs)

    def anybody(self, data):
        return data.draw(st.sampled_from([*self.committee, self.clerk, self.administrator]))

    @rule(days=st.sampled_from([1, 7, 14]))
    def days_pass(self, days):
        self.traveller.shift(timedelta(days=days))

    @rule(data=st.data())
    def the_study_is_written(self, data):
        self.attempt(
            make_report, self.fresh(), data.draw(st.sampled_from([self.researcher, self.anybody(data)]))
        )

    @rule(data=st.data(), which=st.sampled_from(["own", "brother", "phone", "other"]))
    def a_member_declares(self, data, which):
        member = data.draw(st.sampled_from(self.committee))
        facts = {
            "own": {"identity_number": self.person.identity_number},
            "brother": {"identity_number": self.brother.identity_number},
            "phone": {"phone": str(self.person.phone)},
            "other": {},
        }
        self.attempt(declare, member, **facts[which])

    @rule(data=st.data())
    def somebody_visits_or_reads_second(self, data):
        by, report = self.anybody(data), ResearchReport.objects.filter(support_request=self.request).last()
        self.attempt(make_visit, self.fresh(), researcher=by)
        if report is not None:
            reading = SecondReading(report=report, reader=by, verdict="agrees")
            self.attempt(write, reading, by=by, reason="Read")

    @rule()
    def it_comes_before_the_committee(self):
        chair = self.committee[0]
        session = CommitteeSession.objects.filter(closed_at=None).order_by("-pk").first()
        session = session or open_session(place="المقر", by=chair)
        self.attempt(mark_attendance, session, self.committee, by=chair)
        self.attempt(add_item, session, self.fresh(), by=chair)

    @rule(choice=st.sampled_from(["accept", "reject", "defer"]), data=st.data())
    def everybody_tries_to_vote(self, choice, data):
        if self.item is not None:
            for member in (*self.committee, self.clerk, self.administrator):
                self.attempt(cast_vote, self.item, choice=choice, by=member)
            past = Vote(item=self.item, member=self.anybody(data), choice=choice)
            self.attempt(write, past, by=self.clerk, reason="Past the rules")

    @rule(data=st.data(), confirmed=st.booleans())
    def somebody_rules(self, data, confirmed):
        for finding in ItemFile(self.item).unruled if self.item else ():
            member = next(user for user in self.committee if user.pk == finding.member_id)
            said = {"ground": finding.ground, "confirmed": confirmed, "reason": KIN}
            for by in (*self.committee[:2], self.anybody(data)):
                self.attempt(rule_on_conflict, self.item, member=member, by=by, **said)

    @rule(data=st.data())
    def somebody_is_recused_or_the_item_waits(self, data):
        by, member = self.anybody(data), self.anybody(data)
        if self.item is not None:
            self.attempt(recuse, self.item, member=member, reason=KIN, by=by)
            if data.draw(st.integers(0, 4)) == 0:
                self.attempt(carry_over, self.item, reason="لم يكتمل النصاب اليوم", by=self.committee[1])

    @rule(data=st.data())
    def somebody_records_the_decision(self, data):
        before = Decision.objects.count()
        by = data.draw(st.sampled_from([*self.committee[:2] * 3, self.anybody(data)]))
        for outcome in ("accept", "reject", "defer"):
            granted = (
                [(self.request.service_type, "دعم إيجار المسكن", None, "")] if outcome == "accept" else []
            )
            said = {
                "reason_code": DEFAULTS[outcome][0].code,
                "reasons": "ثبتت الحاجة بالدراسة",
                "granted": granted,
            }
            if self.item is not None:
                self.attempt(record_decision, self.item, by=by, **said)
        if Decision.objects.count() > before:
            self.look_at(Decision.objects.order_by("-pk").first())

    @rule(choice=st.sampled_from(["accept", "reject", "defer"]), data=st.data())
    def it_goes_its_way(self, choice, data):
        """So that the walk gets far: the study, a place on an agenda, votes, rulings, and the decision."""
        self.attempt(make_report, self.fresh(), self.researcher)
        self.it_comes_before_the_committee()
        if data.draw(st.booleans()):
            self.a_member_declares(data, data.draw(st.sampled_from(["own", "brother", "phone"])))
        for member in self.committee if self.item else ():
            self.attempt(cast_vote, self.item, choice=choice, by=member)
        if data.draw(st.booleans()):
            self.a_member_declares(data, data.draw(st.sampled_from(["own", "brother", "phone"])))
        self.somebody_rules(data, data.draw(st.booleans()))
        self.days_pass(14)
        self.somebody_records_the_decision(data)

    def look_at(self, decision):
        """Whoever decided has nothing to do with the request."""
        self.seen.add(decision.outcome)
        out = set(
            Recusal.objects.filter(
                item__support_request=self.request, item__lte=decision.item_id
            ).values_list("member", flat=True)
        )
        cast = set(Vote.objects.filter(item=decision.item_id).values_list("member", flat=True))
        counted = cast - out - self.hands()
        assert len(counted) == decision.accept_votes + decision.reject_votes + decision.defer_votes
        assert not counted & self.at_home()
        assert decision.recorded_by_id not in self.hands() | self.at_home() | out
        assert self.administrator.pk not in cast
        assert self.clerk.pk not in cast
        if cast & out:
            self.seen.add("a vote left the count")

    def hands(self) -> set:
        """Everybody who received, checked, witnessed, referred, studied, visited or read a second time."""
        about = {"support_request": self.request}
        checks = DataVerification.history.filter(support_request=self.request.pk)
        found = set(HandlingStep.objects.filter(**about, step__in=EXCLUDING).values_list("by", flat=True))
        found |= set(checks.values_list("checked_by", flat=True)) | set(
            checks.values_list("original_seen_by", flat=True)
        )
        for model, field in (
            (AccuracyPledge, "witness"),
            (ResearchReport, "researcher"),
            (StudyVisit, "researcher"),
        ):
            found |= set(model.objects.filter(**about).values_list(field, flat=True))
        readings = SecondReading.objects.filter(report__support_request=self.request)
        return found | set(readings.values_list("reader", flat=True))

    def at_home(self) -> set:
        lives = HouseholdMember.objects.filter(left_on=None, household__members__person=self.person)
        numbers = [*lives.values_list("person__identity_number", flat=True), self.person.identity_number]
        declared = MemberParticulars.objects.filter(identity_number__in=[n for n in numbers if n])
        return set(declared.values_list("member", flat=True))

    @invariant()
    def nobody_has_two_votes(self):
        votes = list(Vote.objects.values_list("item", "member"))
        assert len(votes) == len(set(votes))
        if hasattr(self, "request"):
            self.seen.add(self.fresh().state)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_path_lets_somebody_decide_who_is_tied_to_the_request():
    with time_machine.travel(FIRST_DAY):
        make.make_policy()
        AnyDecider.committee = make_committee(5).everyone
        for member in AnyDecider.committee[2:]:
            set_roles(member, [Role.COMMITTEE, Role.RECEPTION, Role.RESEARCHER], by=system_user())
    run_state_machine_as_test(
        AnyDecider,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert State.STUDIED in AnyDecider.seen
    assert {"accept", "reject", "defer"} & AnyDecider.seen, AnyDecider.seen
