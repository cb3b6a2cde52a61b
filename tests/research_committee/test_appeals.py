"""An appeal: within its window, once, with a clock of its own; and what was decided stays as it was."""

from datetime import timedelta

import pytest

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted, Refused
from correspondence.kinds import LetterKind
from correspondence.models import Letter, Notice
from intake.case_file import CaseFile
from intake.letters import decision_content, referral_content
from intake.models import Referral, SupportRequest
from intake.reception import open_request
from intake.side_paths import return_request, withdraw_request
from intake.steps import Step
from policies.loading import load_pack
from research_committee.models import Appeal, Decision
from research_committee.verification import findings
from tests.factories import make_user, talk
from tests.policies.conftest import pack_source as pack_source

from .appealing import appeal, appealed, decide_appeal, item_of_appeal, last_day, rejected
from .factories import decide, vote

pytestmark = pytest.mark.django_db

SOONER = {"appeal_days = 30": "appeal_days = 30\nappeal_reply_days = 7"}


def fresh(request) -> SupportRequest:
    return SupportRequest.objects.get(pk=request.pk)


# What an appeal does ---------------------------------------------------------------------------------------------


def test_an_appeal_brings_the_request_before_the_committee_with_a_clock_of_its_own():
    request, _committee = rejected(days_ago=5)
    first = request.earliest_decision_on
    row = appeal(request)
    now = fresh(request)
    assert (now.state, now.study, now.decided_on) == ("studied", request.study + 1, None)
    assert now.told_on == riyadh_today()
    assert now.earliest_decision_on == riyadh_today() + timedelta(days=14) != first
    referral = Referral.objects.get(support_request=request, study=now.study)
    assert (referral.told_on, referral.how_told) == (riyadh_today(), "phone")
    assert (row.study, row.window_until) == (now.study, last_day(request))
    step = now.handling_steps.last()
    assert (step.step, step.from_state, step.to_state) == (Step.APPEAL, "rejected", "studied")
    notice = Notice.objects.filter(template="appeal_received").first()
    assert dual(now.earliest_decision_on) in notice.text or str(now.earliest_decision_on.year) in notice.text


def test_the_policy_may_give_an_appeal_another_clock(tmp_path, pack_source):
    file = tmp_path / "own.toml"
    file.write_text(pack_source("cra-taif", SOONER), encoding="utf-8")
    load_pack(str(file), by=system_user())
    request, _committee = rejected()
    assert appeal(request).minimum_reply_days == 7
    assert fresh(request).earliest_decision_on == riyadh_today() + timedelta(days=7)


def test_no_decision_on_an_appeal_before_its_own_clock():
    request, committee = rejected(days_ago=5)
    appeal(request)
    item = item_of_appeal(fresh(request), committee)
    vote(item, dict.fromkeys(committee.everyone, "accept"))
    with pytest.raises(Refused, match="للجنة أن تقرر|البتّ|يمكن"):
        decide(item, committee.chair)


