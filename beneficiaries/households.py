"""Households: opened for a head, joined and left with a reason, and never rewritten."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from .household_rules import reason_address_is_wrong, reason_not_to_leave, reasons_against_member
from .models import Beneficiary, BudgetLine, Household, HouseholdMember, Relation

ADDRESS = frozenset({"city", "district", "short_address", "housing", "rooms", "housing_note"})
NAMED = frozenset({"person", "name", "gender", "birth_date", "birth_precision"})
JOINED = gettext_lazy("Joined the household")
LEFT = gettext_lazy("Left the household")


def open_household(head: Beneficiary, *, by, **address) -> Household:
    """Opens a household with this person as its head."""
    with one_transaction():
        _refuse_without(by, head)
        household = write(_filled(Household(), address), by=by, reason=gettext_lazy("Household opened"))
        _join(household, by=by, relation=Relation.HEAD, person=head)
    return household


def change_household(household: Household, *, by, seen_version: int | None = None, **address) -> Household:
    """Changes where and how the household lives."""
    with one_transaction():
        now = _in_hand(household, by)
        refuse_stale(now, seen_version)
        return write(_filled(now, address), by=by, reason=gettext_lazy("Household changed"))


def add_member(
    household: Household, *, relation, by, depends_on=None, since_on=None, **named
) -> HouseholdMember:
    """Adds a member: a beneficiary by their file, anybody else by name."""
    with one_transaction():
        now = _in_hand(household, by)
        return _join(now, by=by, relation=relation, depends_on=depends_on, since_on=since_on, **named)


def change_member(
    member: HouseholdMember, *, by, seen_version: int | None = None, **fields
) -> HouseholdMember:
    """Corrects what is known of a member, or on whom they depend."""
    with one_transaction():
        household = _in_hand(member.household, by)
        now = household.members.select_related("person", "depends_on").get(pk=member.pk)
        refuse_stale(now, seen_version)
        for name, value in fields.items():
            setattr(now, name, value)
        return _keep(now, by=by, reason=gettext_lazy("Member of the household changed"))


def leave_household(member: HouseholdMember, *, because: str, by, on=None) -> HouseholdMember:
    """Ends a member's time in the household; the row stays as the history of the household."""
    with one_transaction():
        household = _in_hand(member.household, by)
        now = household.members.get(pk=member.pk)
        if now.left_on is not None:
            raise Refused(_("%(name)s has left this household already.") % {"name": now})
        if reason := reason_not_to_leave(now):
            raise Refused(reason)
        now.left_on, now.left_because = on or riyadh_today(), clean_line(because)
        if not now.left_because:
            raise Refused(_("Write why the member leaves."), field="because")
        if now.left_on < now.since_on or now.left_on > riyadh_today():
            raise Refused(_("Somebody leaves after they came, and not later than today."), field="on")
        return write(now, by=by, reason=LEFT, note=now.left_because)


def move_member(
    member: HouseholdMember, household: Household, *, relation, because: str, by, depends_on=None
) -> HouseholdMember:
    """A member leaves one household and joins another on the same day."""
    with one_transaction():
        left = leave_household(member, because=because, by=by)
        named = {"person": left.person} if left.person_id else {name: getattr(left, name) for name in NAMED}
        return add_member(household, relation=relation, depends_on=depends_on, by=by, **named)


def record_budget_line(household: Household, *, direction, kind, monthly_amount, by, note="") -> BudgetLine:
    """Writes down what comes in or goes out each month from today on."""
    with one_transaction():
        now = _in_hand(household, by)
        line = BudgetLine(
            household=now,
            direction=direction,
            kind=kind,
            monthly_amount=monthly_amount,
            note=clean_line(note),
            since_on=riyadh_today(),
        )
        if monthly_amount is None or monthly_amount <= 0:
            raise Refused(_("Write an amount above zero."), field="monthly_amount")
        return write(line, by=by, reason=gettext_lazy("Budget line added"))


def end_budget_line(line: BudgetLine, *, by) -> BudgetLine:
    """From today on the line no longer counts."""
    with one_transaction():
        household = _in_hand(line.household, by)
        now = household.budget.get(pk=line.pk)
        if now.ended_on is not None:
            raise Refused(_("This line of the budget has ended already."))
        now.ended_on = riyadh_today()
        return write(now, by=by, reason=gettext_lazy("Budget line ended"))


def _in_hand(household: Household, by) -> Household:
    """The household, locked: two clerks do not name two heads at once."""
    if not by.may("beneficiaries.change_person"):
        raise NotPermitted(_("Your role does not include this step."))
    # DISTINCT and FOR UPDATE do not go together: first whether it may be seen, then the lock.
    if not Household.objects.visible_to(by).filter(pk=household.pk).exists():
        raise NotPermitted(_("This household is not among those you serve."))
    return Household.objects.select_for_update().get(pk=household.pk)


def _refuse_without(by, person: Beneficiary) -> None:
    seen = Beneficiary.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=person.pk)
    if not by.may("beneficiaries.change_person") or seen.first() is None:
        raise NotPermitted(_("Your role does not include this step."))


def _filled(household: Household, address: dict) -> Household:
    unknown = address.keys() - ADDRESS
    if unknown:
        raise TypeError(f"A household has no {', '.join(sorted(unknown))}.")
    for name, value in address.items():
        setattr(household, name, clean_line(value) if isinstance(value, str) else value)
    household.short_address = ascii_digits(household.short_address).upper().replace(" ", "")
    if reason := reason_address_is_wrong(household.short_address):
        raise Refused(reason, field="short_address")
    return household


def _join(household: Household, *, by, relation, depends_on=None, since_on=None, **named) -> HouseholdMember:
    unknown = named.keys() - NAMED
    if unknown:
        raise TypeError(f"A member has no {', '.join(sorted(unknown))}.")
    member = HouseholdMember(
        household=household,
        relation=relation,
        depends_on=depends_on,
        since_on=since_on or riyadh_today(),
        **named,
    )
    return _keep(member, by=by, reason=JOINED)


def _keep(member: HouseholdMember, *, by, reason) -> HouseholdMember:
    member.name = "" if member.person_id else clean_line(member.name)
    if not member.person_id and not member.name:
        raise Refused(_("Name the member, or choose their file."), field="name")
    for field, sentence in reasons_against_member(member):
        raise Refused(sentence, field=field)
    return write(member, by=by, reason=reason)
