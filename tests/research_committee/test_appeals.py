"""An appeal: within its window, once, with a clock of its own; and what was decided stays as it was."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import system_user
from accounts.roles import Role
from accounts.staff import set_roles
from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted, Refused
from audit.writing import write
from correspondence.kinds import LetterKind
from correspondence.models import Letter, Notice
from intake.case_file import CaseFile
from intake.letters import decision_content, referral_content
from intake.models import Referral, SupportRequest
from intake.reception import open_request
from intake.side_paths import return_request, withdraw_request
from intake.steps import Step
from policies.loading import load_pack
from research_committee.models import AgendaItem, Appeal, Decision
from research_committee.verification import findings
from tests.factories import RIYADH, make_user, talk
from tests.policies.conftest import pack_source as pack_source
from tests.tampering import past_the_guards

from .appealing import GROUNDS, appeal, appealed, decide_appeal, item_of_appeal, last_day, rejected
from .factories import decide, make_committee, vote
from .test_committee_guards import execute, insert

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
    with pytest.raises(Refused, match="سبب"):
        appeal(request, by=executive)
    for words in ("-", "لا يوجد"):
        with pytest.raises(Refused):
            appeal(request, by=executive, admitted_because=words)
    row = appeal(request, by=executive, admitted_because="كان المستفيد في المستشفى طوال المدة")
    assert row.admitted_by == executive


def test_a_reason_does_not_let_anybody_else_admit_a_late_appeal():
    request, _committee = rejected(days_ago=40)
    with pytest.raises(Refused, match="المدير التنفيذي"):
        appeal(request, admitted_because="كان المستفيد في المستشفى طوال المدة")


def test_an_appeal_in_time_needs_no_admission():
    request, _committee = rejected()
    with pytest.raises(Refused, match="في وقته"):
        appeal(request, by=make_user(Role.EXECUTIVE), admitted_because="بطلب من المستفيد نفسه")


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


# The database ----------------------------------------------------------------------------------------------------


def appeal_row(request, **values) -> dict:
    decision = Decision.objects.get(support_request=request, study=request.study)
    return {
        "support_request_id": request.pk,
        "decision_id": decision.pk,
        "study": request.study + 1,
        "channel_id": request.channel_id,
        "received_on": decision.decided_on,
        "window_until": last_day(request),
        "grounds": GROUNDS,
        "said_by": "سارة",
        "minimum_reply_days": 14,
        "recorded_by_id": request.received_by_id,
        "admitted_because": "",
        **values,
    }


def test_raw_sql_does_not_appeal_otherwise_than_the_rules():
    request, _committee = rejected()
    decided = Decision.objects.get().decided_on
    wrong = (
        {"study": request.study},
        {"study": request.study + 2},
        {"window_until": last_day(request) + timedelta(days=1)},
        {"received_on": last_day(request) + timedelta(days=1)},
        {"received_on": decided - timedelta(days=1)},
        {"minimum_reply_days": 1},
        {"grounds": ""},
        {"admitted_because": "سبب بلا اسم"},
    )
    for values in wrong:
        with pytest.raises(IntegrityError):
            insert(Appeal, **appeal_row(request, **values))
    insert(Appeal, **appeal_row(request))


def test_raw_sql_does_not_appeal_twice_nor_against_an_acceptance():
    request, committee = appealed()
    decide_appeal(request, committee, "reject")
    with pytest.raises(IntegrityError):
        insert(Appeal, **appeal_row(fresh(request)))


def test_raw_sql_does_not_reopen_a_rejection():
    request, _committee = rejected()
    for state in ("studied", "referred", "received", "accepted"):
        with pytest.raises(IntegrityError):
            execute("UPDATE intake_supportrequest SET state = %s WHERE id = %s", state, request.pk)


def test_the_clock_of_an_appeal_stands_only_where_an_appeal_opened_the_study(tmp_path, pack_source):
    file = tmp_path / "own.toml"
    file.write_text(pack_source("cra-taif", SOONER), encoding="utf-8")
    load_pack(str(file), by=system_user())
    request, _committee = rejected()
    facts = {
        "support_request": request,
        "study": request.study + 1,
        "researcher": request.researcher,
        "told_on": riyadh_today(),
        "how_told": "phone",
        "minimum_reply_days": 7,
        "earliest_decision_on": riyadh_today() + timedelta(days=7),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        write(Referral(**facts), by=request.received_by, reason="Referral")
    insert(Appeal, **appeal_row(request, minimum_reply_days=7))
    write(Referral(**facts), by=request.received_by, reason="Referral")


def test_an_appeal_is_never_edited():
    request, _committee = rejected()
    appeal(request)
    for sql in (
        "UPDATE research_committee_appeal SET grounds = 'x'",
        "DELETE FROM research_committee_appeal",
    ):
        with pytest.raises(IntegrityError):
            execute(sql)


def test_the_items_of_both_decisions_stay_apart():
    request, committee = appealed()
    decide_appeal(request, committee, "reject")
    studies = (
        AgendaItem.objects.filter(support_request=request).order_by("pk").values_list("study", flat=True)
    )
    assert list(studies) == [request.study - 1, request.study]


def test_old_rejections_without_a_last_day_count_from_their_decision():
    request, _committee = rejected(days_ago=10)
    with past_the_guards() as run:
        run("UPDATE research_committee_decision SET appeal_until = NULL")
    assert appeal(request).window_until == last_day(request)
