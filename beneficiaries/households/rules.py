"""What a household must satisfy: one head, one home for each person, and nobody who depends on a descendant."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from arabic.calendars import Precision, dual, riyadh_today
from arabic.text import listed

from ..models import Beneficiary, Household, HouseholdMember, Relation
from ..models.budget import KINDS

# The longest time, in days, that a date known to the month or the year leaves open.
_OPEN_DAYS = {Precision.DAY: 0, Precision.MONTH: 31, Precision.YEAR: 366}
YOUNGER = frozenset({Relation.CHILD, Relation.GRANDCHILD})
OLDER = frozenset({Relation.PARENT})
LARGEST_AMOUNT = Decimal("99999999.99")


def surely_before(born: tuple, other: tuple) -> bool:
    """Whether the first birth lies before the second, however little is known of both."""
    (day, precision), (other_day, _precision) = born, other
    return bool(day and other_day) and _last_day(day, precision) < other_day


def _last_day(day: date, precision: str) -> date:
    return day + timedelta(days=_OPEN_DAYS[Precision(precision or Precision.DAY)])


def reason_of_second_head(household: Household, member: HouseholdMember) -> str | None:
    """A household has one head at a time."""
    if member.relation != Relation.HEAD or member.left_on is not None:
        return None
    others = household.members.filter(relation=Relation.HEAD, left_on__isnull=True).exclude(pk=member.pk)
    head = others.select_related("person").first()
    if head is not None:
        return _("%(name)s is the head of this household; it has one head at a time.") % {"name": head}
    return None


def reason_lives_elsewhere(person: Beneficiary | None, member: HouseholdMember) -> str | None:
    """A person belongs to one household at a time."""
    if person is None or member.left_on is not None:
        return None
    others = list(person.memberships.exclude(pk=member.pk).values_list("household", "left_on"))
    if any(left_on is None for _household, left_on in others):
        if any(household == member.household_id for household, left_on in others if left_on is None):
            return _("%(name)s is a member of this household already.") % {"name": person}
        return _(
            "%(name)s belongs to a household already; move them from there, so that the move is kept."
        ) % {"name": person}
    latest = max((left_on for _household, left_on in others), default=None)
    if latest and latest > member.since_on:
        return _("%(name)s belonged to a household until %(date)s; write a day from then on.") % {
            "name": person,
            "date": dual(latest),
        }
    return None


def reason_file_is_closed(person: Beneficiary | None) -> str | None:
    """Whose file is closed joins no household any more."""
    if person is not None and not person.is_open:
        return _("The file of %(name)s is not open any more, so it joins no household.") % {"name": person}
    return None


def reason_not_there_yet(member: HouseholdMember) -> str | None:
    """Nobody has joined tomorrow, and nobody before they were born."""
    if member.since_on > riyadh_today():
        return _("Write a day that has come already.")
    if surely_before((member.since_on, Precision.DAY), member.born):
        return _("%(name)s was born after this day.") % {"name": member}
    return None


def reason_of_wrong_support(member: HouseholdMember) -> str | None:
    """Everybody but the head depends on somebody of the same household who still lives there."""
    support = member.depends_on
    if member.relation == Relation.HEAD:
        return _("The head of the household depends on nobody in it.") if support else None
    if support is None:
        return _("Choose on whom this member depends.")
    if support.household_id != member.household_id or (support.left_on and not member.left_on):
        return _("%(name)s does not live in this household.") % {"name": support}
    return None


def reason_of_circle(member: HouseholdMember) -> str | None:
    """Nobody depends on somebody who depends on them."""
    support, passed = member.depends_on, set()
    while support is not None and support.pk not in passed:
        if support.pk == member.pk:
            return _("%(name)s depends on this member already; the two cannot depend on each other.") % {
                "name": member.depends_on
            }
        passed.add(support.pk)
        support = support.depends_on
    return None


def reason_of_age(member: HouseholdMember) -> str | None:
    """A child is younger than the parent, and a parent older than the child."""
    support = member.depends_on
    if support is None:
        return None
    names = {"name": member, "other": support}
    if member.relation in YOUNGER and surely_before(member.born, support.born):
        return _("%(name)s is older than %(other)s and cannot be their child.") % names
    if member.relation in OLDER and surely_before(support.born, member.born):
        return _("%(name)s is younger than %(other)s and cannot be their parent.") % names
    return None


def reason_of_age_of_dependants(member: HouseholdMember) -> str | None:
    """What is learned of a parent's birth still fits the children."""
    if member.pk is None:
        return None
    for dependant in member.dependants.filter(left_on__isnull=True).select_related("person").order_by("pk"):
        dependant.depends_on = member
        if reason := reason_of_age(dependant):
            return reason
    return None


def reason_birth_does_not_fit(person: Beneficiary) -> str | None:
    """What a person's file says of the birth still fits the household where the person lives."""
    rows = HouseholdMember.objects.filter(person=person.pk, left_on__isnull=True)
    member = rows.select_related("depends_on__person").first() if person.pk else None
    if member is None:
        return None
    member.person = person
    return reason_of_age(member) or reason_of_age_of_dependants(member)


def reasons_against_member(member: HouseholdMember) -> list[tuple[str, str]]:
    """Every field of this member that is wrong, with the reason as a sentence."""
    found = [
        ("relation", reason_of_second_head(member.household, member)),
        ("person", reason_lives_elsewhere(member.person, member)),
        ("since_on", reason_not_there_yet(member)),
        ("depends_on", reason_of_wrong_support(member) or reason_of_circle(member)),
        ("relation", reason_of_age(member)),
        ("birth_date", reason_of_age_of_dependants(member)),
    ]
    return [(field, reason) for field, reason in found if reason]


def reason_not_to_leave(member: HouseholdMember) -> str | None:
    """Whoever others depend on leaves after them, or after they were given to somebody else."""
    left = [
        str(row)
        for row in member.dependants.filter(left_on__isnull=True).select_related("person").order_by("pk")
    ]
    if left:
        return _(
            "These members depend on %(name)s: %(members)s. First say on whom they depend from now on, or that they "
            "left too."
        ) % {"name": member, "members": listed(left)}
    return None


def reason_amount_is_wrong(amount) -> str | None:
    """What comes in or goes out is an amount of riyals and halalas."""
    if amount is None or amount <= 0:
        return _("Write an amount above zero.")
    if amount > LARGEST_AMOUNT:
        return _("This amount is too large for a month.")
    return None


def reason_kind_is_wrong(direction: str, kind: str) -> str | None:
    """Rent is no income, and a salary no expense."""
    if kind not in KINDS[direction]:
        return _("Choose a kind that fits.")
    return None
