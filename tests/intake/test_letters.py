"""What letters say: Arabic for every clerk, the reasons first, and nothing that they could not stand for."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from accounts.roles import Role
from arabic.calendars import dual
from audit.refusals import Refused
from intake import letters
from intake.case_file import CaseFile
from intake.models import SupportRequest
from tests import factories as make
from tests.research_committee.factories import REASONS, decide, make_item, vote

pytestmark = pytest.mark.django_db


def case_of(support_request) -> CaseFile:
    return CaseFile(SupportRequest.objects.get(pk=support_request.pk))


def decided(outcome: str) -> CaseFile:
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, outcome))
    decide(item, committee.chair)
    return case_of(item.support_request)


def with_decision(case: CaseFile, **changed) -> CaseFile:
    """The same folder with a decision that the portal would never have recorded."""
    last = case.decisions[-1]
    facts = {"outcome": last.outcome, "reasons": last.reasons, "decided_on": last.decided_on}
    case.decisions[:] = [SimpleNamespace(**facts | changed)]
    return case


def test_a_rejection_names_its_reasons_before_the_decision_and_then_the_appeal():
    case = decided("reject")
    content = letters.decision_content(case).content
    assert content["reasons"] == REASONS
    keys = list(content)
    assert keys.index("reasons") < keys.index("decision") < keys.index("appeal")
    assert content["granted"] == []
    assert "30 يومًا" in content["appeal"]
    last_day = date.fromordinal(case.decisions[-1].decided_on.toordinal() + case.version.appeal_days)
    assert dual(last_day) in content["appeal"]
    for channel in case.parts.channels:
        assert channel.label in content["appeal"]


def test_a_rejection_without_reasons_is_refused():
    case = decided("reject")
    for reasons in ("", "  \n "):
        with pytest.raises(Refused, match="دون ذكر أسبابه"):
            letters.decision_content(with_decision(case, reasons=reasons))


def test_a_rejection_without_a_way_to_appeal_is_refused():
    case = decided("reject")
    case.version.appeal_days = 0
    with pytest.raises(Refused, match="التظلّم"):
        letters.decision_content(case)
    case = case_of(case.request)
    case.parts = SimpleNamespace(channels=())
    with pytest.raises(Refused, match="التظلّم"):
        letters.decision_content(case)


def test_an_acceptance_says_what_is_granted_or_is_refused():
    case = decided("accept")
    assert letters.decision_content(case).content["granted"] == [
        ["سداد إيجار ثلاثة أشهر", "6,000 ريال", "يدفع إلى المؤجر مباشرة"]
    ]
    case.granted = []
    with pytest.raises(Refused, match="ما تقرر تقديمه"):
        letters.decision_content(case)


def test_nothing_is_written_of_what_has_not_happened():
    case = case_of(make.make_request("received"))
    for content in (letters.decision_content, letters.referral_content, letters.certificate_content):
        with pytest.raises(Refused):
            content(case)


def test_a_deferral_is_no_decision_to_write():
    with pytest.raises(Refused, match="لم تتخذ اللجنة قرارًا"):
        letters.decision_content(decided("defer"))


def test_papers_are_arabic_whatever_language_the_clerk_reads():
    case, clerk = case_of(make.make_request("referred")), make.make_user(Role.RECEPTION)
    makers = [
        lambda: letters.referral_content(case),
        lambda: letters.pledge_content(case, clerk),
        lambda: letters.filled_form_content(case, clerk),
        lambda: letters.blank_form_content(case.version),
    ]
    for content in makers:
        with translation.override("ar"):
            in_arabic = content()
        with translation.override("en"):
            assert content() == in_arabic
            assert translation.get_language() == "en"


def test_a_person_is_addressed_as_a_woman_or_a_man():
    assert "المكرمة" in letters.referral_content(case_of(make.make_request("referred"))).content["to"]
    man = make.make_person(first_name="خالد", gender="male")
    letter = letters.referral_content(case_of(make.make_request("referred", beneficiary=man)))
    assert letter.content["to"].startswith("المكرم / خالد")


def test_only_what_is_not_settled_is_asked_for():
    case = case_of(make.make_request("received"))
    asked = letters.missing_items_content(case, until=date(2027, 1, 1)).content["items"]
    assert [item["label"] for item in asked] == [document.label for document in case.required_documents]
    with pytest.raises(Refused, match="لا ينقص|لا يوجد|تعذر|لا يمكن"):
        letters.missing_items_content(case_of(make.make_request("verified")), until=date(2027, 1, 1))


def test_the_pledge_has_the_sheet_of_the_screen_its_text_and_its_digest():
    case, clerk = case_of(make.make_request("verified")), make.make_user(Role.RECEPTION)
    content = letters.pledge_content(case, clerk).content
    assert content["digest"] == case.data_sheet.sha256
    assert content["pledge"] == case.version.pledge_ar
    values = [fact["value"] for part in content["parts"] for fact in part["facts"]]
    assert case.person.full_name in values
    assert case.request.reference in values


def test_nobody_signs_for_what_was_not_handed_over():
    case = decided("accept")
    failed = SimpleNamespace(outcome="failed")
    with pytest.raises(Refused, match="لم يُسلَّم شيء"):
        letters.receipt_content(case, case.granted[0], failed)
    assert letters.receipt_content(case, case.granted[0]).content["blanks"]


def test_the_blank_form_names_what_the_version_asks_for():
    version = make.make_policy("naqrah")
    content = letters.blank_form_content(version).content
    ticked = [choice["label"] for part in content["parts"] for choice in part.get("choices", ())]
    assert ticked == [row.label for row in [*version.service_types.all(), *version.required_documents.all()]]
    assert content["privacy"] == version.privacy_notice_ar
