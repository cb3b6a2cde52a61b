"""From draft to the board and into force: the only doors through which a policy version moves."""

from dataclasses import dataclass
from datetime import date

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import HijriDate, ImpossibleDate
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, write

from . import rules
from .minutes import store_scan
from .models import Association, PolicyVersion
from .pack import PrintedApproval
from .printed_dates import read_gregorian, read_hijri
from .wording import keep_line, keep_text


@dataclass(frozen=True, kw_only=True)
class BoardApproval:
    """What the board recorded, as it was filled in."""

    session: str
    term: str
    place: str
    printed_hijri: str
    printed_gregorian: str
    effective_on: date
    chaired_by: str
    signed_by: str
    as_printed_reason: str = ""
    approved_title: str = ""
    title_remark: str = ""

    @classmethod
    def as_written(cls, **recorded) -> "BoardApproval":
        """Texts without invisible characters, otherwise as they were filled in."""
        several_lines = ("as_printed_reason", "title_remark")
        for name, value in recorded.items():
            if isinstance(value, str):
                recorded[name] = (keep_text if name in several_lines else keep_line)(value)
        return cls(**recorded)

    def read_dates(self) -> tuple[HijriDate, date]:
        """Both days; refused at each field whose day does not exist."""
        days, problems = [], []
        for field, read in (("printed_hijri", read_hijri), ("printed_gregorian", read_gregorian)):
            try:
                days.append(read(getattr(self, field)))
            except ImpossibleDate as impossible:
                problems.append((field, str(impossible)))
        if problems:
            raise ApprovalRefused(problems)
        return tuple(days)


