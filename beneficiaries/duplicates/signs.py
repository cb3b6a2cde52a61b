"""By what two files look like one person's, and the files that look like a given one's.

Each sign is asked of an index, for one person or for a whole piece of a sheet in the same number of questions.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from arabic.calendars import Precision
from arabic.text import fold_words

from ..models import Beneficiary, HouseholdMember, OtherPhone

# A phone or an account in more files than this is an office's or a charity's: it tells nothing of one person.
MOST_SHARING = 20
# People asked about at once: their names become one condition, whose depth the databases limit.
LARGEST_PIECE = 200


class Sign(TextChoices):
    """What two files have in common, as a sentence."""

    NAME = "name", _("The name is the same, and the birth year.")
    PHONE = "phone", _("The phone is the same.")
    IBAN = "iban", _("The IBAN is the same.")
    ADDRESS = (
        "address",
        _("The address is the same, with the first name, the father's name and the birth year."),
    )


@dataclass(frozen=True, slots=True)
class Likely:
    """A file that looks like the same person's, and by what."""

    person: Beneficiary
    signs: tuple[Sign, ...]

    @property
    def sentences(self) -> list[str]:
        return [str(sign.label) for sign in self.signs]


@dataclass(slots=True)
class _Facts:
    """What of one file is compared."""

    person: Beneficiary
    name: str
    beginning: str
    addresses: set[str]
    phones: set[str]
    found: dict[int, set[Sign]] = field(default_factory=lambda: defaultdict(set))


def name_key(person: Beneficiary) -> str:
    """The folded Arabic name, without the Latin one that the search keeps beside it."""
    return " ".join(fold_words(person.full_name))


def beginning_key(person: Beneficiary) -> str:
    return " ".join(fold_words(f"{person.first_name} {person.father_name}"))


def born_alike(person: Beneficiary, other: Beneficiary) -> bool:
    """Whether both were born in one year; a Hijri year lies in two Gregorian ones and leaves the next one open."""
    known = {person.birth_precision, other.birth_precision}
    return abs(person.birth_date.year - other.birth_date.year) <= (Precision.YEAR in known)


def likely_duplicates(person: Beneficiary) -> list[Likely]:
    """The files that look like this person's (saved or still a draft), those with the most signs first.

    Nine questions at most: the person's own further phones and household; names, phones, further phones, accounts,
    addresses and who lives there; and what a signpost leads to.
    """
    return likely_duplicates_of([person])[0]


def likely_duplicates_of(people: Iterable[Beneficiary]) -> list[list[Likely]]:
    """The same for each of many, in their order, in as many questions for every LARGEST_PIECE of them."""
    people = list(people)
    found: list[list[Likely]] = []
    for start in range(0, len(people), LARGEST_PIECE):
        found += _of_piece(people[start : start + LARGEST_PIECE])
    return found


def _of_piece(people: list[Beneficiary]) -> list[list[Likely]]:
    facts = _facts_of(people)
    candidates: dict[int, Beneficiary] = {}
    for ask in (_by_name, _by_phone, _by_further_phone, _by_iban, _by_address):
        ask(facts, candidates)
    kept = _kept_files(candidates)
    return [_in_order(one, candidates, kept) for one in facts]


def _facts_of(people: list[Beneficiary]) -> list[_Facts]:
    saved = [person.pk for person in people if person.pk]
    phones, addresses = defaultdict(set), defaultdict(set)
    if saved:
        further = OtherPhone.objects.filter(beneficiary__in=saved, ended_on__isnull=True)
        for pk, number in further.values_list("beneficiary", "number"):
            phones[pk].add(number.as_e164)
        homes = HouseholdMember.objects.filter(person__in=saved, left_on__isnull=True)
        for pk, address in homes.values_list("person", "household__short_address"):
            addresses[pk].add(address)
    return [
        _Facts(
            person,
            name_key(person),
            beginning_key(person),
            {person.short_address, *addresses[person.pk]} - {""},
            {person.phone.as_e164 if person.phone else "", *phones[person.pk]} - {""},
        )
        for person in people
    ]


def _note(facts: list[_Facts], candidates: dict, rows, sign: Sign, is_alike) -> None:
    for row in rows:
        for one in facts:
            if row.pk != one.person.pk and is_alike(one, row):
                candidates[row.pk] = row
                one.found[row.pk].add(sign)


def _born_about(person: Beneficiary) -> Q:
    year = person.birth_date.year
    return Q(birth_date__gte=date(max(year - 1, 1), 1, 1), birth_date__lt=date(year + 2, 1, 1))


