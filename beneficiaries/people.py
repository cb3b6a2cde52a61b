"""Adding a person and changing a person's data: one file per person, found again under any spelling."""

import re
from copy import copy
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.calendars import PartialDate, typed_text
from arabic.text import ascii_digits, clean_line, clean_text, fold_words
from arabic.umm_al_qura import LAST_HIJRI_YEAR
from audit.refusals import NotPermitted, Refused, refuse_for
from audit.writing import changes_of, one_transaction, refuse_stale, write

from .duplicates.pairs import refuse_unexplained, remember
from .duplicates.signposts import signposts_to
from .duplicates.signs import likely_duplicates
from .households.rules import reason_birth_does_not_fit
from .iban import iban_as_stored
from .identity import FOREIGN, identity_as_stored
from .models import Beneficiary, IdentityKind
from .privacy import refuse_hidden
from .rules import NAMES, reason_file_is_read_only, reasons_against

_LINES = frozenset(
    {
        *NAMES,
        *("identity_missing_reason", "latin_name", "birth_printed", "phone_answered_by", "email"),
        *("city", "district", "workplace"),
    }
)
_TEXTS = frozenset({"health_note", "disability_note"})
_COORDINATES = frozenset({"latitude", "longitude"})
# Everything that is known of a person; whether the file is open is changed by verbs of its own.
FIELDS = frozenset(
    {
        *_LINES,
        *_TEXTS,
        *_COORDINATES,
        *("identity_kind", "identity_number", "identity_country", "identity_follow_up_by"),
        *("gender", "birth_date", "birth_precision", "nationality", "marital_state"),
        *("phone", "phone_confirmed_on", "preferred_channel", "preferred_language"),
        *("branch", "short_address", "iban", "education", "work"),
    }
)
_ALREADY_A_FILE = gettext_lazy(
    "There is already a file with this identity number; open it instead of adding another."
)
# PostgreSQL names the constraint, SQLite the column.
_SECOND_FILE_SIGNS = ("one_file_per_identity_number", "beneficiary.identity_number")
_YEAR = re.compile(r"[0-9]{4}")
# By what two files may look like one person's.
_COMPARED = frozenset({*NAMES, "birth_date", "birth_precision", "phone", "iban", "short_address"})
_LONGEST_SEARCH_NAME = Beneficiary._meta.get_field("search_name").max_length


def add_person(
    *,
    by,
    different_because: str = "",
    compared_with=None,
    reason: str = gettext_lazy("Person added"),
    **fields,
) -> Beneficiary:
    """Opens the file of a person who has none yet.

    Of one who looks like another only with the reason why this is another person; `compared_with` are the files that
    stood on the screen when it was written, where there was one.
    """
    _refuse_without(by, "beneficiaries.add_person")
    person = Beneficiary()
    _fill(person, fields, by)
    because = {"different_because": different_because, "compared_with": compared_with}
    return _keep(person, by=by, reason=reason, **because)


def change_person(
    person: Beneficiary,
    *,
    by,
    seen_version: int | None = None,
    reason: str = gettext_lazy("Personal data changed"),
    **fields,
) -> Beneficiary:
    """Changes what is given, and nothing else, in the file as it stands now; returns the changed row."""
    _refuse_without(by, "beneficiaries.change_person")
    with one_transaction():
        now = Beneficiary.objects.visible_to(by).select_for_update().filter(pk=person.pk).first()
        if now is None:
            raise NotPermitted(_("This person's file belongs to another branch."))
        refuse_stale(now, seen_version)
        if closed := reason_file_is_read_only(now):
            raise Refused(closed)
        _fill(now, fields, by)
        return _keep(now, by=by, reason=reason)


def draft_of(person: Beneficiary | None, fields: dict, *, by) -> Beneficiary:
    """The person as these fields would make them, saved nowhere: for a form to ask the rules about."""
    draft = Beneficiary() if person is None else copy(person)
    _fill(draft, fields, by)
    return draft


def as_printed(born: PartialDate) -> str:
    """How a birth date was written in Hijri, where the date alone would not bring that back; otherwise nothing."""
    year = _YEAR.search(born.printed)
    is_hijri = year is not None and int(year[0]) <= LAST_HIJRI_YEAR
    return born.printed if is_hijri and born.printed != typed_text(born.date, born.precision) else ""


