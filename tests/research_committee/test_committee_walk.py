"""From the report to the decision, by the verbs, with what each leaves behind."""

from datetime import datetime, time, timedelta

import pytest
import time_machine

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models import AuditEntry
from audit.refusals import NotPermitted, Refused
from audit.verification import findings as history_findings
from intake.models import GrantedService, SupportRequest
from research_committee.decisions import tally
from research_committee.models import AgendaItem, Decision
from research_committee.research import submit_report
from research_committee.sessions import add_item, carry_over, close_session, open_session
from research_committee.verification import findings
from tests.factories import RIYADH, make_request, make_user, noon_days_ago

from .factories import (
    decide,
    make_committee,
    make_item,
    make_session,
    make_studied,
    study,
    submit_study,
    vote,
)

pytestmark = pytest.mark.django_db


def fresh(request) -> SupportRequest:
    return SupportRequest.objects.get(pk=request.pk)


def test_an_accepted_request_has_its_decision_and_what_is_granted():
    item, committee = make_item()
    vote(item, {committee.chair: "accept", committee.secretary: "accept", committee.members[0]: "reject"})
    decision = decide(item, committee.secretary)
    request = fresh(item.support_request)
    assert (request.state, request.decided_on) == ("accepted", riyadh_today())
    assert (decision.outcome, decision.members, decision.present, decision.needed) == ("accept", 3, 3, 2)
    assert (decision.accept_votes, decision.reject_votes, decision.defer_votes) == (2, 1, 0)
    assert GrantedService.objects.filter(support_request=request).count() == 1
    assert request.handling_steps.last().step == "accept"
    assert AgendaItem.objects.get(pk=item.pk).result == "decided"
    assert not list(findings())
    assert not list(history_findings())


def test_a_rejection_grants_nothing():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decide(item, committee.chair)
    assert fresh(item.support_request).state == "rejected"
    assert not GrantedService.objects.exists()
    assert not list(findings())


def test_a_deferral_asks_for_a_new_study_and_keeps_the_clock():
    item, committee = make_item(referred_days_ago=5)
    request = fresh(item.support_request)
    told, earliest = request.told_on, request.earliest_decision_on
    vote(item, {committee.chair: "defer", committee.secretary: "defer"})
    decision = decide(item, committee.chair)
    request = fresh(request)
    assert (request.state, request.study, decision.study) == ("referred", 2, 1)
    assert (request.told_on, request.earliest_decision_on, request.decided_on) == (told, earliest, None)
    submit_study(request, findings="زيارة ثانية: سكن مستأجر بلا عقد موثق.")
    request = fresh(request)
    assert (request.state, request.reports.count()) == ("studied", 2)
    second = add_item(item.session, request, by=committee.chair)
    assert (second.study, second.position) == (2, 2)
    assert not list(findings())


def test_the_chair_decides_a_tie():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "accept"})
    assert decide(item, committee.chair, granted=()).casting_vote_used
    assert fresh(item.support_request).state == "rejected"
    assert not list(findings())


def test_a_member_changes_a_vote_with_history():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    vote(item, {committee.chair: "accept", committee.secretary: "accept"})
    assert tally(item).outcome == "accept"
    own = item.votes.get(member=committee.chair)
    assert [row.choice for row in own.history.order_by("history_id")] == ["reject", "accept"]
    trail = AuditEntry.objects.filter(model="research_committee.vote", object_pk=own.pk)
    assert not any("choice" in entry.changes for entry in trail)


def test_sessions_are_numbered_within_their_year():
    committee = make_committee()
    first = open_session(place="المقر", by=committee.chair)
    assert (first.year, first.number) == (riyadh_today().year, 1)
    assert open_session(place="المقر", by=committee.secretary).number == 2
    last_year = riyadh_today().replace(month=1, day=1) - timedelta(days=1)
    with noon_days_ago((riyadh_today() - last_year).days):
        earlier = open_session(place="المقر", by=committee.chair)
    assert (earlier.year, earlier.number) == (last_year.year, 1)


def test_an_item_without_quorum_is_carried_over_and_comes_before_the_next_session():
    committee = make_committee()
    request = make_studied()
    session = make_session(committee, present=[committee.chair])
    item = add_item(session, request, by=committee.chair)
    vote(item, {committee.chair: "accept"})
    with pytest.raises(Refused, match="1"):
        decide(item, committee.chair)
    carry_over(item, reason="لم يكتمل نصاب الجلسة", by=committee.chair)
    close_session(session, by=committee.chair)
    assert add_item(make_session(committee), fresh(request), by=committee.chair).study == 1


def test_a_carried_over_item_cannot_hide_a_result():
    item, committee = make_item()
    vote(item, {committee.chair: "accept", committee.secretary: "accept"})
    with pytest.raises(Refused) as refusal:
        carry_over(item, reason="نؤجلها إلى الجلسة القادمة", by=committee.secretary)
    assert len(refusal.value.reasons) == 1


def test_a_session_closes_after_its_last_item():
    item, committee = make_item()
    with pytest.raises(Refused, match=item.support_request.reference):
        close_session(item.session, by=committee.chair)
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decide(item, committee.chair)
    closed = close_session(item.session, by=committee.chair)
    with pytest.raises(Refused):
        add_item(closed, make_studied(), by=committee.chair)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "UTC"])
def test_a_decision_may_be_recorded_from_midnight_in_riyadh(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    item, committee = make_item(referred_days_ago=5)
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    earliest = item.support_request.earliest_decision_on
    midnight = datetime.combine(earliest, time(0), RIYADH)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False), pytest.raises(Refused):
        decide(item, committee.chair)
    assert not Decision.objects.exists()
    with time_machine.travel(midnight, tick=False):
        assert decide(item, committee.chair).decided_on == earliest


def test_a_report_needs_the_researcher_in_charge():
    request = make_request("referred")
    with pytest.raises(NotPermitted):
        submit_report(request, by=make_user(Role.RESEARCHER), **study())
    report = submit_study(request)
    assert report.total_score == sum(row["points"] for row in report.scores) > 0
    assert fresh(request).state == "studied"
