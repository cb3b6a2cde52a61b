"""Two sample households: a widow's with her children, and a retired man's to which his son came back."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from beneficiaries.households.budget import record_budget_line
from beneficiaries.households.homes import open_household
from beneficiaries.households.members import add_member, leave_household
from beneficiaries.models import Beneficiary, Household

from .past import days_ago
from .people import identity_number

HOUR = 15
# Whose household, how it lives, its members (relation, name, gender, birth, precision), and its budget.
HOUSEHOLDS = (
    (
        6,
        7,
        {"housing": "rented", "rooms": 3, "short_address": "TFAA2929"},
        (
            ("child", "عبدالرحمن ماجد القرني", "male", date(2009, 5, 2), "day"),
            ("child", "لمى ماجد القرني", "female", date(2012, 11, 19), "day"),
            ("child", "ياسر ماجد القرني", "male", date(2016, 2, 8), "day"),
            ("parent", "صالحة أحمد القرني", "female", date(1954, 1, 1), "year"),
        ),
        (
            ("income", "social_security", "1320", ""),
            ("income", "citizen_account", "1140", ""),
            ("expense", "rent", "1250", "شقة من ثلاث غرف"),
            ("expense", "bills", "310.50", ""),
            ("expense", "food", "1100", ""),
            ("expense", "school", "180", "نقل مدرسي"),
        ),
    ),
    (
        11,
        12,
        {"housing": "owned", "rooms": 4, "housing_note": "بيت شعبي يحتاج سقفه إلى ترميم"},
        (
            ("spouse", "زهرة جبران الفيفي", "female", date(1970, 8, 14), "day"),
            ("child", "حسن علي الفيفي", "male", date(1999, 3, 3), "day"),
        ),
        (
            ("income", "pension", "2750", ""),
            ("expense", "treatment", "600", "أدوية السكري والضغط"),
            ("expense", "instalments", "900", ""),
        ),
    ),
)


def make_households(staff: dict[str, User]) -> None:
    """Writes the sample households of people who have files, on the days after these were opened."""
    clerk = staff["reception"]
    for place, days, address, members, budget in HOUSEHOLDS:
        head = Beneficiary.objects.get(identity_number=identity_number(place))
        with days_ago(days, HOUR):
            household = open_household(head, by=clerk, city=head.city, district=head.district, **address)
            added = _members(household, members, clerk)
            for direction, kind, amount, note in budget:
                record_budget_line(
                    household,
                    direction=direction,
                    kind=kind,
                    monthly_amount=Decimal(amount),
                    note=note,
                    by=clerk,
                )
    # Of the second household the son has left meanwhile.
    with days_ago(2, HOUR):
        leave_household(added[-1], because="انتقل للعمل في جدة", by=clerk)


def _members(household: Household, members, clerk: User) -> list:
    head = household.members.get()
    return [
        add_member(
            household,
            relation=relation,
            depends_on=head,
            name=name,
            gender=gender,
            birth_date=birth,
            birth_precision=precision,
            by=clerk,
        )
        for relation, name, gender, birth, precision in members
    ]
