"""The sample studies: a visit, what was found there beside what was stated, the score, and one draft half written."""

from decimal import Decimal

from accounts.models import User
from arabic.calendars import riyadh_today
from intake.models import SupportRequest
from intake.steps import State
from research_committee.models import ScoreScale
from research_committee.outcomes import Recommendation
from research_committee.research import Recommended, submit_report
from research_committee.scales.drafting import adopt_shipped_scale
from research_committee.scales.reading import scale_in_force, scale_of
from research_committee.studying.drafts import save_draft
from research_committee.studying.sheet import Aid, Debt, Found, Home, Illness, Line, Member, Need, Sheet
from research_committee.studying.stated import StatedHousehold
from research_committee.visits.held import record_visit

from .past import days_ago
from .people import identity_number

# Before the first of the sample studies.
SCALE_DAYS = 90
# Whose study is half written, and since how many days.
DRAFTED, DRAFTED_DAYS = 6, 1
FINDINGS = "المسكن مستأجر ومكوّن من ثلاث غرف، والأثاث قديم لكنه صالح. الدخل من الضمان الاجتماعي وحده."
# Whose study has something beside it that only the committee reads.
WITH_ANNEX = 7
ANNEX = "ذكرت الأم في غياب الأسرة أن الابن الأكبر يتلقى علاجًا نفسيًا منذ سنة، ولا تريد أن يعلم بذلك أحد."
SEEN = "شقة في الدور الثاني من ثلاث غرف، فيها رطوبة في غرفة الأطفال، والأثاث قليل ونظيف."
CHILDREN = ("ريم", "سلمان", "جود", "نواف")


def put_scale_in_force(staff: dict[str, User]) -> None:
    """The scale that ships with the portal, by which every sample study is scored."""
    if not ScoreScale.objects.exists():
        with days_ago(SCALE_DAYS, 9):
            adopt_shipped_scale(by=staff["executive"])


def submit_sample_study(
    support_request: SupportRequest, *, place: int, recommendation: str, by: User
) -> None:
    """The visit and the report about it, on the day on which this is called."""
    record_visit(
        support_request,
        kind="field",
        visited_on=riyadh_today(),
        at_home="الأم وثلاثة من الأبناء",
        seen=SEEN,
        by=by,
    )
    accepts = recommendation == Recommendation.ACCEPT
    submit_report(
        SupportRequest.objects.get(pk=support_request.pk),
        sheet=_sheet(support_request, place),
        answers=_answers(place),
        findings=FINDINGS,
        recommended=Recommended(
            recommendation=recommendation,
            recommendation_text="أوصي بالنظر في الطلب وفق ما ورد في الدراسة.",
            recommended_service=support_request.service_type if accepts else None,
            recommended_amount=Decimal(6000) if accepts else None,
        ),
        annex=ANNEX if place == WITH_ANNEX else "",
        by=by,
    )


def _answers(place: int) -> dict[str, str]:
    """One level of each part, not the same for every person."""
    parts = scale_of(scale_in_force()).parts
    return {
        part.code: part.levels[(place + number) % min(4, len(part.levels))].code if part.levels else "1"
        for number, part in enumerate(parts)
    }


def _sheet(support_request: SupportRequest, place: int) -> Sheet:
    household = StatedHousehold(support_request.beneficiary)
    members = tuple(Member(row.name, row.relation, "here") for row in household.members)
    family = support_request.beneficiary.family_name
    return Sheet(
        members=members,
        found=tuple(
            Found(f"{name} {family}", "child", 4 + 3 * number)
            for number, name in enumerate(CHILDREN[: 1 + place % 4])
        ),
        income=(Line("social_security", Decimal(2100 + 130 * place)),),
        expenses=(
            Line("rent", Decimal(1500), "عقد سنوي"),
            Line("food", Decimal(1200 + 60 * place)),
            Line("bills", Decimal(700 + 30 * place)),
        ),
        home=Home("flat", "rented", "poor", 3, "رطوبة في غرفة الأطفال"),
        health="الأم تتابع علاج السكري في المستشفى." if place % 2 else "",
        ill=(Illness("الأم", "سكري"),) if place % 2 else (),
        debts=(Debt("المؤجر", Decimal(4500), Decimal(500)),),
        aid=(Aid("جمعية خيرية في الحي", "سلة غذائية", Decimal(200)),),
        needs=(
            Need("سداد إيجار ثلاثة أشهر", "urgent", Decimal(4500)),
            Need("دعم شهري إلى أن يستقر الدخل", "soon"),
        ),
        stated=household.home,
    )


def leave_a_draft(staff: dict[str, User]) -> None:
    """A study that was begun at the door and is not finished: a son has moved out, and the rent is higher."""
    researcher = staff["researcher"]
    of_person = SupportRequest.objects.filter(beneficiary__identity_number=identity_number(DRAFTED))
    support_request = of_person.get(state=State.REFERRED, researcher=researcher)
    members = StatedHousehold(support_request.beneficiary).members
    presence = {f"member_{row.key}_presence": ["here"] for row in members[:-1]}
    last = members[-1].key
    typed = {
        **presence,
        f"member_{last}_presence": ["away"],
        f"member_{last}_note": ["انتقلت إلى بيت ابنها الأكبر منذ رمضان"],
        "rows_income": ["4"],
        "income_0_kind": ["social_security"],
        "income_0_amount": ["1320"],
        "income_1_kind": ["citizen_account"],
        "income_1_amount": ["1140"],
        "rows_expenses": ["6"],
        "expenses_0_kind": ["rent"],
        "expenses_0_amount": ["1700"],
        "expenses_0_note": ["رُفع الإيجار في محرم"],
        "expenses_1_kind": ["bills"],
        "expenses_1_amount": ["310.50"],
        "expenses_2_kind": ["food"],
        "expenses_2_amount": ["1100"],
        "expenses_3_kind": ["school"],
        "expenses_3_amount": ["180"],
        "home_dwelling": ["flat"],
        "home_tenure": ["rented"],
        "home_rooms": ["3"],
        "rows_needs": ["2"],
        "needs_0_need": ["سداد إيجار متأخر"],
        "needs_0_urgency": ["urgent"],
        "needs_0_amount": ["5100"],
    }
    with days_ago(DRAFTED_DAYS, 17):
        save_draft(support_request, typed=typed, by=researcher, seen_saving=None)
