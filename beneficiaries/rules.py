"""What a person's file must satisfy, whichever form or command fills it in."""

import re
from datetime import date
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_today

from .countries import is_country
from .iban import reason_iban_is_wrong
from .identity import reason_country_is_wrong, reason_identity_is_wrong
from .models import Beneficiary, IdentityKind
from .models.particulars import Standing

LONGEST_LIFE_IN_YEARS = 130
LONGEST_TEXT = 2000
# Derived, or rows that were chosen from a list: asking whether they exist costs a query each.
_NOT_TYPED = {"search_name", "branch", "identity_follow_up_by"}
NAMES = ("first_name", "father_name", "grandfather_name", "family_name")
_SHORT_ADDRESS = re.compile(r"[A-Z]{4}[0-9]{4}")
_LATIN_NAME = re.compile(r"[A-Za-z\u00c0-\u024f .'\u2019-]+")


def reason_file_is_read_only(person: Beneficiary) -> str | None:
    """Why nothing is written any more into a file that is closed, merged, or of somebody who died."""
    if person.standing == Standing.CLOSED:
        return _("This file is closed (%(reason)s). Open it again before anything in it is changed.") % {
            "reason": person.standing_reason
        }
    if person.standing == Standing.DECEASED:
        return _("This person died on %(date)s; the file stays as it was.") % {
            "date": dual(person.deceased_on)
        }
    if person.standing == Standing.MERGED:
        return _("This file was merged into another one; the work goes on there.")
    return None


def reasons_against(person: Beneficiary) -> list[tuple[str | None, str]]:
    """Every field of this person that is wrong, with the reason as a sentence; empty when all is well."""
    reasons = [
        ("identity_number", reason_identity_is_wrong(person.identity_kind, person.identity_number)),
        ("identity_country", reason_country_is_wrong(person.identity_kind, person.identity_country)),
        ("identity_missing_reason", reason_missing_document_is_unexplained(person)),
        ("identity_follow_up_by", reason_missing_document_is_not_followed_up(person)),
        *((name, reason_name_is_wrong(getattr(person, name))) for name in NAMES),
        ("latin_name", reason_latin_name_is_wrong(person.latin_name)),
        ("birth_date", reason_birth_date_is_wrong(person.birth_date)),
        ("phone", reason_phone_is_wrong(person.phone)),
        ("nationality", reason_nationality_is_wrong(person.nationality)),
        ("short_address", reason_short_address_is_wrong(person.short_address)),
        reason_place_is_wrong(person.latitude, person.longitude),
        ("iban", reason_iban_is_wrong(person.iban) if person.iban else None),
        *(
            (name, reason_text_is_too_long(getattr(person, name)))
            for name in ("health_note", "disability_note")
        ),
    ]
    told = [(field, reason) for field, reason in reasons if reason]
    return told + _shape_reasons(person, without={field for field, reason in told})


def reason_missing_document_is_unexplained(person: Beneficiary) -> str | None:
    """A person without a document needs a reason; a number is never invented."""
    if person.identity_kind == IdentityKind.NONE and not person.identity_missing_reason:
        return _("Write why there is no identity document.")
    return None


def reason_missing_document_is_not_followed_up(person: Beneficiary) -> str | None:
    """Somebody who still works here must follow a missing document up."""
    if person.identity_kind != IdentityKind.NONE:
        return None
    if person.identity_follow_up_by is None:
        return _("Choose who follows the missing document up.")
    if not person.identity_follow_up_by.is_active:
        return _("Choose a colleague whose account is active to follow the missing document up.")
    return None


def reason_name_is_wrong(name: str) -> str | None:
    """A name, where there is one, has letters."""
    if name and not any(letter.isalpha() for letter in name):
        return _("A name is written in letters.")
    return None


def reason_text_is_too_long(text: str) -> str | None:
    """A text that a form would refuse is refused by every other way too."""
    if len(text) > LONGEST_TEXT:
        return _("This text is too long: at most %(number)d characters.") % {"number": LONGEST_TEXT}
    return None


def reason_latin_name_is_wrong(name: str) -> str | None:
    """The name as the passport has it."""
    if name and not _LATIN_NAME.fullmatch(name):
        return _("Write this name in Latin letters, as it stands in the passport.")
    return reason_name_is_wrong(name)


def reason_nationality_is_wrong(country: str) -> str | None:
    """A nationality, where it is known, is that of a country."""
    return _("Choose the nationality from the list.") if country and not is_country(country) else None


def reason_short_address_is_wrong(short_address: str) -> str | None:
    """A short national address is four Latin letters and four digits."""
    if short_address and not _SHORT_ADDRESS.fullmatch(short_address):
        return _("A short national address has four Latin letters and four digits, for example RRRD2929.")
    return None


def reason_place_is_wrong(latitude, longitude) -> tuple[str, str | None]:
    """A place on the map has both coordinates, or none; with the field that is to be mended."""
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        return missing, _("Write both coordinates of the place, or neither.")
    for name, value, limit in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        if isinstance(value, Decimal) and not -limit <= value <= limit:
            return name, _("A coordinate here lies between -%(limit)d and %(limit)d.") % {"limit": limit}
    return "latitude", None


def reason_birth_date_is_wrong(birth_date: date | None) -> str | None:
    """Nobody is born tomorrow, and nobody is older than any person ever was."""
    if birth_date is None:
        return _("Write the birth date, or the year if only that is known.")
    today = riyadh_today()
    if birth_date > today:
        return _("The birth date lies in the future.")
    if birth_date < date(today.year - LONGEST_LIFE_IN_YEARS, 1, 1):
        return _("The birth date is more than 130 years ago.")
    return None


def reason_phone_is_wrong(phone) -> str | None:
    """The phone is a number that can be called."""
    if not phone or not phone.is_valid():
        return _("Write a phone number that can be called, for example 0501234567 or +966501234567.")
    return None


def _shape_reasons(person: Beneficiary, *, without: set[str]) -> list[tuple[str | None, str]]:
    """What the model itself refuses: missing, too long, not one of the choices."""
    try:
        person.full_clean(exclude=without | _NOT_TYPED, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [
            (None if field == NON_FIELD_ERRORS else field, sentence)
            for field, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return []
