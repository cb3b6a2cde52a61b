"""What the database itself refuses about appeals."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import system_user
from arabic.calendars import riyadh_today
from audit.writing import write
from intake.models import Referral, SupportRequest
from policies.loading import load_pack
from research_committee.models import AgendaItem, Appeal, Decision
from tests.policies.conftest import pack_source as pack_source
from tests.tampering import past_the_guards

from .appealing import GROUNDS, appeal, appealed, decide_appeal, last_day, rejected
from .test_committee_guards import execute, insert

pytestmark = pytest.mark.django_db

SOONER = {"appeal_days = 30": "appeal_days = 30\nappeal_reply_days = 7"}


def fresh(request) -> SupportRequest:
    return SupportRequest.objects.get(pk=request.pk)


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
