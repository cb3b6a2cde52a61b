"""Each association's policy carries a request from the desk to the delivery, through pages and nothing else."""

import pytest
import time_machine
from django.core.management import call_command
from django.utils.translation import gettext

from accounts.models import system_user
from arabic.calendars import dual
from intake.models import Clarification, HandlingStep
from intake.steps import State, Step
from policies.loading import load_pack
from policies.models import PolicyVersion
from tests.research_committee.typed import STUDY as FOUND

from .story import Walk, noon_after_two_weeks

pytestmark = pytest.mark.django_db

PACKS = ("cra-taif", "qalam", "sila-makkah", "naqrah", "ihsan-tabuk")
CHANNELS = {"cra-taif": 8, "qalam": 7, "sila-makkah": 8, "naqrah": 7, "ihsan-tabuk": 8}
TARGETS = dict.fromkeys(PACKS, "researcher") | {"naqrah": "executive"}
TOOLS = dict.fromkeys(PACKS, 4) | {"naqrah": 3}
WHO_TOOK = [
    (Step.RECEIVE, "reception"),
    (Step.CLARIFY, "reception"),
    (Step.ANSWER, "the target"),
    (Step.VERIFY, "reception"),
    (Step.PLEDGE, "reception"),
    (Step.REFER, "reception"),
    (Step.REPORT, "researcher"),
    (Step.ACCEPT, "committee1"),
    (Step.REGISTER, "reception"),
    (Step.DELIVER, "delivery"),
]


