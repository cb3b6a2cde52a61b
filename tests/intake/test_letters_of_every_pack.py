"""Under each of the five policies, every kind of paper says what it has to say, and can be searched."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from accounts.roles import Role
from arabic.calendars import dual, riyadh_today
from correspondence.kinds import LetterKind
from correspondence.policy_letters import policy_content
from intake import letters
from intake.case_file import CaseFile
from intake.models import SupportRequest
from policies.approval import approve_version
from policies.models import PolicyVersion
from research_committee.minutes.acts import draw_up_minutes, sign_minutes, write_addendum
from research_committee.minutes.paper import addendum_content, minutes_content
from research_committee.sessions import add_item, close_session
from tests import factories as make
from tests.policies.conftest import PACKS
from tests.printed import faces, pages_of, pictures, printed, words_missing
from tests.research_committee.factories import decide, make_committee, make_session, make_studied, vote

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Where to leave pictures of the papers, for people to look at.
LOOK = os.environ.get("RIFADA_LOOK_AT_PAPERS", "")


def in_force(pack: str) -> PolicyVersion:
    """The policy of a pack, in force; the draft among them is approved by a board first."""
    if make.make_policy(pack) is None:
        approve_version(
            PolicyVersion.objects.get(),
            by=make.make_user(Role.BOARD),
            session="7",
            term="2",
            place="مكة المكرمة",
            printed_hijri="1/1/1447هـ",
            printed_gregorian="26/6/2025م",
            effective_on=date(2025, 7, 1),
            chaired_by="عبدالله بن سعد الغامدي",
            signed_by="نورة بنت علي الزهراني",
        )
    return PolicyVersion.objects.in_force()


def case_of(support_request) -> CaseFile:
    return CaseFile(SupportRequest.objects.get(pk=support_request.pk))


def papers_under(version: PolicyVersion) -> dict:
    """One content of each kind, and the second decision; made as the walk goes."""
    clerk = make.make_user(Role.RECEPTION, username="reception")
    begun = case_of(make.make_request("received"))
    papers = {
        "request_form": letters.blank_form_content(version),
        "request_form filled": letters.filled_form_content(begun, clerk),
        "missing_items": letters.missing_items_content(begun, until=riyadh_today() + timedelta(days=14)),
        "policy": policy_content(version),
    }
    committee = make_committee()
    session = make_session(committee)
    asked = {"accept": make_studied(need="سداد إيجار المسكن"), "reject": make_studied(need="شراء سيارة")}
    for outcome, support_request in asked.items():
        item = add_item(session, support_request, by=committee.secretary)
        vote(item, dict.fromkeys(committee.everyone, outcome))
        decide(item, committee.chair)
        papers[f"decision {outcome}"] = letters.decision_content(case_of(support_request))
    accepted = asked["accept"]
    papers["pledge"] = letters.pledge_content(case_of(accepted), clerk)
    papers["referral"] = letters.referral_content(case_of(accepted))
    minutes = draw_up_minutes(close_session(session, by=committee.secretary), by=committee.secretary)
    for member in committee.everyone:
        sign_minutes(minutes, sha256=minutes.sha256, by=member)
    papers["minutes"] = minutes_content(minutes)
    addendum = write_addendum(minutes, text="الصواب: عبد العزيز", reason="خطأ في الاسم", by=committee.chair)
    papers["minutes addendum"] = addendum_content(addendum, "MIN-2026-0001")
    make.register(accepted, by=clerk)
    papers["certificate"] = letters.certificate_content(case_of(accepted))
    granted = case_of(accepted).granted[0]
    papers["receipt"] = letters.receipt_content(case_of(accepted), granted)
    make.deliver(SupportRequest.objects.get(pk=accepted.pk), by=make.make_user(Role.DELIVERY))
    case = case_of(accepted)
    papers["receipt filled"] = letters.receipt_content(
        case, case.granted[0], case.granted[0].deliveries.get()
    )
    return papers


def said_in(content) -> str:
    """Every word of a content."""
    if isinstance(content, dict):
        return " ".join(said_in(part) for part in content.values())
    if isinstance(content, list | tuple):
        return " ".join(said_in(part) for part in content)
    return content if isinstance(content, str) else ""


@pytest.mark.parametrize("pack", PACKS)
def test_every_kind_of_paper_is_printed_with_every_word_of_it(pack):
    version = in_force(pack)
    papers = papers_under(version)
    assert {name.split()[0] for name in papers} == set(LetterKind.values)
    for name, content in papers.items():
        pdf = printed(name.split()[0], content, version.association)
        missing = words_missing(pdf, said_in(content.content) + " " + version.association.name_ar)
        assert missing == [], name
        assert all(face.startswith("NotoNaskhArabic") for face in faces(pdf)[0]), name
        assert pages_of(pdf) <= {"policy": 6, "request_form": 3}.get(name.split()[0], 2), name
        look(pdf, f"{pack}-{name.replace(' ', '-')}")


def look(pdf: bytes, name: str) -> None:
    for number, page in enumerate(pictures(pdf) if LOOK else (), start=1):
        page.save(Path(LOOK) / f"{name}-{number}.png")


def test_the_earliest_day_of_an_answer_stands_in_both_calendars():
    version = in_force("cra-taif")
    case = case_of(make_studied())
    content = letters.referral_content(case).content
    assert dual(case.request.earliest_decision_on) in content["answer"]
    assert str(version.minimum_reply_days) in content["answer"]
