"""The minutes say who sat, who had no part, how many voted for what, and why; they name no beneficiary."""

import pytest

from audit.refusals import Refused
from research_committee.letters import minutes_content
from research_committee.models import CommitteeSession
from research_committee.session_file import SessionFile
from research_committee.sessions import add_item, carry_over, close_session

from .factories import REASONS, decide, make_item, make_studied, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed():
    item, committee = make_item()
    second = add_item(item.session, make_studied(), by=committee.secretary)
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    decide(item, committee.chair)
    carry_over(second, reason="غاب الباحث الاجتماعي", by=committee.secretary)
    session = close_session(CommitteeSession.objects.get(), by=committee.secretary)
    return item, second, committee, minutes_content(SessionFile(session)).content


def test_each_item_has_its_count_its_result_and_its_reasons(closed):
    item, _second, _committee, content = closed
    facts = {fact["label"]: fact["value"] for fact in content["parts"][0]["facts"]}
    assert item.support_request.reference in content["parts"][0]["title"]
    assert facts["الأصوات"] == "للقبول 0، وللرفض 3، وللتأجيل 0"
    assert facts["الأسباب"] == REASONS
    assert "المطلوب 2" in facts["النصاب"]


def test_an_item_that_was_carried_over_says_why(closed):
    assert "غاب الباحث الاجتماعي" in [fact["value"] for fact in closed[3]["parts"][1]["facts"]]


def test_everyone_who_attended_has_a_place_to_sign(closed):
    _item, _second, committee, content = closed
    assert [place["title"] for place in content["signatures"]] == [
        member.full_name for member in committee.everyone
    ]


def test_the_minutes_name_no_beneficiary(closed):
    item, second, _committee, content = closed
    for agenda_item in (item, second):
        assert agenda_item.support_request.beneficiary.full_name not in str(content)


def test_an_open_session_has_no_minutes():
    item, _committee = make_item()
    with pytest.raises(Refused, match="بعد إقفال الجلسة"):
        minutes_content(SessionFile(item.session))
