"""Which papers a request can have, who issues each, and issuing one: what it says is read behind the request's lock."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.refusals import Refused
from audit.writing import one_transaction, write
from correspondence.about import name_of
from correspondence.content import Content
from correspondence.issuing import issue_letter, issue_once
from correspondence.kinds import LetterKind
from correspondence.models import Letter

from ..case_file import CaseFile
from ..checks.missing import reason_nothing_to_ask_for
from ..models import SupportRequest
from ..steps import State
from ..workflow import lock_request, refuse_unless_permitted
from . import answers, forms, rules, service
from .decision import decision_content

ISSUED = gettext_lazy("Letter issued")
CORRECTED = gettext_lazy("Letter corrected")
_PLEDGED_FROM = (State.VERIFIED, State.PLEDGED, State.REFERRED, State.STUDIED, State.ACCEPTED)


# Whoever takes a step issues its paper; the decision has an act of its own.
_issuing_permission = {
    LetterKind.REQUEST_FORM: "intake.record_documents",
    LetterKind.MISSING_ITEMS: "intake.record_documents",
    LetterKind.PLEDGE: "intake.pledge_request",
    LetterKind.REFERRAL: "intake.refer_request",
    LetterKind.DECISION: "intake.issue_decision_letter",
    LetterKind.CERTIFICATE: "intake.register_request",
    LetterKind.RECEIPT: "intake.deliver_request",
}


@dataclass(frozen=True)
class RequestPaper:
    """One kind of paper of a request: whose it is to issue, what it says, and why it may have to wait."""

    kind: LetterKind
    # (case, by, **what the form asked) -> Content
    content: Callable[..., Content]
    # (case) -> None or the reason as a sentence.
    reason_closed: Callable[[CaseFile], str | None]

    @property
    def permission(self) -> str:
        return _issuing_permission[self.kind]


def reason_not_to_pledge(case: CaseFile) -> str | None:
    if case.request.state not in _PLEDGED_FROM:
        return _("The pledge is printed once the data are verified, and until the person is registered.")
    return None


def receipt(case: CaseFile, by: User, *, granted) -> Content:
    """Of a service of this request: as it was last handed over, or blank before that."""
    granted = next((service for service in case.granted if service.pk == granted.pk), None)
    if granted is None:
        raise Refused(_("This was not granted with this request."))
    handed_over = [row for row in granted.deliveries.all() if rules.reason_no_receipt(row) is None]
    return service.receipt_content(case, granted, handed_over[-1] if handed_over else None)


PAPERS = {
    paper.kind.value: paper
    for paper in (
        # For no reader in particular: what only some may read is masked.
        RequestPaper(
            LetterKind.REQUEST_FORM,
            lambda case, by: forms.filled_form_content(case, None),
            lambda case: None,
        ),
        RequestPaper(
            LetterKind.MISSING_ITEMS,
            lambda case, by, *, until: answers.missing_items_content(case, until=until),
            reason_nothing_to_ask_for,
        ),
        RequestPaper(LetterKind.PLEDGE, forms.pledge_content, reason_not_to_pledge),
        RequestPaper(
            LetterKind.REFERRAL, lambda case, by: answers.referral_content(case), rules.reason_not_referred
        ),
        RequestPaper(
            LetterKind.DECISION,
            lambda case, by: decision_content(case),
            rules.reason_no_decision_letter,
        ),
        RequestPaper(
            LetterKind.CERTIFICATE,
            lambda case, by: service.certificate_content(case),
            rules.reason_not_registered,
        ),
        RequestPaper(LetterKind.RECEIPT, receipt, rules.reason_nothing_granted),
    )
}


def letters_about(support_request: SupportRequest, reader: User):
    """The letters of a request that this person may open, the newest first."""
    return Letter.objects.filter(about=name_of(support_request)).readable_by(reader).order_by("-pk")


def issue_request_letter(
    support_request: SupportRequest,
    kind: str,
    *,
    by: User,
    corrects: Letter | None = None,
    correction: str = "",
    **asked,
) -> Letter:
    """The letter of this kind as it says today, or the last one when it said the same.

    A correction is always a new letter, with why it takes the place of the old one.
    """
    paper = PAPERS[kind]
    refuse_unless_permitted(support_request, paper.permission, by)
    with one_transaction():
        case = CaseFile(lock_request(support_request))
        facts = _facts(paper, case, by, **asked)
        if corrects is not None:
            return issue_letter(
                paper.kind, corrects=corrects, correction=correction, reason=CORRECTED, **facts
            )
        letter = issue_once(paper.kind, reason=ISSUED, **facts)
        if paper.kind == LetterKind.MISSING_ITEMS:
            _note_what_was_asked(case, letter, by, **asked)
        return letter


def issue_with_step(locked: SupportRequest, kind: str, *, by: User) -> Letter:
    """The paper that belongs to a step, in the step's own transaction: whoever may take the step issues it.

    Called behind the request's lock, after every other one: the series of a letter is locked last.
    """
    paper = PAPERS[kind]
    return issue_letter(paper.kind, reason=ISSUED, **_facts(paper, CaseFile(locked), by))


def _facts(paper: RequestPaper, case: CaseFile, by: User, **asked) -> dict:
    """What the letter says, and of whom; Refused where it has to wait."""
    reason = paper.reason_closed(case)
    if reason:
        raise Refused(reason)
    subject, content = paper.content(case, by, **asked)
    return {
        "subject": subject,
        "content": content,
        "policy_version": case.version,
        "beneficiary": case.person,
        "about": case.request,
        "by": by,
    }


def _note_what_was_asked(case: CaseFile, letter: Letter, by: User, *, until) -> None:
    """The open list of missing documents names the letter that says the same day."""
    open_list = case.request.documents_asked.filter(closed_on__isnull=True, bring_until=until).first()
    if open_list is not None:
        open_list.letter = letter
        write(open_list, by=by, reason=ISSUED)
