"""Adding a person and changing a person's data: one file per person, found again under any spelling."""

from copy import copy

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from phonenumber_field.phonenumber import to_python as phone_number

from arabic.text import ascii_digits, clean_line, fold_words
from audit.refusals import NotPermitted, Refused, refuse_for
from audit.writing import changes_of, one_transaction, refuse_stale, write

from .identity import identity_digits
from .duplicates.pairs import refuse_unexplained, remember
from .duplicates.signs import likely_duplicates
from .models import Beneficiary, IdentityKind
from .rules import NAMES, reasons_against

FIELDS = frozenset(
    {
        "identity_kind",
        "identity_number",
        "identity_missing_reason",
        "identity_follow_up_by",
        *NAMES,
        "gender",
        "birth_date",
        "birth_precision",
        "phone",
        "city",
        "district",
        "branch",
    }
)
_LINES = frozenset({"identity_missing_reason", *NAMES, "city", "district"})
_ALREADY_A_FILE = gettext_lazy(
    "There is already a file with this identity number; open it instead of adding another."
)
# PostgreSQL names the constraint, SQLite the column.
_SECOND_FILE_SIGNS = ("one_file_per_identity_number", "beneficiary.identity_number")
# By what two files may look like one person's.
_COMPARED = frozenset({*NAMES, "birth_date", "birth_precision", "phone", "iban", "short_address"})
_LONGEST_SEARCH_NAME = Beneficiary._meta.get_field("search_name").max_length


def add_person(*, by, different_because: str = "", compared_with=None, **fields) -> Beneficiary:
    """Opens the file of a person who has none yet.

    Of one who looks like another only with the reason why this is another person; `compared_with` are the files that
    stood on the screen when it was written, where there was one.
    """
    _refuse_without(by, "beneficiaries.add_person")
    person = Beneficiary()
    _fill(person, fields, by)
    because = {"different_because": different_because, "compared_with": compared_with}
    return _keep(person, by=by, reason=gettext_lazy("Person added"), **because)


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
        _fill(now, fields, by)
        return _keep(now, by=by, reason=reason)


def draft_of(person: Beneficiary | None, fields: dict, *, by) -> Beneficiary:
    """The person as these fields would make them, saved nowhere: for a form to ask the rules about."""
    draft = Beneficiary() if person is None else copy(person)
    _fill(draft, fields, by)
    return draft


def _fill(person: Beneficiary, fields: dict, by) -> None:
    """Puts the given values on the row in the form in which they are stored."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"A person has no {', '.join(sorted(unknown))}.")
    for name, value in fields.items():
        setattr(person, name, _as_stored(name, value))
    if person.identity_kind != IdentityKind.NONE:
        person.identity_missing_reason, person.identity_follow_up_by = "", None
    person.branch = _branch_for(person, by)
    person.search_name = search_name_of(person)


def _as_stored(name: str, value):
    if name in _LINES:
        return clean_line(value or "")
    if name == "identity_number":
        return identity_digits(value or "") or None
    if name == "phone" and isinstance(value, str):
        return phone_number(ascii_digits(clean_line(value)))
    return value


def search_name_of(person: Beneficiary) -> str:
    """The folded names without بن and بنت, under which the person is found."""
    return " ".join(fold_words(person.full_name))[:_LONGEST_SEARCH_NAME]


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


def _refuse_second_file(person: Beneficiary, by) -> None:
    if not person.identity_number:
        return
    same = Beneficiary.objects.filter(identity_number=person.identity_number).exclude(pk=person.pk)
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
