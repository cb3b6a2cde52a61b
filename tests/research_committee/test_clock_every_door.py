"""Two weeks by the server's clock, from midnight in Riyadh: one second earlier no door decides, one second later they do."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command, get_commands
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.models.audited import UnattributedWrite
from audit.refusals import Refused
from audit.writing import write
from intake.models import SupportRequest
from research_committee.models import Decision
from tests.factories import make_user

from .factories import REASONS, decide, make_item, vote
from .test_committee_guards import decision_row, execute, insert

pytestmark = pytest.mark.django_db
RIYADH = ZoneInfo("Asia/Riyadh")
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def voted():
    """An item with a result, five days after the referral."""
    item, committee = make_item(referred_days_ago=5)
    vote(item, dict.fromkeys(committee.everyone, "reject"))
    return item, committee


def midnight_of(item) -> datetime:
    """The moment from which the item may be decided."""
    return datetime.combine(item.support_request.earliest_decision_on, time(0), RIYADH)


def just_before(item):
    return time_machine.travel(midnight_of(item) - A_SECOND, tick=False)


def just_after(item):
    return time_machine.travel(midnight_of(item) + A_SECOND, tick=False)


def row(item, committee, **values) -> dict:
    """A rejection of today, as a raw row."""
    appeal_days = item.support_request.policy_version.appeal_days
    rejected = {
        "outcome": "reject",
        "reason_code": "needs_are_covered",
        "accept_votes": 0,
        "reject_votes": 3,
        "decided_on": riyadh_today(),
        "appeal_until": riyadh_today() + timedelta(days=appeal_days),
    }
    return decision_row(item, committee, **rejected | values)


def nothing_is_decided(item) -> bool:
    request = SupportRequest.objects.get(pk=item.support_request_id)
    return not Decision.objects.exists() and request.state == "studied" and request.decided_on is None


def test_the_verb(voted):
    item, committee = voted
    with just_before(item), pytest.raises(Refused):
        decide(item, committee.chair)
    assert nothing_is_decided(item)
    with just_after(item):
        assert decide(item, committee.chair).decided_on == item.support_request.earliest_decision_on


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_and_its_form(sign_in, voted, language):
    item, committee = voted
    address = reverse("item_decide", args=[item.pk])
    fields = {"reasons": REASONS, "seen_version": item.support_request.version, "seen_outcome": "reject"}

    def send():
        client = sign_in(committee.chair, fresh=True)
        client.cookies["language"] = language
        shown = client.get(address).context["form"]
        codes = shown.fields["reason_code"].choices if "reason_code" in shown.fields else []
        chosen = {"reason_code": [code for code, _label in codes if code][0]} if codes else {}
        return client.post(address, {"idempotency_key": str(uuid.uuid4()), **fields, **chosen})

    with just_before(item):
        refusal = send()
    assert refusal.status_code == 409
    assert refusal.context["form"].non_field_errors()
    assert nothing_is_decided(item)
    with just_after(item):
        assert send().status_code == 303
    assert Decision.objects.get().decided_on == item.support_request.earliest_decision_on


def test_a_date_that_is_sent_along_is_not_read(sign_in, voted):
    item, committee = voted
    client = sign_in(committee.chair, fresh=True)
    late = item.support_request.earliest_decision_on + timedelta(days=30)
    told = dict.fromkeys(("decided_on", "today", "earliest_decision_on", "now"), late.isoformat())
    fields = {"reasons": REASONS, "seen_version": item.support_request.version, "seen_outcome": "reject"}
    sent = client.post(
        reverse("item_decide", args=[item.pk]),
        {"idempotency_key": str(uuid.uuid4()), "reason_code": "needs_are_covered", **fields, **told},
        headers={"Date": "Tue, 01 Jan 2030 00:00:00 GMT", "X-Client-Time": late.isoformat()},
    )
    assert sent.status_code in (409, 422)
    assert nothing_is_decided(item)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.BOARD])
def test_the_administration(sign_in, voted, role):
    item, committee = voted
    client = sign_in(make_user(role), fresh=True)
    fields = {name: str(value) for name, value in row(item, committee).items()}
    for moment in (just_before(item), just_after(item)):
        with moment:
            for name, args in (
                ("decision_add", []),
                ("decision_change", [1]),
                ("agendaitem_change", [item.pk]),
            ):
                sent = client.post(reverse(f"admin:research_committee_{name}", args=args), fields)
                assert sent.status_code in (302, 403, 404)
    assert nothing_is_decided(item)


def test_the_shell(voted):
    item, committee = voted
    with just_before(item):
        # A model's own save, without and with its author, with today's date and with a false one.
        with pytest.raises(UnattributedWrite):
            Decision(**row(item, committee)).save()
        for false in (
            {},
            {"earliest_decision_on": riyadh_today()},
            {"earliest_decision_on": riyadh_today() - timedelta(days=1)},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                write(Decision(**row(item, committee, **false)), by=committee.chair, reason="Early")
        request = SupportRequest.objects.get(pk=item.support_request_id)
        request.earliest_decision_on = riyadh_today()
        with pytest.raises((Refused, IntegrityError)), transaction.atomic():
            write(request, by=committee.chair, reason="Early")
    assert nothing_is_decided(item)


def test_a_command(voted):
    item, committee = voted
    ours = {
        name for name, app in get_commands().items() if not str(app).startswith(("django", "simple_history"))
    }
    # None of our commands decides; what runs in a shell goes through the same verb.
    assert not [name for name in ours if "deci" in name or "vote" in name]
    early = (
        "from research_committee.models import AgendaItem; from accounts.models import User; "
        "from research_committee.decisions import record_decision; "
        f"record_decision(AgendaItem.objects.get(pk={item.pk}), reasons='{REASONS}', "
        f"reason_code='needs_are_covered', by=User.objects.get(pk={committee.chair.pk}))"
    )
    with just_before(item), pytest.raises(Refused):
        call_command("shell", command=early, verbosity=0)
    assert nothing_is_decided(item)


def test_raw_sql(voted):
    item, committee = voted
    request = item.support_request
    with just_before(item):
        today, yesterday = riyadh_today(), riyadh_today() - timedelta(days=1)
        for dated in (
            {},
            {"earliest_decision_on": today},
            {"earliest_decision_on": yesterday},
            {"decided_on": yesterday, "earliest_decision_on": yesterday},
        ):
            with pytest.raises(IntegrityError):
                insert(Decision, **row(item, committee, **dated))
        # Neither is the period shortened, nor the request moved without its decision.
        for statement in (
            f"UPDATE intake_supportrequest SET earliest_decision_on = '{today}' WHERE id = %s",
            f"UPDATE intake_supportrequest SET told_on = '{yesterday - timedelta(days=20)}' WHERE id = %s",
            f"UPDATE intake_supportrequest SET state = 'rejected', decided_on = '{today}' WHERE id = %s",
        ):
            with pytest.raises(IntegrityError):
                execute(statement, request.pk)
    assert nothing_is_decided(item)
    with just_after(item):
        insert(Decision, **row(item, committee))
    assert Decision.objects.get().decided_on == request.earliest_decision_on


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "UTC", "America/New_York"])
def test_the_machine_may_stand_anywhere(voted, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    item, committee = voted
    with just_before(item), translation.override("en"), pytest.raises(Refused, match="may decide from"):
        decide(item, committee.chair)
    with just_after(item):
        assert decide(item, committee.chair)
