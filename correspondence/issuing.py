"""Issuing a letter: its number, its bytes and its row in one transaction. What was issued is never issued anew."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from arabic.calendars import gregorian_text, hijri_text, riyadh_today
from audit.refusals import Refused
from audit.writing import one_transaction, write
from beneficiaries.models import Beneficiary
from policies.digests import canonical_sha256
from policies.models import Association, PolicyVersion

from .about import name_of
from .checking import check_url, new_code
from .kept import keep, letter_response
from .kinds import LetterKind
from .models import Letter
from .serials import hold, take_number
from .typesetting import typeset

__all__ = ["issue_letter", "issue_once", "letter_response"]


def issue_letter(
    kind: str,
    *,
    subject: str,
    content: dict,
    policy_version: PolicyVersion,
    by,
    reason: str,
    beneficiary: Beneficiary | None = None,
    about=None,
    enclosures: int = 0,
    corrects: Letter | None = None,
    correction: str = "",
) -> Letter:
    """The next letter of its kind; whether `by` may issue one is asked by the step that calls this.

    `corrects` is an earlier letter whose place the new one takes, and `correction` says why.
    """
    kind = LetterKind(kind)
    letter = Letter(
        kind=kind,
        code=new_code(),
        subject=subject,
        beneficiary=beneficiary,
        policy_version=policy_version,
        about=name_of(about) if about is not None else "",
        enclosures=enclosures,
        issued_by=by,
        content_sha256=content_digest(subject, content, enclosures),
        corrects=corrects,
        correction=correction.strip(),
    )
    with one_transaction():
        taken = take_number(kind)
        # SECURITY: asked behind the lock of the series, so that of two corrections the second one sees the first.
        _refuse_correction(letter)
        letter.year, letter.number = taken.on.year, taken.number
        letter.issued_on, letter.issued_at = taken.on, taken.at
        keep(letter, typeset(kind.value, {**content, **_printed_beside(letter)}))
        return write(letter, by=by, reason=reason)


def issue_once(kind: str, *, subject: str, content: dict, enclosures: int = 0, **letter) -> Letter:
    """The last letter of this kind about this thing if it says the same, or else a new one."""
    asked = {"kind": kind, "about": letter.get("about"), "beneficiary": letter.get("beneficiary")}
    digest = content_digest(subject, content, enclosures)
    if (same := _last_if_the_same(digest, **asked)) is not None:
        return same
    with one_transaction():
        hold(kind, riyadh_today().year)
        # Two who asked at the same moment get the same letter.
        if (same := _last_if_the_same(digest, **asked)) is not None:
            return same
        return issue_letter(kind, subject=subject, content=content, enclosures=enclosures, **letter)


def _last_if_the_same(digest: str, *, kind, about, beneficiary) -> Letter | None:
    name = name_of(about) if about is not None else ""
    letters = Letter.objects.filter(kind=kind, about=name, beneficiary=beneficiary)
    last = letters.filter(corrected_by__isnull=True).order_by("-pk").first()
    return last if last is not None and last.content_sha256 == digest else None


def content_digest(subject: str, content: dict, enclosures: int = 0) -> str:
    """What a letter says, without its number, date and code."""
    return canonical_sha256({"subject": subject, "content": content, "enclosures": enclosures})


def _refuse_correction(letter: Letter) -> None:
    older = letter.corrects
    if older is None:
        if letter.correction:
            raise Refused(_("Say which letter is corrected."), field="correction")
        return
    if not letter.correction:
        raise Refused(_("Write why the letter is corrected."), field="correction")
    if (older.kind, older.about, older.beneficiary_id) != (letter.kind, letter.about, letter.beneficiary_id):
        raise Refused(_("A correction is a letter of the same kind about the same matter."))
    if (newer := Letter.objects.filter(corrects=older).first()) is not None:
        sentence = _("The letter %(letter)s was already corrected by %(newer)s; correct that one.")
        raise Refused(sentence % {"letter": older.serial, "newer": newer.serial})


def _printed_beside(letter: Letter) -> dict:
    """What stands on every letter besides its text: the letterhead, number, date, enclosures, and how it is checked."""
    return {
        "serial": letter.serial,
        "issued": _day(letter.issued_on),
        "enclosures": letter.enclosures,
        "code": letter.code,
        "check_url": check_url(letter.code),
        "corrects": letter.corrects.serial if letter.corrects else "",
        "correction": letter.correction,
        "letterhead": _letterhead(letter.policy_version.association),
    }


def _day(day: date) -> dict:
    with translation.override("ar"):
        return {"iso": day.isoformat(), "hijri": hijri_text(day), "gregorian": gregorian_text(day)}


def _letterhead(association: Association) -> dict:
    return {
        "name": association.name_ar,
        "name_en": association.name_en,
        "licence": association.licence,
        "licensed_by": association.licensed_by_ar,
        "place": association.place_ar,
        "supervision": association.supervision_ar,
        "accent": association.accent,
    }
