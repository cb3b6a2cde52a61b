"""What a household must satisfy: one head, one home for each person, and nobody who depends on a descendant."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from arabic.calendars import Precision
from arabic.text import listed

from .models import Beneficiary, Household, HouseholdMember, Relation

# The longest time, in days, that a date known to the month or the year leaves open.
_OPEN_DAYS = {Precision.DAY: 0, Precision.MONTH: 31, Precision.YEAR: 366}
YOUNGER = frozenset({Relation.CHILD, Relation.GRANDCHILD})
OLDER = frozenset({Relation.PARENT})


_SHORT_ADDRESS = re.compile(r"[A-Z]{4}[0-9]{4}")


def reason_address_is_wrong(short_address: str) -> str | None:
    """A short national address is four Latin letters and four digits."""
    if short_address and not _SHORT_ADDRESS.fullmatch(short_address):
        return _("A short national address has four Latin letters and four digits, for example RRRD2929.")
    return None


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
    if person.memberships.filter(left_on__isnull=True).exclude(pk=member.pk).exists():
        return _(
            "%(name)s belongs to a household already; move them from there, so that the move is kept."
        ) % {"name": person}
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


def reasons_against_member(member: HouseholdMember) -> list[tuple[str, str]]:
    """Every field of this member that is wrong, with the reason as a sentence."""
    found = [
        ("relation", reason_of_second_head(member.household, member)),
        ("person", reason_lives_elsewhere(member.person, member)),
        ("depends_on", reason_of_wrong_support(member) or reason_of_circle(member)),
        ("relation", reason_of_age(member)),
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
