"""People who look alike, for the tests of duplicates."""

import itertools
from datetime import date

from django.utils import timezone

from audit.writing import write
from beneficiaries.models import Beneficiary, Household, HouseholdMember, OtherPhone
from beneficiaries.people import search_name_of
from tests import factories as make

_counter = itertools.count(500_000)
IBAN = "SA0380000000608010167519"
NAMES = {
    "first_name": "منيرة",
    "father_name": "عبدالله",
    "grandfather_name": "أحمد",
    "family_name": "العتيبي",
    "birth_date": date(1985, 4, 3),
}


def save(row, by=None):
    return write(row, by=by or make.system_user(), reason="x")


def file_of(**fields) -> Beneficiary:
    """A file as an old database holds it: nobody asked whether it looks like another one."""
    number = next(_counter)
    person = Beneficiary(
        **{
            "identity_kind": "national_id",
            "identity_number": make.identity_number(number),
            "first_name": make.spelt(number),
            "father_name": "تركي",
            "family_name": "الشهري",
            "gender": "female",
            "birth_date": date(1990, 6, 1),
            "phone": f"+96656{number:07d}",
            "city": "الطائف",
            **fields,
        }
    )
    person.search_name = search_name_of(person)
    save(person)
    return Beneficiary.objects.get(pk=person.pk)


def further_phone(person: Beneficiary, number: str, **fields) -> OtherPhone:
    return save(OtherPhone(beneficiary=person, number=number, answered_by="الأخت", **fields))


def lives_at(person: Beneficiary, address: str) -> HouseholdMember:
    home = Household(city="الطائف", short_address=address, housing="rented")
    home.opened_for = person
    save(home)
    today = timezone.localdate()
    return save(HouseholdMember(household=home, person=person, relation="head", since_on=today))
