"""Recording a decision tells it: the letter and the message belong to the act, and whoever is refused told nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import system_user
from arabic.calendars import dual, riyadh_today
from audit.refusals import NotPermitted, Refused
from correspondence import issuing
from correspondence.kinds import LetterKind
from correspondence.models import Letter, Notice
from intake.letters import decision_content
from intake.models import GrantedService
from policies.loading import load_pack
from policies.reasons import DEFAULTS
from research_committee.models import AgendaItem, Decision
from tests.intake.test_letters import case_of
from tests.policies.conftest import pack_source as pack_source
from tests.policies.test_decision_reasons import NAMED

from .factories import REASONS, decide, granted, make_item, vote
from .test_committee_guards import decision_row, execute, insert

pytestmark = pytest.mark.django_db


def voted(outcome: str, **given):
    item, committee = make_item(**given)
    vote(item, dict.fromkeys(committee.everyone, outcome))
    return item, committee


@pytest.mark.parametrize("outcome", ["accept", "reject"])
def test_the_letter_and_the_message_come_with_the_decision(outcome):
    item, committee = voted(outcome)
    decide(item, committee.secretary)
    letter = Letter.objects.get(kind=LetterKind.DECISION)
    assert letter.issued_by == committee.secretary
    assert letter.beneficiary_id == item.support_request.beneficiary_id
    assert Notice.objects.filter(template="decision_recorded").exists()


def test_a_deferral_says_that_the_study_goes_on_and_sends_no_letter():
    item, committee = voted("defer")
    decide(item, committee.chair)
    assert not Letter.objects.filter(kind=LetterKind.DECISION).exists()
    notice = Notice.objects.get(template="study_goes_on")
    assert item.support_request.reference in notice.text
    assert not Notice.objects.filter(template="decision_recorded").exists()


def test_when_the_letter_fails_nothing_is_decided(monkeypatch):
    def broken(*args, **kwargs):
        raise OSError("no room on the disk")

    item, committee = voted("accept")
    monkeypatch.setattr(issuing, "typeset", broken)
    notices = Notice.objects.count()
    with pytest.raises(OSError, match="no room"):
        decide(item, committee.chair)
    assert AgendaItem.objects.get(pk=item.pk).closed_at is None
    assert case_of(item.support_request).request.state == "studied"
    assert not Decision.objects.exists()
    assert not GrantedService.objects.exists()
    assert Notice.objects.count() == notices


def test_whoever_does_not_run_the_session_issues_nothing():
    item, committee = voted("accept")
    with pytest.raises(NotPermitted):
        decide(item, committee.members[0])
    assert not Letter.objects.exists()


@pytest.mark.parametrize("code", ["", "made_up", "needs_are_covered"])
def test_a_reason_of_another_result_is_refused_at_every_door(code):
    item, committee = voted("accept")
    with pytest.raises(Refused, match="السياسة"):
        decide(item, committee.chair, reason_code=code)
    with pytest.raises(IntegrityError):
        insert(Decision, **decision_row(item, committee, accept_votes=3, reason_code=code))
    insert(Decision, **decision_row(item, committee, accept_votes=3))


def test_the_policys_own_reasons_take_the_place_of_ours(tmp_path, pack_source):
    file = tmp_path / "own.toml"
    file.write_text(pack_source("cra-taif") + NAMED, encoding="utf-8")
    load_pack(str(file), by=system_user())
    item, committee = voted("accept")
    ours = DEFAULTS["accept"][0].code
    with pytest.raises(Refused):
        decide(item, committee.chair, reason_code=ours)
    with pytest.raises(IntegrityError):
        insert(Decision, **decision_row(item, committee, accept_votes=3, reason_code=ours))
    decide(item, committee.chair, reason_code="rent_due")
    assert decision_content(case_of(item.support_request)).content["reason"] == "إيجار مستحق"


def test_a_rejection_says_until_when_to_appeal_and_nothing_else_does():
    item, committee = voted("reject")
    last = riyadh_today() + timedelta(days=item.support_request.policy_version.appeal_days)
    rejected = {"outcome": "reject", "accept_votes": 0, "reject_votes": 3, "reason_code": "needs_are_covered"}
    today = {"decided_on": riyadh_today()}
    for wrong in (None, last + timedelta(days=1), last - timedelta(days=1)):
        with pytest.raises(IntegrityError):
            insert(Decision, **decision_row(item, committee, **rejected, **today, appeal_until=wrong))
    assert decide(item, committee.chair).appeal_until == last
    other, _same = make_item(committee)
    vote(other, dict.fromkeys(committee.everyone, "accept"))
    assert decide(other, committee.chair).appeal_until is None
    with pytest.raises(IntegrityError):
        execute("UPDATE research_committee_decision SET appeal_until = decided_on")


def test_the_letter_says_the_reason_then_what_is_granted_with_its_period_and_sum():
    item, committee = voted("accept")
    first, *_rest = granted(item)
    day = riyadh_today()
    rows = [
        (*first, 3, day, day + timedelta(days=90)),
        (first[0], "كرسي متحرك", None, "", None, None, None),
        (first[0], "سلة غذائية", 900, "", 3, day, None),
    ]
    decide(item, committee.chair, granted=rows)
    content = decision_content(case_of(item.support_request)).content
    assert content["reason"] == DEFAULTS["accept"][0].label_ar
    assert content["reasons"] == REASONS
    assert len(content["granted_heads"]) == 4
    assert content["granted"][0][1] == "6,000 ريال، بواقع 2,000 ريال في كل مرة"
    assert content["granted"][0][2] == f"3 مرات\nمن {dual(day)} إلى {dual(day + timedelta(days=90))}"
    assert content["granted"][1][1:] == ["–", "–", "–"]
    assert "6,900" in content["granted_total"]
    # An acceptance is not appealed against: nothing is promised.
    assert "appeal_until" not in content
    assert content["appeal_title"] == "للاستفسار عن هذا القرار"


@pytest.mark.parametrize("outcome", ["accept", "reject"])
def test_the_request_page_says_the_reason_first(outcome, sign_in):
    item, committee = voted(outcome)
    decide(item, committee.chair)
    page = sign_in(item.support_request.received_by).get(
        reverse("request_detail", args=[item.support_request_id])
    )
    reason = DEFAULTS[outcome][0].label_ar
    assert page.text.index(reason) < page.text.index(REASONS)
    assert Letter.objects.get(kind=LetterKind.DECISION).serial in page.text
    if outcome == "accept":
        assert "سداد إيجار ثلاثة أشهر" in page.text
    else:
        assert dual(Decision.objects.get().appeal_until) in page.text
        assert reverse("appeal_record", args=[item.support_request_id]) in page.text