@pytest.mark.parametrize(("outcome", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_decision_on_an_appeal_upholds_or_replaces_and_edits_nothing(outcome, state):
    request, committee = appealed()
    old = Decision.objects.get()
    before = (old.version, old.outcome, old.reasons, old.decided_on, old.history.count())
    letter = Letter.objects.get(kind=LetterKind.DECISION)
    new = decide_appeal(request, committee, outcome)
    assert (fresh(request).state, fresh(request).decided_on) == (state, riyadh_today())
    old = Decision.objects.get(pk=old.pk)
    assert (old.version, old.outcome, old.reasons, old.decided_on, old.history.count()) == before
    assert new.appeal_until is None
    content = decision_content(CaseFile(fresh(request))).content
    assert letter.serial in content["text"]
    assert dual(old.decided_on) in content["text"]
    assert dual(old.decided_on) in content["decision"]
    assert list(findings()) == []
    # The letter of the first decision stays as it was issued, and is corrected by nothing.
    assert not Letter.objects.filter(corrects=letter).exists()


def test_a_decision_on_an_appeal_is_final():
    request, committee = appealed()
    decide_appeal(request, committee, "reject")
    with pytest.raises(Refused, match="نهائي"):
        appeal(fresh(request))
    assert "نهائي" in decision_content(CaseFile(fresh(request))).content["appeal_title"]


def test_the_committee_reads_the_study_before_and_asks_for_no_new_one():
    request, committee = appealed()
    assert request.reports.count() == 1
    decide_appeal(request, committee, "accept")
    assert request.reports.count() == 1


def test_a_deferral_on_appeal_asks_for_a_study_of_its_own():
    request, committee = appealed()
    decide_appeal(request, committee, "defer")
    now = fresh(request)
    assert (now.state, now.study) == ("referred", request.study + 1)
    assert now.earliest_decision_on == request.earliest_decision_on


def test_a_request_on_appeal_is_returned_and_withdrawn_as_any_other():
    request, committee = appealed()
    back = return_request(request, reason="لاستكمال مستند جديد", by=committee.chair)
    assert (back.state, back.told_on) == ("received", None)
    gone = withdraw_request(back, said_by="سارة", reason="تحسن الحال", by=make_user(Role.RECEPTION))
    assert gone.state == "withdrawn"
    assert Decision.objects.get().outcome == "reject"


def test_the_letter_that_an_appeal_is_recorded_names_its_earliest_day():
    request, _committee = rejected()
    appeal(request)
    content = referral_content(CaseFile(fresh(request))).content
    assert "تظلّم" in content["title"]
    assert dual(riyadh_today() + timedelta(days=14)) in content["answer"]


# Who, and against what -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", [Role.RESEARCHER, Role.COMMITTEE, Role.DELIVERY, Role.AUDITOR, Role.ADMINISTRATOR, Role.BOARD]
)
def test_only_who_receives_people_records_an_appeal(role):
    request, _committee = rejected()
    with pytest.raises(NotPermitted):
        appeal(request, by=make_user(role))


def test_whoever_records_an_appeal_does_not_vote_on_it():
    request, committee = rejected()
    both = committee.members[0]
    set_roles(both, [Role.COMMITTEE, Role.RECEPTION], by=system_user())
    appeal(request, by=both)
    item = item_of_appeal(fresh(request), committee)
    with pytest.raises(Refused):
        vote(item, {both: "reject"})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"told": False}, "told"),
        ({"grounds": "لا يوجد"}, "grounds"),
        ({"grounds": " "}, "grounds"),
        ({"said_by": "\u200b"}, "said_by"),
    ],
)
def test_an_appeal_says_who_and_why_and_the_person_is_told(wrong, field):
    request, _committee = rejected()
    with pytest.raises(Refused) as refusal:
        appeal(request, **wrong)
    assert [name for name, _reason in refusal.value.by_field] == [field]
    assert fresh(request).state == "rejected"


def test_only_a_rejection_is_appealed_against():
    request, committee = appealed()
    with pytest.raises(Refused):
        appeal(request)
    decide_appeal(request, committee, "accept")
    with pytest.raises(Refused):
        appeal(fresh(request))


def test_a_newer_request_for_the_same_need_is_named():
    request, _committee = rejected()
    newer = open_request(
        beneficiary=request.beneficiary,
        channel=request.channel,
        service_type=request.service_type,
        need="إيجار المسكن لعام جديد",
        talk=talk(),
        inquiries=[],
        by=make_user(Role.RECEPTION),
    )
    with pytest.raises(Refused) as refusal:
        appeal(request)
    assert newer.reference in str(refusal.value)
    withdraw_request(newer, said_by="سارة", reason="للتظلّم من القرار", by=make_user(Role.RECEPTION))
    assert appeal(request).pk


def test_an_appeal_sent_twice_is_recorded_once():
    request, _committee = rejected()
    appeal(request)
    with pytest.raises(Refused):
        appeal(request)
    assert Appeal.objects.count() == 1