def _asked(conditions: list[Q], facts: list[_Facts]):
    """SPEED: in no order, which would lead past the index."""
    condition = Q()
    for part in conditions:
        condition |= part
    return Beneficiary.objects.filter(condition).order_by()[: len(facts) * (MOST_SHARING + 1)]


def _by_name(facts: list[_Facts], candidates: dict) -> None:
    conditions = [Q(search_name__begins=one.name) & _born_about(one.person) for one in facts if one.name]
    if conditions:
        rows, by_name = _asked(conditions, facts), defaultdict(list)
        for row in rows:
            by_name[name_key(row)].append(row)
        for one in facts:
            _note([one], candidates, by_name[one.name], Sign.NAME, lambda o, row: born_alike(o.person, row))


def _by_phone(facts: list[_Facts], candidates: dict) -> None:
    numbers = set().union(*(one.phones for one in facts))
    rows = defaultdict(list)
    for row in _asked([Q(phone__in=numbers)], facts) if numbers else ():
        rows[row.phone.as_e164].append(row)
    _note_shared(facts, candidates, rows, Sign.PHONE, lambda one: one.phones)


def _by_further_phone(facts: list[_Facts], candidates: dict) -> None:
    numbers = set().union(*(one.phones for one in facts))
    if not numbers:
        return
    further = OtherPhone.objects.filter(number__in=numbers, ended_on__isnull=True).order_by()
    rows = defaultdict(list)
    for row in further.select_related("beneficiary")[: len(facts) * (MOST_SHARING + 1)]:
        rows[row.number.as_e164].append(row.beneficiary)
    _note_shared(facts, candidates, rows, Sign.PHONE, lambda one: one.phones)


def _by_iban(facts: list[_Facts], candidates: dict) -> None:
    accounts = {one.person.iban for one in facts} - {""}
    rows = defaultdict(list)
    # SQLite takes the partial index only where its condition stands in the statement.
    for row in _asked([Q(iban__in=accounts) & ~Q(iban="")], facts) if accounts else ():
        rows[row.iban].append(row)
    _note_shared(facts, candidates, rows, Sign.IBAN, lambda one: {one.person.iban})


def _note_shared(facts, candidates, rows: dict, sign: Sign, of) -> None:
    for one in facts:
        for value in of(one):
            if len(rows[value]) <= MOST_SHARING:
                _note([one], candidates, rows[value], sign, lambda o, row: True)


def _by_address(facts: list[_Facts], candidates: dict) -> None:
    """A family shares its address: the names are asked of the index, and the address of those who have them."""
    conditions = []
    for one in facts:
        if one.addresses and one.beginning:
            lives_there = HouseholdMember.objects.filter(
                person=OuterRef("pk"), left_on__isnull=True, household__short_address__in=one.addresses
            )
            at_home = Q(short_address__in=one.addresses) | Q(Exists(lives_there))
            conditions.append(Q(search_name__begins=one.beginning) & _born_about(one.person) & at_home)
    if not conditions:
        return
    rows = list(_asked(conditions, facts))
    addresses = defaultdict(set)
    lived = HouseholdMember.objects.filter(person__in=[row.pk for row in rows], left_on__isnull=True)
    for pk, address in lived.values_list("person", "household__short_address") if rows else ():
        addresses[pk].add(address)

    def is_alike(one: _Facts, row: Beneficiary) -> bool:
        at_home = one.addresses & {row.short_address, *addresses[row.pk]}
        return bool(at_home) and one.beginning == beginning_key(row) and born_alike(one.person, row)

    _note(facts, candidates, rows, Sign.ADDRESS, is_alike)


def _kept_files(candidates: dict[int, Beneficiary]) -> dict[int, Beneficiary]:
    """The file behind each signpost among the candidates, however many signposts stand in between."""
    kept, step = {}, {row.pk: row for row in candidates.values() if row.merged_into_id}
    while step:
        into = Beneficiary.objects.in_bulk({row.merged_into_id for row in step.values()})
        for pk, row in step.items():
            kept[pk] = into[row.merged_into_id]
        step = {pk: kept[pk] for pk in step if kept[pk].merged_into_id}
    return kept


def _in_order(one: _Facts, candidates: dict, kept: dict) -> list[Likely]:
    signs: dict[int, set[Sign]] = defaultdict(set)
    people: dict[int, Beneficiary] = {}
    for pk, found in one.found.items():
        person = kept.get(pk, candidates[pk])
        if person.pk != one.person.pk:
            people[person.pk] = person
            signs[person.pk] |= found
    order = sorted(people, key=lambda pk: (-len(signs[pk]), pk))
    return [Likely(people[pk], tuple(sign for sign in Sign if sign in signs[pk])) for pk in order]
