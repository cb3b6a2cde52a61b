"""Writing down a document of a person: the first of its kind, its renewal, and the correction of what was misread."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line
from audit.refusals import NotPermitted, Refused, refuse_for
from audit.writing import one_transaction, refuse_stale, write
from policies.models import RequiredDocument

from ..models import Beneficiary, PersonDocument, StoredFile
from ..papers import receive_paper
from .rules import (
    JUDGED,
    reason_cannot_certify,
    reason_file_is_closed,
    reason_paper_is_of_another,
    reasons_against_document,
)

RECORDED = gettext_lazy("Document recorded")
RENEWED = gettext_lazy("Document renewed")
CORRECTED = gettext_lazy("Document corrected")
# What the paper itself says, and what was found when it was compared.
ON_PAPER = ("number", "issued_on", "expires_on")
_EMPTY = {
    **dict.fromkeys(("number", "issued_printed", "expires_printed", "difference", "proves"), ""),
    **dict.fromkeys(("issued_on", "expires_on")),
}
FACTS = frozenset({"verdict", *_EMPTY})


def record_person_document(
    person: Beneficiary,
    *,
    document: RequiredDocument | None = None,
    other_name: str = "",
    corrects: PersonDocument | None = None,
    original_seen: bool = False,
    upload=None,
    by: User,
    seen_version: int | None = None,
    **facts,
) -> PersonDocument:
    """Writes down a document that the policy asks for, or any other by its own name.

    It takes the place of the current one of its kind, which stays as an earlier one; `corrects` is the current one
    itself, where it was misread. `seen_version` is the version of the current one on the screen (0: there was none).
    """
    with one_transaction():
        person = _in_hand(person, by)
        other_name, filled = clean_line(other_name), _as_stored(facts)
        held = _current(person, document, other_name)
        if corrects is not None and held != corrects:
            raise Refused(_("A newer document of this kind was recorded meanwhile; look at it first."))
        if held is not None:
            refuse_stale(held, seen_version)
        refuse_for(_reasons_against(document, other_name, filled))
        if original_seen and (reason := reason_cannot_certify(by)):
            raise NotPermitted(reason)
        file = receive_paper(upload, beneficiary=person, by=by, reason=RECORDED) if upload else None
        kept = held if corrects is not None else _after(held, person, document, other_name, by)
        takes_back = kept.original_seen_by_id == by.pk and not original_seen
        _certify(kept, filled, file or kept.file, by if original_seen else None, takes_back=takes_back)
        kept.file = file or kept.file
        return _write(kept, filled, by=by, renews=held is not None)


def keep_checked_document(
    person: Beneficiary,
    *,
    document: RequiredDocument,
    file: StoredFile | None,
    original_seen_by: User | None,
    takes_back: bool = False,
    by: User,
    **facts,
) -> PersonDocument:
    """Keeps in the person's file what a step of a request found; that step has asked its own permission and rules.

    `takes_back`: whoever said before that they saw the original says now that they did not.
    """
    reasons = (reason_file_is_closed(person), reason_paper_is_of_another(person, file))
    refuse_for([(None, reason) for reason in reasons if reason])
    filled = _as_stored(facts)
    with one_transaction():
        held = _current(person, document, "")
        same = held is not None and _is_same_paper(held, filled, by)
        kept = held if same else _after(held, person, document, "", by)
        file = file or kept.file
        _certify(kept, filled, file, original_seen_by, takes_back=takes_back)
        kept.file, kept.required_document = file, document
        return _write(kept, filled, by=by, renews=held is not None)


def _in_hand(person: Beneficiary, by: User) -> Beneficiary:
    """The person as the file stands now, locked: nobody closes it meanwhile, and no second one of a kind is added."""
    if not by.may("beneficiaries.change_person"):
        raise NotPermitted(_("Your role does not include this step."))
    people = Beneficiary.objects.visible_to(by).select_for_update(of=("self",))
    now = people.filter(pk=person.pk).first()
    if now is None:
        raise NotPermitted(_("This person's file belongs to another branch."))
    if reason := reason_file_is_closed(now):
        raise Refused(reason)
    return now


def _current(person, document: RequiredDocument | None, other_name: str) -> PersonDocument | None:
    """The current document of this kind; what no policy asks for is of one kind when it has one name."""
    current = PersonDocument.objects.current().filter(beneficiary=person).select_for_update(of=("self",))
    if document is not None:
        return current.filter(code=document.code).first()
    kind = PersonDocument(other_name=other_name).kind
    return next((row for row in current.filter(code="") if row.kind == kind), None)


def _after(held: PersonDocument | None, person, document, other_name: str, by: User) -> PersonDocument:
    """A new row in place of the current one, which stays behind it."""
    if held is not None:
        held.is_current = False
        write(held, by=by, reason=RENEWED)
    code = document.code if document is not None else ""
    return PersonDocument(beneficiary=person, required_document=document, code=code, other_name=other_name)


def _as_stored(facts: dict) -> dict:
    unknown = facts.keys() - FACTS
    if unknown:
        raise TypeError(f"A document has no {', '.join(sorted(unknown))}.")
    filled = {**_EMPTY, **facts}
    for name, nothing in _EMPTY.items():
        if nothing == "":
            filled[name] = clean_line(filled[name] or "")
    return filled | {"number": ascii_digits(filled["number"])}


def _reasons_against(document, other_name: str, filled: dict) -> list[tuple[str | None, str]]:
    reasons = reasons_against_document(document, **{name: filled[name] for name in JUDGED})
    if document is None and not other_name:
        reasons.insert(0, ("other_name", _("Write what the document is called.")))
    return reasons


def _is_same_paper(held: PersonDocument, filled: dict, by: User) -> bool:
    """Whether the paper was kept before, or is being written down anew by the one who did so today."""
    if (held.checked_by_id, held.checked_on) == (by.pk, riyadh_today()):
        return True
    return all(getattr(held, name) == filled[name] for name in ON_PAPER)


def _certify(kept, filled: dict, file, seen_by: User | None, *, takes_back: bool) -> None:
    """Who saw the original stays written down while the paper says the same; what is changed must be seen again."""
    if seen_by is not None:
        kept.original_seen_by, kept.original_seen_on = seen_by, riyadh_today()
        return
    says_the_same = all(getattr(kept, name) == filled[name] for name in (*ON_PAPER, "verdict"))
    if takes_back or not says_the_same or kept.file != file:
        kept.original_seen_by = kept.original_seen_on = None


def _write(kept: PersonDocument, filled: dict, *, by: User, renews: bool) -> PersonDocument:
    reason = RENEWED if renews and kept.pk is None else RECORDED if kept.pk is None else CORRECTED
    for name, value in filled.items():
        setattr(kept, name, value)
    kept.checked_by, kept.checked_on = by, riyadh_today()
    return write(kept, by=by, reason=reason)