class ApprovalRefused(Refused):
    """The conditions that an approval does not meet, each with the field it is about."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__([reason for _field, reason in problems])


def problems_of_approval(version: PolicyVersion, approval: BoardApproval, *, by) -> list[tuple]:
    """(field, sentence) for every condition that this approval does not meet."""
    hijri, gregorian = approval.read_dates()
    reasons = [
        (None, rules.reason_cannot_approve(by)),
        (None, rules.reason_wrote_it(version, by)),
        (None, rules.reason_already_settled(version)),
        (None, rules.reason_newer_is_approved(version)),
        (None, rules.reason_incomplete(version)),
        ("printed_gregorian", rules.reason_not_yet_approved(hijri, gregorian)),
        ("as_printed_reason", rules.reason_dates_need_reason(hijri, gregorian, approval.as_printed_reason)),
        (
            "title_remark",
            rules.reason_title_needs_remark(version, approval.approved_title, approval.title_remark),
        ),
        ("effective_on", rules.reason_effective_too_early(version, hijri, gregorian, approval.effective_on)),
    ]
    return [(field, reason) for field, reason in reasons if reason]


def approve_version(version: PolicyVersion, *, by, scan=None, seen_content="", **recorded) -> PolicyVersion:
    """Records the approval (the fields of BoardApproval), freezes the content and stores its digest.

    `seen_content` is the `content_now()` that was on the screen: the board approves what it read.
    """
    approval, stored = BoardApproval.as_written(**recorded), None
    try:
        with one_transaction():
            version = _locked(version)
            reason = rules.reason_cannot_approve(by)
            if reason:
                raise NotPermitted(reason)
            _refuse_for(rules.reason_content_changed(version, seen_content))
            problems = problems_of_approval(version, approval, by=by)
            if problems:
                raise ApprovalRefused(problems)
            _record(version, approval)
            if scan is not None:
                stored, version.minutes_sha256 = store_scan(scan)
                version.minutes.name = stored
            return _freeze(version, by=by, reason=gettext_lazy("Approved by the board"))
    except BaseException:
        if stored:
            default_storage.delete(stored)
        raise


def record_printed_approval(version: PolicyVersion, printed: PrintedApproval, *, by) -> PolicyVersion:
    """The approval that stands in the association's own document, as printed there.

    Only for the first version of an installation: later ones are approved by the board in the administration.
    """
    with one_transaction():
        version = _locked(version)
        if version.number != 1:
            raise Refused(_("Only the first version comes with its approval; the board approves later ones."))
        for name in ("printed_hijri", "printed_gregorian", "approved_title_ar", "effective_on"):
            setattr(version, name, getattr(printed, name))
        for name in ("dates_remark_ar", "dates_remark_en", "title_remark_ar", "title_remark_en"):
            setattr(version, name, getattr(printed, name))
        version.approval_session = printed.session
        version.approval_term = printed.term
        version.approval_place = printed.place_ar
        version.approved_on = printed.gregorian
        version.approved_hijri = _iso(printed.hijri)
        version.published_on_website = printed.published
        return _freeze(
            version,
            by=by,
            reason=gettext_lazy("Approval recorded as printed in the association's own document"),
        )


def submit_to_board(version: PolicyVersion, *, by, seen_content="") -> PolicyVersion:
    """Lays a draft before the board; from then on its content stands still."""
    with one_transaction():
        version = _locked(version)
        _refuse_unless_may_change(by)
        _refuse_for(rules.reason_content_changed(version, seen_content))
        _refuse_for(version.reason_closed() or rules.reason_incomplete(version))
        version.submitted_to_board_at = timezone.now()
        return write(version, by=by, reason=gettext_lazy("Laid before the board"))


def take_back_version(version: PolicyVersion, *, by) -> PolicyVersion:
    """Makes a version that lies before the board a draft again."""
    with one_transaction():
        version = _locked(version)
        _refuse_unless_may_change(by)
        _refuse_for(rules.reason_already_settled(version))
        version.submitted_to_board_at = None
        return write(version, by=by, reason=gettext_lazy("Taken back from the board"))


def withdraw_version(version: PolicyVersion, *, reason: str, by) -> PolicyVersion:
    """Ends a version that was never approved."""
    with one_transaction():
        version = _locked(version)
        _refuse_unless_may_change(by)
        _refuse_for(rules.reason_already_settled(version))
        version.withdrawal_reason = keep_text(reason)
        if not version.withdrawal_reason:
            raise Refused(_("Say why the version is withdrawn."), field="reason")
        version.withdrawn_at = timezone.now()
        return write(version, by=by, reason=gettext_lazy("Withdrawn before approval"))


def _locked(version: PolicyVersion) -> PolicyVersion:
    """The stored version; the lock on its association lets one version move at a time."""
    Association.objects.select_for_update().get(pk=version.association_id)
    return PolicyVersion.objects.select_for_update().get(pk=version.pk)


def _record(version: PolicyVersion, approval: BoardApproval) -> None:
    hijri, gregorian = approval.read_dates()
    version.approval_session = approval.session
    version.approval_term = approval.term
    version.approval_place = approval.place
    version.approved_on = gregorian
    version.approved_hijri = _iso(hijri)
    version.printed_hijri = approval.printed_hijri
    version.printed_gregorian = approval.printed_gregorian
    version.dates_remark_ar = approval.as_printed_reason
    version.approved_title_ar = approval.approved_title
    version.title_remark_ar = approval.title_remark
    version.effective_on = approval.effective_on
    version.chaired_by = approval.chaired_by
    version.signed_by = approval.signed_by


def _freeze(version: PolicyVersion, *, by, reason) -> PolicyVersion:
    version.approved_at = timezone.now()
    version.approved_by = by
    version.submitted_to_board_at = version.submitted_to_board_at or version.approved_at
    version.content_digest = version.compute_digest()
    return write(version, by=by, reason=reason)


def _iso(hijri: HijriDate) -> str:
    return f"{hijri.year:04}-{hijri.month:02}-{hijri.day:02}"


def _refuse_unless_may_change(user) -> None:
    if not user.may("policies.change_version"):
        raise NotPermitted(_("Your role does not change policy versions."))


def _refuse_for(reason: str | None) -> None:
    if reason:
        raise Refused(reason)
