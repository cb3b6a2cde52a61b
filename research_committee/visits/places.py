"""Where a person lives and how to reach them, as links that a phone opens; nobody is asked anything before a click."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery

from arabic.text import listed
from beneficiaries.models import Beneficiary, HouseholdMember
from beneficiaries.phones import dialled

# SECURITY: only the place goes into the link, never whose it is or why somebody goes there.
MAP = "https://maps.google.com/?"
# Of a person, the columns of a Place, in its order; the household's address follows.
COLUMNS = ("phone", "city", "district", "short_address", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Place:
    """A person's phone, and what is known of the home."""

    phone: object
    city: str
    district: str
    short_address: str
    latitude: Decimal | None
    longitude: Decimal | None
    # The short address of the household in which the person lives.
    of_household: str | None


def home_address(person: str) -> Subquery:
    """The short national address of the household in which the person of this column lives now."""
    return Subquery(_homes(OuterRef(person))[:1])


def place_of(person: Beneficiary) -> Place:
    return Place(*(getattr(person, name) for name in COLUMNS), _homes(person.pk).first())


def _homes(person):
    lives = HouseholdMember.objects.filter(person=person, left_on__isnull=True).order_by("-pk")
    return lives.values_list("household__short_address", flat=True)


def whereabouts(place: Place, *, home: bool = True) -> dict:
    """The phone and the address, each with its link; whoever comes to the office is not looked for at home."""
    phone = {"phone": dialled(place.phone), "phone_url": f"tel:{place.phone.as_e164}"}
    if not home:
        return {**phone, "address": "", "short_address": "", "map_url": ""}
    short_address = place.short_address or place.of_household or ""
    where = [part for part in (place.district, place.city) if part]
    if place.latitude is not None and place.longitude is not None:
        searched = f"{place.latitude},{place.longitude}"
    else:
        searched = ", ".join([short_address, *where] if short_address else where)
    return {
        **phone,
        "address": listed(where),
        "short_address": short_address,
        "map_url": MAP + urlencode({"q": searched}),
    }
