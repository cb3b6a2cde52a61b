"""Reasons of decisions, second reader and the clock of an appeal: named later, and no approved version notices."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import system_user
from audit.refusals import Refused
from audit.writing import write
from correspondence.policy_letters import policy_content
from policies.drafting import copy_version
from policies.loading import load_pack, pack_digest
from policies.models import DecisionReason, PolicyVersion
from policies.pack_reader import find_pack, parse_pack, read_pack
from policies.reasons import DEFAULTS, OUTCOMES, decision_reasons_of, names_its_own, reason_label
from policies.verification import findings
from tests.factories import make_user

from .conftest import refused, url_of
from .test_draft_admin import change_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# Computed by the portal before versions could name any of this: of the version approved, and of its pack.
DIGESTS_BEFORE = {
    "cra-taif": (
        "b22fce41d108869fdefee6cf7a02acd410354af8c30886880ebc2762c70364cd",
        "9179d23cd780ee6035a0fd541ef441bc5d1aa808114f68b2dda4bdb276f53f67",
    ),
    "qalam": (
        "5e2975abf131463815f902bfe6c559a19ac8ec2bf30e9c24304c79e8af86045c",
        "839c4fd139219d083db68ed87c82a373d0ff23da4d199e4da17aa7df4f1e4f64",
    ),
    "naqrah": (
        "d862d535276c6df24cd3d207a82c0c8332c4893935e5f1612e41ae2842390412",
        "706b944663ef59e08ade2af4dd95eaa0336cfa97c8d845f24be20f8b7ad7a382",
    ),
    "ihsan-tabuk": (
        "0bb8d32bbeb70ba61855aca2821ca1adac96f787beea8d08082780f7d13173ca",
        "bf94890efe5cbafb1edd0cd4cb01842ccc109e9511a19867c04418adb46cc259",
    ),
}
NAMED = """
[[decision_reasons]]
code = "rent_due"
outcome = "accept"
label_ar = "إيجار مستحق"
label_en = "Rent is due"

[[decision_reasons]]
code = "rent_paid"
outcome = "reject"
label_ar = "الإيجار مسدد"
label_en = "The rent is paid"
"""
COMMITTEE = {
    "quorum_percent = 50": "quorum_percent = 50\nsecond_reader = true",
    "appeal_days = 30": "appeal_days = 30\nappeal_reply_days = 7",
}


@pytest.mark.parametrize("code", DIGESTS_BEFORE)
def test_a_version_approved_before_keeps_its_digest(loaded, code):
    version = loaded(code)
    of_version, of_pack = DIGESTS_BEFORE[code]
    assert version.content_digest == version.compute_digest() == of_version
    assert version.pack_digest == pack_digest(read_pack(find_pack(code))) == of_pack
    assert list(findings()) == []


def test_each_later_fact_changes_the_digest(loaded):
    version = loaded("sila-makkah")
    seen = {version.compute_digest()}
    for name, value in (("second_reader", True), ("appeal_reply_days", 7)):
        setattr(version, name, value)
        seen.add(version.compute_digest())
    for position, code in enumerate(("rent_due", "rent_late"), start=1):
        write(_reason(version, code=code, position=position), by=system_user(), reason="Draft edited")
        seen.add(PolicyVersion.objects.get(pk=version.pk).compute_digest())
    assert len(seen) == 5


def _reason(version, **facts):
    named = {"code": "rent_due", "outcome": "accept", "label_ar": "إيجار مستحق", "label_en": "Rent is due"}
    return DecisionReason(policy_version=version, **named | facts)


def test_no_reason_is_added_to_an_approved_version(loaded):
    version = loaded("qalam")
    with refused("frozen"):
        write(_reason(version), by=system_user(), reason="Draft edited in the administration")


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_our_own_list_applies_where_a_version_names_none(loaded, outcome):
    version = loaded("cra-taif")
    reasons = decision_reasons_of(version, outcome)
    assert reasons == DEFAULTS[outcome]
    assert 6 <= len(reasons) <= 9
    assert not names_its_own(version, outcome)


def test_our_own_reasons_have_codes_of_their_own_in_both_languages():
    reasons = [reason for rows in DEFAULTS.values() for reason in rows]
    assert len({reason.code for reason in reasons}) == len(reasons)
    assert all(reason.label_ar and reason.label_en and len(reason.code) <= 40 for reason in reasons)


def test_a_pack_names_its_own_reasons_its_second_reader_and_the_clock_of_an_appeal(
    tmp_path, pack_source, in_english
):
    file = tmp_path / "own.toml"
    file.write_text(pack_source("cra-taif", COMMITTEE) + NAMED, encoding="utf-8")
    version = load_pack(str(file), by=system_user()).version
    assert version.is_approved
    assert (version.second_reader, version.appeal_reply_days) == (True, 7)
    assert version.reply_days_of_appeal == 7
    assert [reason.code for reason in decision_reasons_of(version, "accept")] == ["rent_due"]
    assert [reason.code for reason in decision_reasons_of(version, "reject")] == ["rent_paid"]
    assert decision_reasons_of(version, "defer") == DEFAULTS["defer"]
    assert reason_label(version, "rent_due") == "Rent is due"
    assert reason_label(version, "made_up") == reason_label(version, "") == ""
    copied = PolicyVersion.objects.get(pk=copy_version(version, by=_administrator()).pk)
    assert copied.content() == version.content()
    parts = policy_content(version).content["parts"]
    assert ["إيجار مستحق"] in [part.get("items") for part in parts]


def _administrator():
    return make_user("administrator")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({'outcome = "accept"': 'outcome = "maybe"'}, "decision_reasons[0].outcome: must be one of"),
        ({'code = "rent_paid"': 'code = "rent_due"'}, "decision_reasons[1].code: “rent_due” is already"),
        ({'label_en = "Rent is due"\n': ""}, "decision_reasons[0].label_en: missing"),
    ],
)
def test_a_pack_with_a_wrong_reason_is_refused(pack_source, changes, reason):
    text = NAMED
    for old, new in changes.items():
        text = text.replace(old, new)
    with pytest.raises(Refused) as refusal:
        parse_pack(pack_source("qalam") + text)
    assert any(str(each).startswith(reason) for each in refusal.value.reasons)


def test_the_administrator_names_a_reason_in_a_draft(signed_in, draft):
    client = signed_in("administrator")
    data = change_form(client.get(url_of(draft)))
    data |= {
        "second_reader": "on",
        "appeal_reply_days": "10",
        "decision_reasons-TOTAL_FORMS": "1",
        "decision_reasons-0-outcome": "reject",
        "decision_reasons-0-code": "outside",
        "decision_reasons-0-label_ar": "خارج النطاق",
        "decision_reasons-0-label_en": "Outside",
        "decision_reasons-0-position": "1",
    }
    assert client.post(url_of(draft), data).status_code == 302
    draft = PolicyVersion.objects.get(pk=draft.pk)
    assert (draft.second_reader, draft.appeal_reply_days) == (True, 10)
    assert [reason.code for reason in decision_reasons_of(draft, "reject")] == ["outside"]


def test_the_page_of_the_policy_names_the_reasons_and_whose_list_it_is(loaded, signed_in):
    loaded("cra-taif")
    page = signed_in("reception").get(reverse("policies:policy_detail")).text
    assert DEFAULTS["reject"][0].label_en in page
    assert "own list applies" in page


def test_a_code_that_is_none_is_refused_by_the_database(loaded):
    version = loaded("sila-makkah")
    with pytest.raises(DatabaseError), transaction.atomic():
        write(_reason(version, code="Rent due"), by=system_user(), reason="Draft edited")
