"""Members of a household: they join, change, leave and move, and every time spent in a household stays."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import Beneficiary, Household, HouseholdMember
from .homes import NAMED, in_hand, join, keep, open_household
from .rules import reason_file_is_closed, reason_not_to_leave

LEFT = gettext_lazy("Left the household")
CHANGEABLE = NAMED | {"relation", "depends_on", "since_on"}


def add_member(
    household: Household, *, relation, by, depends_on=None, since_on=None, **named
) -> HouseholdMember:
    """Adds a member: a beneficiary by their file, anybody else by name."""
    with one_transaction():
        now = in_hand(household, by)
        _refuse_strange_file(named.get("person"), by)
        return join(now, by=by, relation=relation, depends_on=depends_on, since_on=since_on, **named)


def change_member(
    member: HouseholdMember, *, by, seen_version: int | None = None, **fields
) -> HouseholdMember:
    """Corrects what is known of a member, or on whom they depend."""
    unknown = fields.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"A member has no {', '.join(sorted(unknown))}.")
    with one_transaction():
        now = still_there(member, by=by, seen_version=seen_version)
        person = fields.get("person")
        if person is not None and person.pk != now.person_id:
            if now.person_id is not None:
                raise Refused(_("Another person is another member: add them as such."), field="person")
            _refuse_strange_file(person, by)
            if reason := reason_file_is_closed(person):
                raise Refused(reason, field="person")
        for name, value in fields.items():
            setattr(now, name, value)
        return keep(now, by=by, reason=gettext_lazy("Member of the household changed"))


def leave_household(
    member: HouseholdMember, *, because: str, by, on: date | None = None, seen_version: int | None = None
) -> HouseholdMember:
    """Ends a member's time in the household; the row stays as the history of the household."""
    with one_transaction():
        now = still_there(member, by=by, seen_version=seen_version)
        if reason := reason_not_to_leave(now):
            raise Refused(reason)
        return end_time(now, because=because, on=on, by=by)


def move_member(
    member: HouseholdMember,
    household: Household,
    *,
    relation,
    because: str,
    by,
    depends_on=None,
    together: bool = False,
    on: date | None = None,
    seen_version: int | None = None,
) -> HouseholdMember:
    """A member leaves one household and joins another on the same day, alone or with all who depend on them."""
    with one_transaction():
        homes = sorted({member.household_id, household.pk})
        if len(homes) == 1:
            raise Refused(_("%(name)s is a member of this household already.") % {"name": member})
        # In the order of their numbers, so that two moves in opposite directions do not wait for each other.
        for pk in homes:
            in_hand(Household(pk=pk), by)
        now = still_there(member, by=by, seen_version=seen_version)
        went = _leave_together(now, because=because, on=on, by=by, together=together)
        there = {now.pk: _come(now, household, relation, depends_on, by=by)}
        for row in went:
            if row.pk != now.pk:
                there[row.pk] = _come(row, household, row.relation, there[row.depends_on_id], by=by)
        return there[now.pk]


def move_out(
    member: HouseholdMember,
    *,
    because: str,
    by,
    together: bool = False,
    on: date | None = None,
    seen_version: int | None = None,
    **address,
) -> Household:
    """A member leaves and becomes the head of a household of their own, alone or with all who depend on them."""
    with one_transaction():
        now = still_there(member, by=by, seen_version=seen_version)
        if now.person_id is None:
            raise Refused(_("A household is opened for a person with a file: add the file first."))
        went = _leave_together(now, because=because, on=on, by=by, together=together)
        household = open_household(now.person, by=by, since_on=now.left_on, **address)
        there = {now.pk: household.members.get()}
        for row in went:
            if row.pk != now.pk:
                there[row.pk] = _come(row, household, row.relation, there[row.depends_on_id], by=by)
        return household


def still_there(member: HouseholdMember, *, by, seen_version: int | None = None) -> HouseholdMember:
    """The member as it stands now, in a household that is in hand; who has left is not changed any more."""
    household = in_hand(member.household, by)
    now = household.members.select_related("person", "depends_on").get(pk=member.pk)
    refuse_stale(now, seen_version)
    if now.left_on is not None:
        raise Refused(_("%(name)s has left this household already.") % {"name": now})
    return now


def end_time(member: HouseholdMember, *, because: str, on: date | None, by) -> HouseholdMember:
    """Writes when and why a member left, once it is sure that nobody depends on them."""
    member.left_on, member.left_because = on or riyadh_today(), clean_line(because)
    if not member.left_because:
        raise Refused(_("Write why the member leaves."), field="because")
    if member.left_on < member.since_on or member.left_on > riyadh_today():
        raise Refused(_("Somebody leaves after they came, and not later than today."), field="on")
    return write(member, by=by, reason=LEFT, note=member.left_because)


def with_dependants(member: HouseholdMember) -> list[HouseholdMember]:
    """A member and all who depend on them, each after the one on whom they depend."""
    open_rows = HouseholdMember.objects.filter(household=member.household_id, left_on__isnull=True)
    by_support: dict[int, list[HouseholdMember]] = {}
    for row in open_rows.exclude(pk=member.pk).select_related("person").order_by("pk"):
        by_support.setdefault(row.depends_on_id, []).append(row)
    found = [member]
    for row in found:
        found += by_support.get(row.pk, [])
    return found


def _refuse_strange_file(person: Beneficiary | None, by) -> None:
    if person is not None and not Beneficiary.objects.visible_to(by).filter(pk=person.pk).exists():
        raise NotPermitted(_("This person's file belongs to another branch."))


def _leave_together(member, *, because, on, by, together) -> list[HouseholdMember]:
    rows = with_dependants(member) if together else [member]
    if not together and (reason := reason_not_to_leave(member)):
        raise Refused(reason, field="together")
    for row in reversed(rows):
        end_time(row, because=because, on=on, by=by)
    return rows


def _come(left: HouseholdMember, household: Household, relation, depends_on, *, by) -> HouseholdMember:
    named = {name: getattr(left, name) for name in NAMED}
    if isinstance(named["person"], Beneficiary):
        named = {"person": named["person"]}
    return join(household, by=by, relation=relation, depends_on=depends_on, since_on=left.left_on, **named)
