"""Committees, studied requests and agenda items, made by the portal's own verbs."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from accounts.models import User, system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from intake.models import SupportRequest
from research_committee.decisions import record_decision, tally
from research_committee.models import AgendaItem, CommitteeSession, ScoreScale
from research_committee.outcomes import Position
from research_committee.research import submit_report
from research_committee.scales.drafting import adopt_shipped_scale as adopt_scale_that_ships
from research_committee.seats import give_seat
from research_committee.sessions import add_item, mark_attendance, open_session
from research_committee.voting import cast_vote
from tests.factories import make_request, make_user, noon_days_ago

REASONS = "دخل الأسرة لا يغطي إيجار المسكن، والدراسة الميدانية تؤيد ذلك."


@dataclass
class Committee:
    chair: User
    secretary: User
    members: list[User]

    @property
    def everyone(self) -> list[User]:
        return [self.chair, self.secretary, *self.members]


def make_committee(size: int = 3) -> Committee:
    """A committee that sits since last year; the first chairs, the second is its secretary."""
    since = riyadh_today() - timedelta(days=400)
    people = [make_user(Role.COMMITTEE) for _ in range(size)]
    positions = [Position.CHAIR, Position.SECRETARY, *[Position.MEMBER] * (size - 2)]
    for user, position in zip(people, positions, strict=True):
        give_seat(user=user, position=position, from_on=since, by=system_user())
    return Committee(people[0], people[1], people[2:])


def study(**fields) -> dict:
    """What a researcher writes."""
    return {
        "visited_on": riyadh_today(),
        "visit_kind": "field",
        "household_size": 6,
        "monthly_income": Decimal("3200.00"),
        "monthly_expenses": Decimal("4100.50"),
        "findings": "أسرة من ستة أفراد تسكن شقة مستأجرة، والأب متوقف عن العمل منذ أربعة أشهر.",
        "needs": "سداد إيجار ثلاثة أشهر وأجهزة تأهيلية للابن.",
        "score_income": 22,
        "score_housing": 18,
        "score_health": 15,
        "score_family": 11,
        "recommendation": "accept",
        "recommendation_text": "أوصي بقبول الطلب وسداد الإيجار مباشرة إلى المؤجر.",
        **fields,
    }


def make_studied(*, referred_days_ago: int = 20, **given) -> SupportRequest:
    """A request before the committee; the report is submitted on the day of the referral."""
    request = make_request("referred", referred_days_ago=referred_days_ago, **given)
    with noon_days_ago(referred_days_ago) if referred_days_ago else nullcontext():
        submit_report(request, by=request.researcher, **study())
    return SupportRequest.objects.get(pk=request.pk)


def make_session(committee: Committee, present: list[User] | None = None) -> CommitteeSession:
    session = open_session(place="قاعة الاجتماعات", by=committee.secretary)
    mark_attendance(session, committee.everyone if present is None else present, by=committee.secretary)
    return session


def make_item(committee: Committee | None = None, **given) -> tuple[AgendaItem, Committee]:
    """An open item before a session that the whole committee attends."""
    committee = committee or make_committee()
    request = make_studied(**given)
    return add_item(make_session(committee), request, by=committee.secretary), committee


def vote(item: AgendaItem, choices: dict[User, str]) -> None:
    for member, choice in choices.items():
        cast_vote(item, choice=choice, by=member)


def granted(item: AgendaItem) -> list[tuple]:
    service = item.support_request.service_type
    return [(service, "سداد إيجار ثلاثة أشهر", Decimal("6000"), "يدفع إلى المؤجر مباشرة")]


def decide(item: AgendaItem, by: User, **given):
    """Records what the votes say, with good reasons and, with an acceptance, something granted."""
    item = AgendaItem.objects.get(pk=item.pk)
    services = granted(item) if tally(item).outcome == "accept" else ()
    return record_decision(item, **{"reasons": REASONS, "granted": services, "by": by, **given})


def adopt_shipped_scale(by: User | None = None) -> ScoreScale:
    """The scale that ships with the portal, in force; once adopted it is the one that is there."""
    found = ScoreScale.objects.in_force()
    if found is not None:
        return found
    return adopt_scale_that_ships(
        by=by or User.objects.working_as(Role.EXECUTIVE).first() or make_user(Role.EXECUTIVE)
    )
