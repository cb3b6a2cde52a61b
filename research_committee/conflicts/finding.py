"""Compares what members declared of themselves with the people of the requests before a session.

Live, whenever it is asked, in three queries for a whole session: a household changes, and so does a declaration.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from arabic.text import fold, fold_words
from beneficiaries.around_rows import RowsOf
from beneficiaries.models import Beneficiary, HouseholdMember, OtherPhone

from ..models import DeclaredRelation, Ground, MemberParticulars
from .found import Finding

# The word for a quarter, which some write before its name.
_QUARTER = fold("حي")
_OWN_FACTS = ("identity_number", "family_name", "city", "district", "phone", "iban")


@dataclass
class Declared:
    """What one member declared, as it is compared."""

    member_id: int
    facts: dict = field(default_factory=dict)
    relations: list[dict] = field(default_factory=list)


@dataclass
class Around:
    """The applicant and the household, as they are compared."""

    applicant_number: str = ""
    numbers: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    ibans: set[str] = field(default_factory=set)
    # The words of each name.
    names: list[set[str]] = field(default_factory=list)


def conflicts_of(file) -> dict[int, list[Finding]]:
    """By open item of a session, what was found against its members."""
    items = [item for item in file.items if item.closed_at is None]
    declared = declarations_of(file.positions.keys(), file.session.held_on) if items else []
    if not declared:
        return {}
    around = people_around({item.support_request.beneficiary_id for item in items})
    return {
        item.pk: [
            Finding(member.member_id, ground)
            for member in declared
            for ground in grounds_between(member, around[item.support_request.beneficiary_id])
        ]
        for item in items
    }


def declarations_of(members, day) -> list[Declared]:
    """What these members declared and what stands of it on a day; those who declared nothing are left out."""
    particulars = MemberParticulars.objects.filter(member=OuterRef("pk"))
    relations = DeclaredRelation.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=day), member=OuterRef("pk")
    )
    rows = User.objects.filter(pk__in=list(members)).order_by("pk")
    rows = rows.values_list(
        "pk",
        RowsOf(particulars, **{name: name for name in _OWN_FACTS}),
        RowsOf(relations, number="identity_number", name="name_key"),
    )
    found = [Declared(pk, facts[0] if facts else {}, stated) for pk, facts, stated in rows]
    return [member for member in found if member.facts or member.relations]


def people_around(applicants: set[int]) -> dict[int, Around]:
    """By applicant, the applicant and everybody who lives in the same household; two queries."""
    around = defaultdict(Around)
    homes = defaultdict(set)
    lives = HouseholdMember.objects.filter(left_on__isnull=True)
    theirs = lives.filter(household=OuterRef("household"), person__in=applicants)
    at_home = list(
        lives.filter(Exists(theirs))
        .order_by("pk")
        .values("household_id", "household__city", "household__district", "person_id", "name")
    )
    for row in at_home:
        if row["person_id"] in applicants:
            homes[row["household_id"]].add(row["person_id"])
    for row in at_home:
        place = (row["household__city"], row["household__district"])
        for applicant in homes[row["household_id"]]:
            around[applicant].places.add(_place(*place))
            if row["name"]:
                around[applicant].names.append(set(fold_words(row["name"])))
    of_person = defaultdict(set, {applicant: {applicant} for applicant in applicants})
    for row in at_home:
        if row["person_id"]:
            of_person[row["person_id"]] |= homes[row["household_id"]]
    for person in _people(of_person):
        for applicant in of_person[person["pk"]]:
            _put(around[applicant], person, is_applicant=person["pk"] == applicant)
    return around


def _people(keys):
    phones = OtherPhone.objects.filter(beneficiary=OuterRef("pk"), ended_on__isnull=True)
    people = Beneficiary.objects.filter(pk__in=list(keys)).annotate(further=RowsOf(phones, number="number"))
    facts = ("family_name", "city", "district", "phone", "iban", "search_name", "further")
    return people.annotate(number=Coalesce("identity_number", Value(""))).values("pk", "number", *facts)


def _put(around: Around, person: dict, *, is_applicant: bool) -> None:
    if is_applicant:
        around.applicant_number = person["number"]
        around.places.add(_place(person["city"], person["district"]))
    around.numbers.add(person["number"])
    around.families.add(_folded(person["family_name"]))
    around.phones |= {str(person["phone"]), *(row["number"] for row in person["further"])}
    around.ibans.add(person["iban"])
    around.names.append(set(person["search_name"].split()))


def grounds_between(member: Declared, around: Around) -> list[Ground]:
    """Why this member may not be impartial about these people."""
    found = []
    facts = member.facts
    number = facts.get("identity_number")
    if number and number == around.applicant_number:
        found.append(Ground.SELF)
    elif number and number in around.numbers:
        found.append(Ground.HOUSEHOLD)
    if facts.get("family_name") and _folded(facts["family_name"]) in around.families and _near(facts, around):
        found.append(Ground.FAMILY_AND_PLACE)
    if facts.get("phone") and facts["phone"] in around.phones:
        found.append(Ground.PHONE)
    if facts.get("iban") and facts["iban"] in around.ibans:
        found.append(Ground.IBAN)
    if any(_is_meant(relation, around) for relation in member.relations):
        found.append(Ground.DECLARED)
    return found


def _near(facts: dict, around: Around) -> bool:
    """The same city and district; where a home states no district, the city is all that can be compared."""
    city, district = _place(facts["city"], facts["district"])
    return any(home == city and part in ("", district) for home, part in around.places)


def _is_meant(relation: dict, around: Around) -> bool:
    if relation["number"] and relation["number"] in around.numbers:
        return True
    words = set(relation["name"].split())
    return bool(words) and any(words <= name for name in around.names)


def _place(city: str, district: str) -> tuple[str, str]:
    return _folded(city), _folded(district).removeprefix(f"{_QUARTER} ")


def _folded(text: str) -> str:
    return " ".join(fold_words(text))
