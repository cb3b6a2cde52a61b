"""Opening a household for its head, and where and how it lives."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write

from ..models import Beneficiary, Household, HouseholdMember, Housing, Relation
from ..rules import reason_short_address_is_wrong
from .rules import reason_file_is_closed, reasons_against_member

ADDRESS = frozenset({"city", "district", "short_address", "housing", "rooms", "housing_note"})
NAMED = frozenset({"person", "name", "gender", "birth_date", "birth_precision"})
JOINED = gettext_lazy("Joined the household")
MOST_ROOMS = 60


def open_household(head: Beneficiary, *, by, since_on=None, **address) -> Household:
    """Opens a household with this person as its head."""
    with one_transaction():
        _refuse_without(by, head)
        household = _filled(Household(), address)
        household.opened_for = head
        write(household, by=by, reason=gettext_lazy("Household opened"))
        join(household, by=by, relation=Relation.HEAD, person=head, since_on=since_on)
        household.opened_for = None
    return household


def change_household(household: Household, *, by, seen_version: int | None = None, **address) -> Household:
    """Changes where and how the household lives."""
    with one_transaction():
        now = in_hand(household, by)
        refuse_stale(now, seen_version)
        return write(_filled(now, address), by=by, reason=gettext_lazy("Household changed"))


def in_hand(household: Household, by) -> Household:
    """The household, locked: two clerks do not name two heads at once."""
    if not by.may("beneficiaries.change_person"):
        raise NotPermitted(_("Your role does not include this step."))
    now = Household.objects.visible_to(by).select_for_update().filter(pk=household.pk).first()
    if now is None:
        raise NotPermitted(_("This household is not among those you serve."))
    return now


def join(household: Household, *, by, relation, depends_on=None, since_on=None, **named) -> HouseholdMember:
    """Writes a new member of a household that is in hand; a person is locked, so that two homes do not take them."""
    unknown = named.keys() - NAMED
    if unknown:
        raise TypeError(f"A member has no {', '.join(sorted(unknown))}.")
    person = named.get("person")
    if person is not None:
        named["person"] = person = Beneficiary.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if reason := reason_file_is_closed(person):
            raise Refused(reason, field="person")
    member = HouseholdMember(
        household=household,
        relation=relation,
        depends_on=depends_on,
        since_on=since_on or riyadh_today(),
        **named,
    )
    return keep(member, by=by, reason=JOINED)


def keep(member: HouseholdMember, *, by, reason) -> HouseholdMember:
    """Writes a member whom no rule refuses; a beneficiary is named by the file and by nothing else."""
    if member.person_id:
        member.name, member.gender, member.birth_date = "", "", None
    else:
        member.name = clean_line(member.name)
    if member.birth_date is None:
        member.birth_precision = ""
    if not member.person_id and not any(letter.isalpha() for letter in member.name):
        raise Refused(_("Name the member, or choose their file."), field="name")
    for field, sentence in reasons_against_member(member):
        raise Refused(sentence, field=field)
    return write(member, by=by, reason=reason)


def _refuse_without(by, person: Beneficiary) -> None:
    if not by.may("beneficiaries.change_person"):
        raise NotPermitted(_("Your role does not include this step."))
    if not Beneficiary.objects.visible_to(by).filter(pk=person.pk).exists():
        raise NotPermitted(_("This person's file belongs to another branch."))


def _filled(household: Household, address: dict) -> Household:
    unknown = address.keys() - ADDRESS
    if unknown:
        raise TypeError(f"A household has no {', '.join(sorted(unknown))}.")
    for name, value in address.items():
        setattr(household, name, clean_line(value) if isinstance(value, str) else value)
    household.short_address = ascii_digits(household.short_address).upper().replace(" ", "")
    if reason := reason_short_address_is_wrong(household.short_address):
        raise Refused(reason, field="short_address")
    if not household.city:
        raise Refused(_("Write in which city the household lives."), field="city")
    if household.housing not in Housing.values:
        raise Refused(_("Choose how the household is housed."), field="housing")
    if household.rooms is not None and not 1 <= household.rooms <= MOST_ROOMS:
        raise Refused(_("Write how many rooms there are, from 1 to 60, or leave it open."), field="rooms")
    return household
