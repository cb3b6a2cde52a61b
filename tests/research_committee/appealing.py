"""Rejected requests, and appeals against them, made by the portal's own verbs."""

from datetime import timedelta

from accounts.roles import Role
from arabic.calendars import riyadh_today
from intake.models import SupportRequest
from policies.reasons import DEFAULTS
from research_committee.appeals.recording import record_appeal
from research_committee.models import Appeal, Decision
from research_committee.sessions import add_item
from tests.factories import make_user, noon_days_ago

from .factories import Committee, decide, make_committee, make_item, make_session, vote

GROUNDS = "انقطع الدعم الذي كانت الأسرة تتلقاه من الجهة الأخرى قبل شهر، ومرفق خطاب منها."


def clerk():
    return make_user(Role.RECEPTION, username="reception")


def rejected(committee: Committee | None = None, *, days_ago: int = 0) -> tuple[SupportRequest, Committee]:
    """A request that the committee rejected, some days ago."""
    with noon_days_ago(days_ago):
        item, committee = make_item(committee)
        vote(item, dict.fromkeys(committee.everyone, "reject"))
        decide(item, committee.chair)
    return SupportRequest.objects.get(pk=item.support_request_id), committee


def appeal(request: SupportRequest, **given) -> Appeal:
    """An appeal as a careful clerk records it."""
    facts = {
        "channel": request.policy_version.channels.first(),
        "received_on": riyadh_today(),
        "grounds": GROUNDS,
        "said_by": "سارة محمد الحارثي",
        "how_told": "phone",
        "told": True,
        "by": given.pop("by", None) or clerk(),
    }
    return record_appeal(request, **facts | given)


def item_of_appeal(request: SupportRequest, committee: Committee):
    return add_item(make_session(committee), request, by=committee.secretary)


def decide_appeal(request: SupportRequest, committee: Committee, outcome: str) -> Decision:
    """What the committee says to the appeal, on the day on which its clock allows it."""
    item = item_of_appeal(request, committee)
    vote(item, dict.fromkeys(committee.everyone, outcome))
    code = "need_proven_on_appeal" if outcome == "accept" else DEFAULTS[outcome][-1].code
    return decide(item, committee.chair, reason_code=code)


def appealed(days_ago: int = 14) -> tuple[SupportRequest, Committee]:
    """A rejection and the appeal against it, both of some days ago; the clock of the appeal has run out by today."""
    with noon_days_ago(days_ago):
        committee = make_committee()
        request, _committee = rejected(committee)
        appeal(request)
    return SupportRequest.objects.get(pk=request.pk), committee


def last_day(request: SupportRequest):
    decided = Decision.objects.get(support_request=request, study=request.study)
    return decided.decided_on + timedelta(days=request.policy_version.appeal_days)
