"""Letters that the association receives: each with its number in the year's register, kept with its scan."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.text import ascii_digits, clean_line
from audit.refusals import NotPermitted, Refused, refuse_for
from audit.writing import one_transaction, refuse_stale, write
from beneficiaries.models import Beneficiary, ScanState
from beneficiaries.papers import Paper, read_paper

from .kept import keep
from .kinds import INCOMING
from .models import IncomingLetter
from .serials import take_number

# What may be corrected; number, year and scan stay as they were recorded.
WORDS = ("received_on", "sender", "sender_number", "subject", "beneficiary")


def record_incoming(
    *,
    received_on: date,
    sender: str,
    subject: str,
    sender_number: str = "",
    beneficiary: Beneficiary | None = None,
    scan=None,
    by,
) -> IncomingLetter:
    """Gives the letter the next number of today's year; `scan` is an upload or a Paper."""
    _refuse_without_permission(by)
    letter = IncomingLetter(recorded_by=by)
    words = (received_on, sender, sender_number, subject, beneficiary)
    _fill(letter, dict(zip(WORDS, words, strict=True)), by)
    with one_transaction():
        taken = take_number(INCOMING)
        letter.year, letter.number = taken.on.year, taken.number
        if scan is not None:
            _keep_scan(letter, scan)
        return write(letter, by=by, reason=gettext_lazy("Incoming letter recorded"))


def correct_incoming(
    letter: IncomingLetter, *, reason: str, by, seen_version: int | None = None, scan=None, **words
) -> IncomingLetter:
    """Corrects what was written of a letter, or adds its scan, with the reason; its number and a scan stay."""
    _refuse_without_permission(by)
    if unknown := words.keys() - set(WORDS):
        raise TypeError(f"Of an incoming letter nobody corrects {', '.join(sorted(unknown))}.")
    if not reason.strip():
        raise Refused(_("Write why the entry is corrected."), field="reason")
    with one_transaction():
        now = IncomingLetter.objects.visible_to(by).select_for_update().filter(pk=letter.pk).first()
        if now is None:
            raise NotPermitted(_("The letter is about a person whose file you may not see."))
        refuse_stale(now, seen_version)
        _fill(now, words, by)
        if scan is not None:
            if now.key:
                raise Refused(_("The letter has its scan already."), field="scan")
            _keep_scan(now, scan)
        said = gettext_lazy("Entry of an incoming letter corrected")
        return write(now, by=by, reason=said, note=reason.strip())


def _fill(letter: IncomingLetter, words: dict, by) -> None:
    refuse_for(reasons_against(words, by))
    for name, value in words.items():
        value = clean_line(value) if isinstance(value, str) else value
        setattr(letter, name, ascii_digits(value) if name == "sender_number" else value)


def reasons_against(words: dict, by) -> list[tuple[str | None, str]]:
    """What speaks against these words, each about its field; of fields that are not given nothing is said."""
    reasons = []
    received_on, person = words.get("received_on"), words.get("beneficiary")
    if received_on is not None and received_on > riyadh_today():
        reasons.append(("received_on", _("A letter is not recorded before it has arrived.")))
    reasons += [
        (name, sentence)
        for name, sentence in (
            ("sender", _("Write from whom the letter is.")),
            ("subject", _("Write what the letter is about.")),
        )
        if not clean_line(words.get(name, "x"))
    ]
    if person is not None and not Beneficiary.objects.visible_to(by).filter(pk=person.pk).exists():
        reasons.append(("beneficiary", _("There is no file of this person that you may see.")))
    return reasons


def _keep_scan(letter: IncomingLetter, scan) -> None:
    paper = scan if isinstance(scan, Paper) else read_paper(scan)
    if paper.scan == ScanState.WAITING:
        sentence = _(
            "The virus scanner does not answer. Record the letter without its scan, and add it later."
        )
        raise Refused(sentence, field="scan")
    keep(letter, paper.content)
    letter.file_kind, letter.file_name = paper.kind, paper.name


def _refuse_without_permission(by) -> None:
    if not by.may("correspondence.record_incoming"):
        raise NotPermitted(_("Your role does not include this step."))
