"""Step 6, registration: an accepted person gets a number in the association's register."""

from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line, clean_text
from audit.refusals import Refused
from audit.writing import write
from beneficiaries.iban import iban_as_stored, reason_iban_is_wrong

from .models import Registration, SupportRequest
from .steps import Step
from .workflow import handling


def register_request(
    support_request: SupportRequest,
    *,
    number: str = "",
    category,
    valid_until,
    remaining_requirements: str = "",
    iban: str = "",
    by: User,
    seen_version: int | None = None,
) -> SupportRequest:
    """Registers the person: accepted → registered. Without a number the next free one of the year is given."""
    with handling(support_request, Step.REGISTER, by=by, seen_version=seen_version) as current:
        number = clean_line(ascii_digits(number)) or next_number()
        if Registration.objects.filter(number=number).exists():
            raise Refused(_("This registration number is already taken."), field="number")
        if category.policy_version_id != current.policy_version_id:
            raise Refused(_("The policy does not have this category."), field="category")
        if valid_until <= riyadh_today():
            raise Refused(_("The registration must be valid beyond today."), field="valid_until")
        iban = iban_as_stored(iban)
        reason = reason_iban_is_wrong(iban) if iban else None
        if reason:
            raise Refused(reason, field="iban")
        registration = Registration(
            support_request=current,
            number=number,
            category=category,
            valid_until=valid_until,
            remaining_requirements=clean_text(remaining_requirements),
            iban=iban,
            registered_by=by,
        )
        write(registration, by=by, reason=Step.REGISTER.label)
    return current


def next_number() -> str:
    """The next number of this year's register, as REG-2026-0001."""
    prefix = f"REG-{riyadh_today():%Y}-"
    taken = Registration.objects.filter(number__regex=rf"^{prefix}[0-9]+$").values_list("number", flat=True)
    newest = max((int(number.removeprefix(prefix)) for number in taken), default=0)
    return f"{prefix}{newest + 1:04d}"
