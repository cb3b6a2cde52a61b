"""Finding a request or its person by what stands on their papers: a reference, or the number in the register."""

import re

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import ngettext

from arabic.calendars import riyadh_day, riyadh_today
from arabic.text import ascii_digits, clean_line
from beneficiaries.found import person_rows
from beneficiaries.models import Beneficiary
from beneficiaries.search import Typed, find_people

from .models import Registration, SupportRequest
from .steps import OPEN_STATES, State

# As `SupportRequest.reference` is made: the year and seven digits; the hyphen may be left out.
_REFERENCE = re.compile(r"([0-9]{2})\s*[-\u2010-\u2013\u2212]?\s*([0-9]{7})")
_HYPHEN = re.compile(r"\s*[-\u2010-\u2013\u2212]\s*")
_LONGEST_NUMBER = Registration._meta.get_field("number").max_length
_FEWEST_SIGNS = 2


def read_reference(text: str) -> str:
    """A reference in any digits, with or without its hyphen, as it is stored; else nothing."""
    match = _REFERENCE.fullmatch(ascii_digits(clean_line(text)))
    return f"{match[1]}-{match[2]}" if match else ""


def read_registration_number(text: str) -> str:
    """What may be a number in the register, in any digits and letters of any size; else nothing."""
    number = _HYPHEN.sub("-", ascii_digits(clean_line(text)))
    has_digit = any(map(str.isdecimal, number))
    return number if has_digit and _FEWEST_SIGNS <= len(number) <= _LONGEST_NUMBER else ""


def says_enough(typed: Typed) -> bool:
    """Whether there is something to look for: a person's name or number, or the number of a paper."""
    return typed.is_enough or bool(read_registration_number(typed.text))


def find_everywhere(typed: Typed, *, user, limit: int) -> list[dict]:
    """The people meant by a reference, a name or number of their own, or their number in the register.

    Each with the requests that are open and those that were named.
    """
    reference, number = read_reference(typed.text), read_registration_number(typed.text)
    named = set(requests_called(reference, user=user)) if reference else set()
    rows = _people_of(named, user) or find_people(typed.text, user=user, limit=limit)
    if not rows and number:
        named = set(requests_registered(number, user=user))
        rows = _people_of(named, user)
    return with_requests(rows, named=named, user=user)


def requests_called(reference: str, *, user):
    """The key of the request with this reference, if this user may see it."""
    return SupportRequest.objects.visible_to(user).filter(reference=reference).values_list("pk", flat=True)


def requests_registered(number: str, *, user):
    """The keys of the requests that this user may see and that were registered under this number."""
    registered = Registration.objects.filter(number__in={number, number.upper(), number.lower()})
    requests = SupportRequest.objects.visible_to(user)
    return requests.filter(pk__in=registered.values("support_request")).values_list("pk", flat=True)


def _people_of(requests: set[int], user) -> list[dict]:
    if not requests:
        return []
    of_requests = SupportRequest.objects.filter(pk__in=requests).values("beneficiary_id")
    people = Beneficiary.objects.visible_to(user).filter(pk__in=of_requests)
    return person_rows(people, limit=len(requests))


def with_requests(rows: list[dict], *, named: set[int] = frozenset(), user) -> list[dict]:
    """Each person's row with the requests that are open, and with those that were named."""
    requests = (
        SupportRequest.objects.visible_to(user)
        .filter(beneficiary_id__in=[row["id"] for row in rows])
        .order_by("state_since", "id")
        .values_list("beneficiary_id", "pk", "reference", "state", "state_since")
    )
    by_person: dict[int, list[dict]] = {}
    for person, pk, reference, state, since in requests:
        if state in OPEN_STATES or pk in named:
            row = _request_row(pk, reference, state, since, pk in named)
            by_person.setdefault(person, []).append(row)
    return [
        {
            **row,
            "open": by_person.get(row["id"], []),
            # Nothing is opened for a file that is closed.
            "open_url": "" if row["standing"] else reverse("request_open", args=[row["id"]]),
        }
        for row in rows
    ]


def _request_row(pk: int, reference: str, state: str, since, is_named: bool) -> dict:
    days = (riyadh_today() - riyadh_day(since)).days
    return {
        "url": reverse("request_detail", args=[pk]),
        "reference": reference,
        "shown_reference": format_html("<mark>{}</mark>", reference) if is_named else reference,
        "state": State(state).label,
        "days": ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days},
    }
