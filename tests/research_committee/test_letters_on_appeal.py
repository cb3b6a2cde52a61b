"""The letters about decisions as they are printed: every outcome, first and on appeal, in several packs."""

from datetime import timedelta

import pytest

from arabic.calendars import riyadh_today
from intake.letters import decision_content, referral_content
from policies.models import PolicyVersion
from tests.factories import make_policy
from tests.intake.test_letters_of_every_pack import case_of, look, printed, said_in, words_missing
from tests.printed import pages

from .appealing import appeal, appealed, decide_appeal, rejected
from .factories import decide, granted, make_item, vote

pytestmark = pytest.mark.django_db


def first(outcome: str):
    item, committee = make_item()
    vote(item, dict.fromkeys(committee.everyone, outcome))
    day = riyadh_today()
    rows = [
        (*granted(item)[0], 3, day, day + timedelta(days=90)),
        (item.support_request.service_type, "كرسي متحرك كهربائي"),
        (item.support_request.service_type, "سلة غذائية", 900, "", 3, day, None),
    ]
    decide(item, committee.chair, granted=rows if outcome == "accept" else [])
    return decision_content(case_of(item.support_request))


def on_appeal(outcome: str):
    request, committee = appealed()
    decide_appeal(request, committee, outcome)
    return decision_content(case_of(request))


def told_of_the_appeal():
    request, _committee = rejected()
    appeal(request)
    return referral_content(case_of(request))


LETTERS = {
    "accept": ("decision", lambda: first("accept")),
    "reject": ("decision", lambda: first("reject")),
    "accept on appeal": ("decision", lambda: on_appeal("accept")),
    "reject on appeal": ("decision", lambda: on_appeal("reject")),
    "appeal recorded": ("referral", told_of_the_appeal),
}


@pytest.mark.parametrize("pack", ["cra-taif", "naqrah"])
@pytest.mark.parametrize("name", LETTERS)
def test_every_word_of_a_letter_about_a_decision_is_printed(pack, name):
    make_policy(pack)
    kind, content = LETTERS[name]
    content, association = content(), PolicyVersion.objects.in_force().association
    pdf = printed(kind, content, association)
    assert words_missing(pdf, said_in(content.content) + " " + association.name_ar) == []
    look(pdf, f"{pack}-{name.replace(' ', '-')}")


@pytest.mark.parametrize("name", LETTERS)
def test_nobody_signs_a_page_on_which_nothing_is_said(name):
    make_policy("cra-taif")
    kind, content = LETTERS[name]
    content = content().content
    last = pages(printed(kind, content))[-1]
    before = content["appeal"] if kind == "decision" else content["notes"]
    assert "الخطابات" in before
    assert "الخطابات" in last
    assert content["closing"].split()[0] in last
