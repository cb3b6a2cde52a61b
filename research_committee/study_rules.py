"""The conditions of a study: each names its field and says in a sentence what is lacking."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from beneficiaries.models import Direction
from beneficiaries.models.budget import KINDS
from beneficiaries.models.households import Housing, Relation
from intake.models import SupportRequest

from .models import ResearchReport
from .outcomes import Recommendation
from .scales.rules import reason_no_scale
from .studying.names import Condition, Dwelling, Presence, Urgency
from .studying.sheet import Sheet
from .visits.rules import reason_no_visit
from .words import says_something

Reasons = list[tuple[str, str]]
OLDEST, MOST_ROOMS = 130, 60
# What the columns of a report can hold.
MOST_A_MONTH, MOST_IN_ALL = Decimal("99999999.99"), Decimal("9999999999.99")
WRITTEN = ("findings", "recommendation_text")


def gate_of_study(support_request: SupportRequest) -> list[dict]:
    """What must stand before a study is submitted, whatever is written in it."""
    judged = (
        (reason_no_visit(support_request), _("A visit of this study is on record.")),
        (reason_no_scale(), _("A score scale is in force.")),
    )
    return [{"open": not reason, "sentence": reason or promise} for reason, promise in judged]


def reasons_against_report(report: ResearchReport, sheet: Sheet) -> Reasons:
    """What a report lacks, as (field, sentence); the rows of its tables are counted from zero."""
    return [
        *_against_household(sheet),
        *_against_budget(sheet),
        *_against_home(sheet),
        *_against_rows(sheet),
        *_against_needs(sheet),
        *_against_words(report),
        *_against_recommendation(report),
    ]


def _against_household(sheet: Sheet) -> Reasons:
    reasons = []
    for number, member in enumerate(sheet.members):
        if member.presence not in Presence.values:
            reasons.append((f"members_{number}_presence", _("Say whether this person lives there.")))
    for number, person in enumerate(sheet.found):
        if not person.name:
            reasons.append((f"found_{number}_name", _("Write the name.")))
        if person.relation not in Relation.values or person.relation == Relation.HEAD:
            reasons.append((f"found_{number}_relation", _("Say what this person is to the household.")))
        if not 0 <= person.age <= OLDEST:
            message = _("Give an age from 0 to %(most)d years.") % {"most": OLDEST}
            reasons.append((f"found_{number}_age", message))
    if not reasons and sheet.household_size < 1:
        reasons.append(("members_0_presence", _("A household has at least one person.")))
    return reasons


def _against_budget(sheet: Sheet) -> Reasons:
    reasons = []
    for table, direction in (("income", Direction.INCOME), ("expenses", Direction.EXPENSE)):
        for number, line in enumerate(getattr(sheet, table)):
            if line.kind not in KINDS[direction]:
                reasons.append((f"{table}_{number}_kind", _("This kind does not belong to this table.")))
            reasons += _against_amount(f"{table}_{number}_amount", line.amount, MOST_A_MONTH)
    for column, table in (("monthly_income", "income"), ("monthly_expenses", "expenses")):
        if not reasons and getattr(sheet, column) > MOST_A_MONTH:
            reasons.append((f"{table}_0_amount", _("The amounts together are too large.")))
    return reasons


def _against_amount(name: str, amount: Decimal | None, most: Decimal) -> Reasons:
    if amount is None:
        return []
    if not amount.is_finite() or amount < 0:
        return [(name, _("The amount cannot be less than zero."))]
    if amount > most or amount != round(amount, 2):
        return [(name, _("Write the amount in riyals and halalas."))]
    return []


def _against_home(sheet: Sheet) -> Reasons:
    home, reasons = sheet.home, []
    for name, value, known in (
        ("home_dwelling", home.dwelling, Dwelling),
        ("home_tenure", home.tenure, Housing),
        ("home_condition", home.condition, Condition),
    ):
        if value not in known.values:
            reasons.append((name, _("Choose what was found.")))
    if home.rooms is not None and not 1 <= home.rooms <= MOST_ROOMS:
        reasons.append(("home_rooms", _("A home has from 1 to %(most)d rooms.") % {"most": MOST_ROOMS}))
    return reasons


def _against_rows(sheet: Sheet) -> Reasons:
    """Illnesses, debts and other aid: each row says both of its words, and its amounts are amounts."""
    reasons = []
    words = (("ill", ("who", "what")), ("debts", ("to_whom",)), ("aid", ("from_whom", "what")))
    for table, names in words:
        for number, row in enumerate(getattr(sheet, table)):
            reasons += _empty(f"{table}_{number}", row, names)
    for number, debt in enumerate(sheet.debts):
        reasons += _against_amount(f"debts_{number}_amount", debt.amount, MOST_IN_ALL)
        reasons += _against_amount(f"debts_{number}_monthly", debt.monthly, MOST_A_MONTH)
    for number, aid in enumerate(sheet.aid):
        reasons += _against_amount(f"aid_{number}_monthly", aid.monthly, MOST_A_MONTH)
    return reasons


def _empty(row_name: str, row, names: Iterable[str]) -> Reasons:
    return [
        (f"{row_name}_{name}", _("Fill in this part of the row.")) for name in names if not getattr(row, name)
    ]


def _against_needs(sheet: Sheet) -> Reasons:
    if not sheet.needs:
        return [("needs_0_need", _("List at least one need: the committee decides about needs."))]
    reasons = []
    for number, row in enumerate(sheet.needs):
        if not says_something(row.need):
            reasons.append((f"needs_{number}_need", _("Describe the need in words.")))
        if row.urgency not in Urgency.values:
            reasons.append((f"needs_{number}_urgency", _("Say how urgent it is.")))
        reasons += _against_amount(f"needs_{number}_amount", row.amount, MOST_IN_ALL)
    return reasons


def _against_words(report: ResearchReport) -> Reasons:
    sentence = _("Describe it in words: the committee decides on what is written here.")
    return [(name, sentence) for name in WRITTEN if not says_something(getattr(report, name))]


def _against_recommendation(report: ResearchReport) -> Reasons:
    reasons = []
    amount, service = report.recommended_amount, report.recommended_service
    if report.recommendation not in Recommendation.values:
        reasons.append(("recommendation", _("Say what you recommend.")))
    if amount is not None:
        reasons += _against_amount("recommended_amount", amount, MOST_IN_ALL)
        if amount == 0:
            reasons.append(("recommended_amount", _("Write an amount above zero, or leave it empty.")))
    if service is not None and service.policy_version_id != report.support_request.policy_version_id:
        reasons.append(("recommended_service", _("The policy does not have this service.")))
    if report.recommendation == Recommendation.ACCEPT and amount is None and service is None:
        sentence = _("To recommend acceptance, name at least a service or an amount.")
        reasons.append(("recommended_service", sentence))
    if report.recommendation == Recommendation.REJECT and (amount is not None or service is not None):
        sentence = _("A recommendation not to accept names neither a service nor an amount.")
        reasons.append(("recommended_service" if service is not None else "recommended_amount", sentence))
    return reasons