@pytest.fixture(autouse=True)
def _sign_in_quickly(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def begun(pack: str) -> Walk:
    load_pack(pack, by=system_user())
    return Walk(pack)


def to_referral(walk: Walk) -> None:
    clerk = walk.nobody_is_found_and_a_person_is_added()
    walk.the_request_is_opened(clerk)
    walk.the_question_is_answered_by_whom_the_policy_names()
    walk.every_document_is_checked()
    walk.the_data_are_verified()
    walk.the_pledge_is_signed()
    walk.the_request_is_referred()


def to_votes(walk: Walk, choice: str) -> None:
    walk.the_report_is_submitted()
    walk.a_session_is_opened()
    walk.everybody_votes(choice)


def the_board_approves(walk: Walk) -> None:
    """In the administration, as the minutes print it."""
    board = walk.visitor("board")
    board.click("admin:policies_policyversion_changelist")
    board.click("admin:policies_policyversion_change")
    board.click("admin:policies_policyversion_approve")
    board.send(
        session="٧",
        term="الثانية",
        place="مكة المكرمة",
        printed_hijri="١/١/١٤٤٧هـ",
        printed_gregorian="٢٦/٦/٢٠٢٥م",
        effective_on="٦/١/١٤٤٧",
        chaired_by="عبدالله بن سعد الغامدي",
        signed_by="نورة بنت علي الزهراني",
    )


def no_policy_is_in_force_before_the_board_approves(walk: Walk) -> None:
    clerk = walk.nobody_is_found_and_a_person_is_added(status=409)
    assert gettext("No policy is in force") in clerk.page.text
    clerk.click("policies:policy_detail")
    assert clerk.page.texts("empty"), "the policy page says that none is in force"
    assert PolicyVersion.objects.in_force() is None
    the_board_approves(walk)
    clerk.open("/")
    clerk.click("desk")
    clerk.send("query", query=walk.number)
    clerk.click("request_open")
    walk.the_request_is_opened(clerk)


def history_holds(capsys) -> None:
    call_command("verify_history")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("pack", PACKS)
def test_a_request_walks_from_the_desk_to_the_delivery_under(pack, capsys):
    walk = begun(pack)
    assert (len(walk.words_of("channels")), len(walk.words_of("tools"))) == (CHANNELS[pack], TOOLS[pack])
    if pack == "sila-makkah":
        no_policy_is_in_force_before_the_board_approves(walk)
    else:
        walk.the_request_is_opened(walk.nobody_is_found_and_a_person_is_added())
    assert walk.the_question_is_answered_by_whom_the_policy_names() == TARGETS[pack]
    walk.every_document_is_checked()
    walk.the_data_are_verified()
    walk.the_pledge_is_signed()
    walk.the_request_is_referred()
    to_votes(walk, "accept")
    chair = walk.the_decision_is_recorded(status=409, **walk.granted())
    assert dual(walk.request.earliest_decision_on) in " ".join(chair.page.texts("errors"))
    assert walk.request.state == State.STUDIED
    walk.the_day_is_over()
    with time_machine.travel(noon_after_two_weeks(), tick=True):
        walk.the_decision_is_recorded(**walk.granted())
        walk.the_person_is_registered()
        walk.the_service_is_delivered()
        everything_is_done_and_says_by_whom(walk)
        the_tools_are_the_packs_own(walk)
        history_holds(capsys)


def everything_is_done_and_says_by_whom(walk: Walk) -> None:
    request, target = walk.request, walk.rules["version"]["clarification_target"]
    assert request.state == State.SERVED
    expected = [(step, who.replace("the target", target)) for step, who in WHO_TOOK]
    steps = HandlingStep.objects.filter(support_request=request).order_by("pk")
    assert [(row.step, row.by.username) for row in steps] == expected
    assert {(row.by.username, row.acting_as) for row in steps} <= {
        (user.username, ",".join(user.roles)) for user in walk.staff.values()
    }
    assert Clarification.objects.get().target == target
    page = walk.at_the_request_by_search().page
    names = [walk.staff[who].full_name for who in SEVEN]
    assert len(page.texts("rail__step--done")) == 7
    assert page.texts("rail__who") == names
    assert page.texts("rail__label") == walk.words_of("steps")


SEVEN = ("reception", "reception", "reception", "researcher", "committee1", "reception", "delivery")


def the_tools_are_the_packs_own(walk: Walk) -> None:
    clerk = walk.visitor("reception")
    page = clerk.open("/policy/tools/")
    assert all(words in page.text for words in walk.words_of("tools"))


def test_the_second_request_of_a_person_asks_for_no_document_that_still_holds(capsys):
    walk = begun("cra-taif")
    walk.the_request_is_opened(walk.nobody_is_found_and_a_person_is_added())
    walk.every_document_is_checked()
    first = walk.request
    walk.the_request_is_opened(walk.the_known_person_is_found(), service=1, unclear="")
    walk.what_is_on_file_is_taken_over()
    second = walk.request
    common = set(first.verifications.values_list("required_document", flat=True))
    for check in second.verifications.all():
        assert check.required_document_id in common
        assert check.taken_from.beneficiary == first.beneficiary
        assert check.original_seen_by.username == "reception"
    assert second.verifications.exists()
    walk.every_document_is_checked(left_only=True)
    walk.the_data_are_verified()
    assert walk.request.state == State.VERIFIED
    history_holds(capsys)


def test_a_rejection_ends_the_walk_with_its_reasons_on_the_page(capsys):
    walk = begun("cra-taif")
    to_referral(walk)
    to_votes(walk, "reject")
    walk.the_day_is_over()
    with time_machine.travel(noon_after_two_weeks(), tick=True):
        chair = walk.the_decision_is_recorded()
        assert walk.request.state == State.REJECTED
        assert not walk.request.granted_services.exists()
        page = walk.at_the_request_by_search().page
        assert "دخل الأسرة لا يغطي" in page.text
        assert len(page.texts("rail__step--done")) == 5
        assert not any(
            f"/requests/{walk.request.pk}/" in link for link in walk.visitor("reception").page.links
        )
        assert not chair.offers("item_decide")
        history_holds(capsys)


def test_a_deferral_asks_for_a_second_study_and_then_the_committee_accepts(capsys):
    walk = begun("qalam")
    to_referral(walk)
    to_votes(walk, "defer")
    walk.the_decision_is_recorded()
    request = walk.request
    told, earliest = request.told_on, request.earliest_decision_on
    assert (request.state, request.study) == (State.REFERRED, 2)
    walk.the_report_is_submitted(findings=FOUND["findings"] + " وفي الزيارة الثانية وُجد عقد موثق.")
    assert (walk.request.told_on, walk.request.earliest_decision_on) == (told, earliest)
    walk.a_session_is_opened()
    walk.everybody_votes("accept")
    walk.the_day_is_over()
    with time_machine.travel(noon_after_two_weeks(), tick=True):
        walk.the_decision_is_recorded(**walk.granted())
        assert [row.outcome for row in walk.request.decisions.order_by("pk")] == ["defer", "accept"]
        walk.the_person_is_registered()
        walk.the_service_is_delivered()
        assert walk.request.state == State.SERVED
        history_holds(capsys)
