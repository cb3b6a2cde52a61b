"""Every refusal of the committee says why, to everybody, superusers included."""

from datetime import timedelta

import pytest
from django.utils import translation

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted, Refused, Stale
from intake.side_paths import return_request
from research_committee import verification
from research_committee.decisions import tally
from research_committee.models import AgendaItem, CommitteeMember, CommitteeSession, Decision, Vote
from research_committee.seats import end_seat, give_seat
from research_committee.sessions import add_item, carry_over, close_session, mark_attendance, open_session
from research_committee.voting import cast_vote, recuse
from research_committee.words import says_something
from tests.factories import make_request, make_user

from .factories import decide, make_committee, make_item, make_session, make_studied, vote
from .refusals import refused, superuser

pytestmark = pytest.mark.django_db
KINSHIP = "بيني وبين مقدم الطلب قرابة"


@pytest.fixture(autouse=True)
def _sentences_in_english(_arabic_is_the_language):
    with translation.override("en"):
        yield


# Deciding


def test_an_early_decision_is_refused_with_its_day():
    item, committee = make_item(referred_days_ago=3)
    vote(item, {committee.chair: "accept", committee.secretary: "accept"})
    earliest = dual(item.support_request.earliest_decision_on)
    refused(f"The committee may decide from {earliest}.", decide, item, committee.chair)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "words",
    ["-", ".", "لا يوجد", "بدون سبب", "none", "لا يوجد لا يوجد", "ااااااااااااا", "نعم", "12345678901"],
)
def test_a_decision_needs_real_reasons(words):
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    with pytest.raises(Refused) as refusal:
        decide(item, committee.chair, reasons=words)
    assert refusal.value.field == "reasons"
    assert AgendaItem.objects.get(pk=item.pk).closed_at is None


def test_words_that_say_something():
    assert says_something("الدخل يكفي الأسرة")
    assert not says_something("لا يوجد")
    assert not says_something("………")


def test_only_chair_and_secretary_record_the_decision():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    only = "Only the chair or the secretary of the committee does this."
    refused(only, decide, item, committee.members[0], kind=NotPermitted)
    refused(only, decide, item, superuser(Role.COMMITTEE), kind=NotPermitted)
    refused("Your role does not include this step.", decide, item, superuser(), kind=NotPermitted)
    refused(
        "Your role does not include this step.", decide, item, make_user(Role.EXECUTIVE), kind=NotPermitted
    )


def test_a_recused_chair_leaves_the_recording_to_the_secretary():
    item, committee = make_item()
    recuse(item, member=committee.chair, reason=KINSHIP, by=committee.chair)
    vote(item, {committee.secretary: "reject", committee.members[0]: "reject"})
    refused("You are recused from this item.", decide, item, committee.chair)
    assert decide(item, committee.secretary).recused == 1


def test_an_acceptance_grants_something_and_a_rejection_nothing():
    item, committee = make_item()
    vote(item, {committee.chair: "accept", committee.secretary: "accept"})
    refused("at least one service", decide, item, committee.chair, granted=[])
    service = item.support_request.service_type
    nothing, negative = [(service, "-", None, "")], [(service, "سداد إيجار", -5, "")]
    refused("Describe in words", decide, item, committee.chair, granted=nothing)
    refused("more than zero", decide, item, committee.chair, granted=negative)
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    something = [(service, "سداد إيجار", 5, "")]
    refused("Nothing is granted", decide, item, committee.chair, granted=something)


def test_a_result_that_changed_meanwhile_is_not_recorded():
    item, committee = make_item()
    vote(item, {committee.chair: "accept", committee.secretary: "accept"})
    refused("their result is now: Acceptance", decide, item, committee.chair, seen_outcome="reject")
    refused("changed after you opened it", decide, item, committee.chair, seen_version=1, kind=Stale)


def test_an_item_is_decided_once():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    decide(item, committee.chair)
    member = committee.members[0]
    with pytest.raises(Refused, match="This item is closed"):
        decide(item, committee.chair, granted=())
    with pytest.raises(Refused, match="This item is closed"):
        cast_vote(item, choice="accept", by=member)
    refused("This item is closed", recuse, item, member=member, reason=KINSHIP, by=member)
    refused("This item is closed", carry_over, item, reason="لم يكتمل النصاب", by=committee.chair)


def test_a_returned_request_is_neither_voted_on_nor_decided():
    item, committee = make_item()
    vote(item, {committee.chair: "reject", committee.secretary: "reject"})
    return_request(item.support_request, reason="مستند الدخل قديم", by=committee.chair)
    gone = "not before the committee any more"
    refused(gone, cast_vote, item, choice="accept", by=committee.members[0])
    refused(gone, decide, item, committee.chair)
    assert carry_over(item, reason="أعيد الطلب لاستكمال المستندات", by=committee.chair).closed_at


# Voting


def test_who_may_not_vote():
    committee = make_committee()
    session = make_session(committee, present=[committee.chair, committee.secretary])
    item = add_item(session, make_studied(), by=committee.chair)
    absent = committee.members[0]
    refused("Only those who attend the session vote", cast_vote, item, choice="accept", by=absent)
    with pytest.raises(Refused, match="Only those who were members of the committee"):
        cast_vote(item, choice="accept", by=make_user(Role.COMMITTEE))
    for user in (superuser(), make_user(Role.ADMINISTRATOR)):
        refused("Your role does not", cast_vote, item, choice="accept", by=user, kind=NotPermitted)
    refused(
        "Vote for acceptance, rejection or deferral.", cast_vote, item, choice="perhaps", by=committee.chair
    )
    assert not Vote.objects.exists()


