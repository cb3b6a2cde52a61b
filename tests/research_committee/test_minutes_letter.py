"""The paper of the minutes: from what was signed, with its digest and every signature; it names no beneficiary."""

import pytest

from audit.refusals import Refused
from correspondence.models import Letter
from research_committee.minutes.acts import write_addendum
from research_committee.minutes.paper import addendum_content, issue_addendum, issue_minutes, minutes_content
from research_committee.models import Minutes
from tests.printed import pages, printed

from .factories import REASONS
from .minuting import closed_session, drawn_up, locked, locked_without

pytestmark = pytest.mark.django_db


def facts_of(part: dict) -> dict:
    return {fact["label"]: fact["value"] for fact in part["facts"]}


def test_each_item_has_its_count_its_result_and_its_reasons():
    closed = closed_session()
    content = minutes_content(locked(closed)[0]).content
    first, second = content["parts"]
    assert closed.item.support_request.reference in first["title"]
    assert facts_of(first)["الأصوات"] == "للقبول 0، ولعدم القبول 3، وللتأجيل 0"
    assert facts_of(first)["الأسباب"] == REASONS
    assert "المطلوب 2" in facts_of(first)["النصاب"]
    assert "غاب الباحث الاجتماعي" in facts_of(second).values()
    for item in (closed.item, closed.carried):
        assert item.support_request.beneficiary.full_name not in str(content)


def test_the_digest_and_the_moment_of_every_signature_are_printed():
    minutes, committee = locked()
    content = minutes_content(minutes).content
    assert content["digest"] == minutes.sha256
    assert [place["title"] for place in content["signatures"]] == [
        member.full_name for member in committee.everyone
    ]
    assert all("إلكترونيًا" in place["lines"][1]["value"] for place in content["signatures"])
    assert content["unsigned"] == ""


def test_no_item_of_long_minutes_is_cut_by_the_end_of_a_page():
    content = minutes_content(locked()[0]).content
    each = content["parts"]
    many = [{**each[number % 2], "title": f"البند {number}"} for number in range(1, 25)]
    paper = pages(printed("minutes", {**content, "parts": many}))
    assert len(paper) > 5
    for page in paper:
        assert page.count("البند") == page.count("النتيجة")
    assert "التوقيعات" in paper[-1]
    assert "بصمة" in paper[-1]


def test_who_did_not_sign_is_named_with_the_reason():
    minutes, committee = drawn_up()
    missing = committee.members[0]
    minutes = locked_without(missing, minutes, committee)
    content = minutes_content(minutes).content
    assert missing.full_name in content["unsigned"]
    assert minutes.unsigned_because in content["unsigned"]
    assert content["signatures"][-1]["lines"][1]["value"] == "لم يوقّع"


def test_minutes_are_issued_when_they_are_locked_and_once():
    closed = closed_session()
    with pytest.raises(Refused, match="أعِدّ المحضر أولًا"):
        issue_minutes(closed.session, by=closed.committee.chair)
    minutes, committee = drawn_up(closed)
    with pytest.raises(Refused, match=committee.members[0].full_name):
        issue_minutes(closed.session, by=committee.chair)
    locked_without(committee.members[0], minutes, committee)
    letter = issue_minutes(closed.session, by=committee.chair)
    assert issue_minutes(closed.session, by=committee.secretary) == letter


def test_an_addendum_is_a_paper_that_cites_that_of_its_minutes():
    minutes, committee = locked()
    addendum = write_addendum(minutes, text="الصواب: عبد العزيز", reason="خطأ في الاسم", by=committee.chair)
    letter = issue_addendum(addendum, by=committee.chair)
    cited = Letter.objects.exclude(pk=letter.pk).get(kind="minutes")
    assert letter.kind == "minutes"
    content = addendum_content(addendum, cited.serial).content
    assert cited.serial in facts_of(content).values()
    assert content["digest"] == Minutes.objects.get().sha256
    assert content["parts"][0]["text"] == "الصواب: عبد العزيز"
