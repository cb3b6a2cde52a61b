"""Committees, studied requests and agenda items, made by the portal's own verbs."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from accounts.models import User, system_user
from accounts.roles import Role
from arabic.calendars import riyadh_today
from audit.writing import write
from intake.models import SupportRequest
from policies.reasons import DEFAULTS
from research_committee.decisions import record_decision, tally
from research_committee.models import AgendaItem, CommitteeSession, ResearchReport, ScoreScale, StudyVisit
from research_committee.outcomes import Position
from research_committee.research import Recommended, submit_report
from research_committee.scales.drafting import adopt_shipped_scale as adopt_scale_that_ships
from research_committee.scales.reading import scale_of
from research_committee.seats import give_seat
from research_committee.sessions import add_item, mark_attendance, open_session
from research_committee.studying.sheet import Aid, Debt, Found, Home, Illness, Line, Member, Need, Sheet
from research_committee.voting import cast_vote
from tests.factories import make_request, make_user, noon_days_ago

CHILDREN = {"ريم": 15, "لمى": 12, "ياسر": 9, "سلمان": 4}
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


def sheet(**parts) -> Sheet:
    """What a researcher found: a couple with four children, beside a household that stated nothing else."""
    return Sheet(
        **{
            "members": (Member("سارة محمد الحارثي", "head", "here"),),
            "found": (
                Found("ماجد سعد الحارثي", "spouse", 44),
                *(Found(name, "child", age) for name, age in CHILDREN.items()),
            ),
            "income": (Line("salary", Decimal("3200.00")),),
            "expenses": (Line("rent", Decimal("2100.00")), Line("food", Decimal("2000.50"))),
            "home": Home("flat", "rented", "poor", 3, "رطوبة في غرفة الأطفال"),
            "health": "الأب مصاب في ظهره ولا يقوى على العمل.",
            "ill": (Illness("ماجد", "انزلاق غضروفي"),),
            "debts": (Debt("المؤجر", Decimal("6000.00"), None),),
            "aid": (Aid("جمعية البر", "سلة غذائية", Decimal("250.00")),),
            "needs": (
                Need("سداد إيجار ثلاثة أشهر", "urgent", Decimal("6000.00")),
                Need("أجهزة تأهيلية للابن", "soon", None),
            ),
            **parts,
        }
    )


def answers(**parts: str) -> dict[str, str]:
    """For each part of the scale in force its second level, unless it is said otherwise."""
    scale = scale_of(adopt_shipped_scale())
    return {part.code: part.levels[1].code if part.levels else "1" for part in scale.parts} | parts


def advice(**parts) -> Recommended:
    return Recommended(
        **{
            "recommendation": "accept",
            "recommendation_text": "أوصي بقبول الطلب وسداد الإيجار مباشرة إلى المؤجر.",
            "recommended_amount": Decimal("6000.00"),
            **parts,
        }
    )


def study(**fields) -> dict:
    """What a researcher writes."""
    return {
        "sheet": sheet(),
        "answers": answers(),
        "findings": "أسرة من ستة أفراد تسكن شقة مستأجرة، والأب متوقف عن العمل منذ أربعة أشهر.",
        "recommended": advice(),
        **fields,
    }


def make_visit(support_request: SupportRequest, **fields) -> StudyVisit:
    """A visit of the present study, held today."""
    support_request = SupportRequest.objects.get(pk=support_request.pk)
    visit = StudyVisit(
        **{
            "support_request": support_request,
            "study": support_request.study,
            "researcher": support_request.researcher,
            "kind": "field",
            "visited_on": riyadh_today(),
            "at_home": "الأم وثلاثة من الأبناء",
            "seen": "شقة من ثلاث غرف فيها رطوبة، والأثاث قليل.",
            **fields,
        }
    )
    return write(visit, by=visit.researcher, reason="Visit")


def submit_study(support_request: SupportRequest, **fields) -> ResearchReport:
    """A visit, and the report about it, by the researcher in charge."""
    make_visit(support_request)
    return submit_report(support_request, by=support_request.researcher, **study(**fields))


def make_studied(*, referred_days_ago: int = 20, **given) -> SupportRequest:
    """A request before the committee; the report is submitted on the day of the referral."""
    request = make_request("referred", referred_days_ago=referred_days_ago, **given)
    with noon_days_ago(referred_days_ago) if referred_days_ago else nullcontext():
        submit_study(request)
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
    outcome = tally(item).outcome
    code = DEFAULTS[outcome][0].code if outcome else ""
    facts = {"reason_code": code, "reasons": REASONS, "granted": services, "by": by}
    return record_decision(item, **facts | given)


def adopt_shipped_scale(by: User | None = None) -> ScoreScale:
    """The scale that ships with the portal, in force; once adopted it is the one that is there."""
    found = ScoreScale.objects.in_force()
    if found is not None:
        return found
    by = by or User.objects.working_as(Role.EXECUTIVE).first() or make_user(Role.EXECUTIVE)
    with noon_days_ago(400):
        return adopt_scale_that_ships(by=by)