def test_the_recused_does_not_vote_and_leaves_the_count():
    item, committee = make_item()
    member = committee.members[0]
    recuse(item, member=member, reason=KINSHIP, by=member)
    refused("You are recused from this item.", cast_vote, item, choice="accept", by=member)
    ballot = tally(item).ballot
    assert (ballot.members, ballot.recused, ballot.present, ballot.needed) == (3, 1, 2, 2)


@pytest.mark.parametrize("hand", ["researcher", "reception"])
def test_who_had_a_hand_in_the_request_does_not_vote(hand):
    both = make_user(Role.RESEARCHER, Role.RECEPTION, username="both")
    given = {"researcher": both} if hand == "researcher" else {"by": both}
    request = make_studied(**given)
    set_roles(both, [Role.COMMITTEE, Role.RESEARCHER, Role.RECEPTION], by=system_user())
    committee = make_committee()
    end_seat(CommitteeMember.objects.get(user=committee.members[0]), by=system_user())
    give_seat(user=both, from_on=riyadh_today() - timedelta(days=300), by=system_user())
    session = make_session(committee, present=[committee.chair, committee.secretary, both])
    item = add_item(session, request, by=committee.chair)
    refused("does not vote on it.", cast_vote, item, choice="accept", by=both)
    ballot = tally(item).ballot
    assert (ballot.members, ballot.recused, ballot.present) == (4, 1, 2)


def test_a_vote_seen_in_another_state_is_refused():
    item, committee = make_item()
    vote(item, {committee.chair: "accept"})
    seen_none = {"seen_version": 0, "by": committee.chair}
    refused("changed after you opened it", cast_vote, item, choice="reject", kind=Stale, **seen_none)
    assert cast_vote(item, choice="reject", by=committee.chair, seen_version=1).version == 2


# Recusal


def test_who_declares_a_recusal():
    item, committee = make_item()
    member = committee.members[0]
    others = {"member": committee.chair, "reason": KINSHIP, "by": member}
    refused("Members declare their own recusal", recuse, item, kind=NotPermitted, **others)
    assert recuse(item, member=member, reason=KINSHIP, by=committee.chair).declared_by == committee.chair
    refused("already recused", recuse, item, member=member, reason=KINSHIP, by=member)
    stranger, secretary = make_user(Role.COMMITTEE), committee.secretary
    refused("was not a member", recuse, item, member=stranger, reason=KINSHIP, by=committee.chair)
    refused("Write the reason in words", recuse, item, member=secretary, reason="-", by=secretary)


def test_nobody_is_put_out_of_a_vote_but_may_leave_it():
    item, committee = make_item()
    member = committee.members[0]
    vote(item, {committee.chair: "accept", committee.secretary: "reject", member: "reject"})
    refused("has voted; only", recuse, item, member=member, reason=KINSHIP, by=committee.chair)
    recuse(item, member=member, reason=KINSHIP, by=member)
    counted = tally(item)
    assert (counted.voted, counted.ballot.recused, counted.outcome) == (2, 1, "accept")
    assert item.votes.count() == 3
    assert decide(item, committee.secretary).accept_votes == 1
    assert not list(verification.findings())


# Sessions


def test_only_chair_and_secretary_run_a_session():
    committee = make_committee()
    member = committee.members[0]
    refused("opens a session", open_session, place="المقر", by=member, kind=NotPermitted)
    refused("Your role does not", open_session, place="المقر", by=superuser(), kind=NotPermitted)
    session = make_session(committee)
    item = add_item(session, make_studied(), by=committee.chair)
    for act in (
        lambda: mark_attendance(session, [], by=member),
        lambda: add_item(session, item.support_request, by=member),
        lambda: carry_over(item, reason="لم يكتمل النصاب", by=member),
        lambda: close_session(session, by=member),
    ):
        refused("Only the chair or the secretary", act, kind=NotPermitted)


def test_a_session_that_nobody_planned_is_of_today_and_at_a_place():
    committee = make_committee()
    refused("Write where", open_session, place=" ", by=committee.chair)
    assert not CommitteeSession.objects.exists()
    assert open_session(place="المقر", by=committee.chair).held_on == riyadh_today()


def test_attendance_is_of_members_and_stays_after_a_vote():
    item, committee = make_item()
    stranger = make_user(Role.COMMITTEE)
    refused("was not a member", mark_attendance, item.session, [stranger], by=committee.chair)
    vote(item, {committee.members[0]: "accept"})
    refused("stays on the attendance", mark_attendance, item.session, [committee.chair], by=committee.chair)
    nobody = {"seen": [], "by": committee.chair}
    refused("changed after you opened it", mark_attendance, item.session, committee.everyone, **nobody)
    mark_attendance(item.session, [committee.chair, committee.members[0]], by=committee.chair)
    assert tally(item).ballot.present == 2


def test_only_a_studied_request_comes_before_one_session():
    item, committee = make_item()
    refused("Only a studied request", add_item, item.session, make_request("referred"), by=committee.chair)
    refused(
        "already on the agenda", add_item, make_session(committee), item.support_request, by=committee.chair
    )
