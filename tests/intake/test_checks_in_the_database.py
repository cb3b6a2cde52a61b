"""What the database itself holds of waivers, stated facts and missing documents."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from arabic.calendars import riyadh_today
from audit.writing import write
from intake.models import DataVerification, DocumentsAsked, FactCheck
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    return make.make_request("verified")


@pytest.fixture
def clerk():
    return make.make_user("reception", username="reception")


def refused(name: str, row, by) -> None:
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        write(row, by=by, reason="x")
    assert connection.vendor == "sqlite" and "UNIQUE" in str(problem.value) or name in str(problem.value)


def fact(request, by, **changed) -> FactCheck:
    filled = {"fact": "name", "stated_sha256": "a" * 64, "verdict": "matches", "checked_on": riyadh_today()}
    return FactCheck(support_request=request, checked_by=by, **filled | changed)


def asked(request, by, **changed) -> DocumentsAsked:
    today = riyadh_today()
    filled = {"codes": [], "asked_on": today, "bring_until": today + timedelta(days=14), "how_told": "phone"}
    return DocumentsAsked(support_request=request, asked_by=by, **filled | changed)


def test_a_waiver_has_a_name_a_moment_and_a_reason(request_, clerk):
    for part in ({"waived_by": clerk}, {"waived_at": timezone.now()}, {"waiver_reason": "سبب"}):
        check = request_.verifications.first()
        check.verdict = "missing"
        for name, value in part.items():
            setattr(check, name, value)
        refused("a_waiver_says_who_when_and_why", check, clerk)


def test_what_matches_is_not_waived(request_, clerk):
    check = request_.verifications.first()
    check.waived_by, check.waived_at, check.waiver_reason = clerk, timezone.now(), "سبب كافٍ"
    refused("what_matches_is_not_waived", check, clerk)


def test_a_document_comes_in_over_a_channel_of_the_same_policy(request_, clerk, world):
    check = DataVerification.objects.filter(support_request=request_).first()
    check.channel = world.rows["draft"].channels.first()
    refused("a_document_comes_in_over_a_channel_of_the_policy", check, clerk)


def test_a_fact_is_proven_by_a_document_of_its_own_request(request_, clerk):
    proof = make.make_request("verified").verifications.first()
    refused("a_fact_is_proven_within_its_request", fact(request_, clerk, proven_by=proof), clerk)
    own = write(fact(request_, clerk, proven_by=request_.verifications.first()), by=clerk, reason="x")
    own.proven_by = proof
    refused("a_fact_is_proven_within_its_request", own, clerk)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("what_was_found_is_said", {"verdict": "differs"}),
        ("stated_fact_is_known", {"fact": "shoe_size"}),
        ("fact_verdict_is_known", {"verdict": "perhaps"}),
        ("stated_fact_digest_is_sha256", {"stated_sha256": "x"}),
        ("a_waiver_of_a_fact_is_whole", {"verdict": "missing", "waiver_reason": "سبب كافٍ"}),
    ],
)
def test_a_checked_fact_is_whole(request_, clerk, name, changed):
    refused(name, fact(request_, clerk, **changed), clerk)


def test_a_fact_is_checked_once_and_only_a_missing_proof_is_waived(request_, clerk):
    waived = {"waived_by": clerk, "waived_at": timezone.now(), "waiver_reason": "سبب كافٍ"}
    refused(
        "only_a_missing_proof_is_waived", fact(request_, clerk, verdict="differs", found="y", **waived), clerk
    )
    proof = request_.verifications.first()
    refused(
        "a_missing_proof_is_no_document", fact(request_, clerk, verdict="missing", proven_by=proof), clerk
    )
    write(fact(request_, clerk, verdict="missing", **waived), by=clerk, reason="x")
    refused("a_fact_is_checked_once", fact(request_, clerk), clerk)


def test_missing_documents_are_asked_for_in_one_open_list_with_a_later_day(request_, clerk):
    today = riyadh_today()
    refused("documents_are_expected_later", asked(request_, clerk, bring_until=today), clerk)
    refused("a_settled_list_says_how", asked(request_, clerk, closed_on=today), clerk)
    refused("how_missing_documents_were_told_is_known", asked(request_, clerk, how_told="owl"), clerk)
    write(asked(request_, clerk), by=clerk, reason="x")
    refused("one_list_of_missing_documents_is_open", asked(request_, clerk), clerk)
    write(asked(request_, clerk, closed_on=today, outcome="brought"), by=clerk, reason="x")