def _fill(person: Beneficiary, fields: dict, by) -> None:
    """Puts the given values on the row in the form in which they are stored."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"A person has no {', '.join(sorted(unknown))}.")
    refuse_hidden(fields, by)
    if "birth_date" in fields:
        fields = {"birth_printed": "", **fields}
    for name, value in fields.items():
        setattr(person, name, _as_stored(name, value))
    if person.identity_kind != IdentityKind.NONE:
        person.identity_missing_reason, person.identity_follow_up_by = "", None
    if person.identity_kind not in FOREIGN:
        person.identity_country = ""
    person.branch = _branch_for(person, by)
    person.search_name = search_name_of(person)


def _as_stored(name: str, value):
    if name in _LINES:
        return clean_line(value or "")
    if name in _TEXTS:
        return clean_text(value or "")
    if name in _CODES:
        return _CODES[name](value or "")
    if isinstance(value, str) and name in ("phone", *_COORDINATES):
        typed = ascii_digits(clean_line(value))
        return phone_number(typed) if name == "phone" else _coordinate(typed)
    return value


def address_as_stored(typed: str) -> str:
    return ascii_digits(clean_line(typed)).replace(" ", "").upper()


def _code_as_stored(typed: str) -> str:
    return clean_line(typed).upper()


_CODES = {
    "identity_number": lambda typed: identity_as_stored(typed) or None,
    "identity_country": _code_as_stored,
    "nationality": _code_as_stored,
    "short_address": address_as_stored,
    "iban": iban_as_stored,
}


def _coordinate(typed: str) -> Decimal | str | None:
    """Degrees as they are stored; what is no number stays, for the rules to name."""
    try:
        return Decimal(typed.replace("٫", ".")) if typed else None
    except InvalidOperation:
        return typed


def search_name_of(person: Beneficiary) -> str:
    """The folded Arabic name without بن and بنت, then the Latin one, under which the person is found."""
    words = (*fold_words(person.full_name), *fold_words(person.latin_name))
    return " ".join(words)[:_LONGEST_SEARCH_NAME]


def _branch_for(person: Beneficiary, by):
    """Delegates serve the people of their own branch, and nobody else's."""
    if by.may("beneficiaries.see_everyone"):
        return person.branch
    if by.branch_id is None:
        raise Refused(_("Your account names no branch; ask the system administrator to enter it."))
    if person.branch_id not in (None, by.branch_id):
        raise Refused(_("A delegate serves only the people of their own branch."), field="branch")
    return by.branch


def _keep(person: Beneficiary, *, by, reason, different_because="", compared_with=None) -> Beneficiary:
    refuse_for(reasons_against(person))
    with one_transaction():
        _refuse_second_file(person, by)
        _refuse_other_birth(person)
        is_asked = person._state.adding or _COMPARED & changes_of(person).keys()
        found = likely_duplicates(person) if is_asked else []
        if person._state.adding:
            refuse_unexplained(found, different_because, compared_with)
        try:
            write(person, by=by, reason=reason)
        except IntegrityError as error:
            # Two clerks at once, and the other one was faster.
            if not any(sign in str(error) for sign in _SECOND_FILE_SIGNS):
                raise
            raise Refused(_ALREADY_A_FILE, field="identity_number") from error
        remember(person, found, by=by, because=different_because)
    return person


def _refuse_other_birth(person: Beneficiary) -> None:
    """What is corrected of a birth still fits the household: no child becomes older than the parent."""
    born_otherwise = changes_of(person).keys() & {"birth_date", "birth_precision"}
    if born_otherwise and (reason := reason_birth_does_not_fit(person)):
        raise Refused(reason, field="birth_date")


def _refuse_second_file(person: Beneficiary, by) -> None:
    if not person.identity_number:
        return
    same = Beneficiary.objects.filter(
        identity_number=person.identity_number, identity_country=person.identity_country
    ).exclude(Q(pk=person.pk) | Q(pk__in=signposts_to(person)))
    if not same.exists():
        return
    if same.visible_to(by).exists():
        raise Refused(_ALREADY_A_FILE, field="identity_number")
    raise Refused(
        _("There is already a file with this identity number at another branch; ask beneficiary relations."),
        field="identity_number",
    )


def _refuse_without(by, permission: str) -> None:
    if not by.may(permission):
        raise NotPermitted(_("Your role does not include this step."))
