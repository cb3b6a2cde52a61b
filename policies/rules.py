"""The conditions of an approval, one function each: None, or the reason as a translated sentence."""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arabic.calendars import HijriDate, dual, gregorian_of, riyadh_today
from arabic.text import fold

from .models import PolicyPart, PolicyVersion, RequiredDocument
from .pack import STEP_CODES
from .printed_dates import reason_dates_disagree


def reason_cannot_approve(user) -> str | None:
    # SECURITY: by role only; superusers hold no role of themselves.
    if user.may("policies.approve_version"):
        return None
    return _("Only a member of the board approves a policy version.")


def reason_wrote_it(version: PolicyVersion, user) -> str | None:
    """Whoever wrote or changed the version leaves its approval to others."""
    wrote = version.history.filter(history_user=user).exists() or any(
        part.history.model.objects.filter(policy_version_id=version.pk, history_user=user).exists()
        for part in PolicyPart.__subclasses__()
    )
    if wrote:
        return _("You wrote or changed this version, so another member of the board must approve it.")
    return None


def reason_already_settled(version: PolicyVersion) -> str | None:
    if version.withdrawn_at:
        return _("This policy version was withdrawn; make a new version instead.")
    if version.approved_at:
        return _("This policy version is already approved.")
    return None


def reason_content_changed(version: PolicyVersion, seen_content: str) -> str | None:
    """Whoever decides about a version decides about what was on the screen, down to each part."""
    if not seen_content or seen_content == version.content_now():
        return None
    return _("The content of this version was changed after you opened it. Read it again, then decide.")


def reason_newer_is_approved(version: PolicyVersion) -> str | None:
    approved = PolicyVersion.objects.approved().filter(association=version.association_id)
    newer = approved.filter(number__gt=version.number).order_by("-number").first()
    if newer is None:
        return None
    return _("Version %(number)s, which is newer, is already approved.") % {"number": newer.number}


def reason_incomplete(version: PolicyVersion) -> str | None:
    """A version in force must be able to carry a request from reception to delivery."""
    steps = set(version.steps.values_list("code", flat=True))
    if not version.channels.exists():
        return _("The version names no channel.")
    if not version.service_types.exists():
        return _("The version names no service type.")
    if steps != set(STEP_CODES):
        return _("The version does not describe all seven steps.")
    services = set(version.service_types.values_list("code", flat=True))
    for document in version.required_documents.all():
        if not services.issuperset(document.service_codes):
            return _("“%(document)s” is required for a service that the version does not have.") % {
                "document": document.label
            }
    return None


def reason_not_yet_approved(hijri: HijriDate, gregorian: date) -> str | None:
    if min(gregorian, gregorian_of(*hijri)) > riyadh_today():
        return _("The day of the approval lies in the future.")
    return None


def reason_dates_need_reason(hijri: HijriDate, gregorian: date, as_printed_reason: str) -> str | None:
    """Two dates that disagree are recorded only as printed, with the reason why."""
    return None if as_printed_reason else reason_dates_disagree(hijri, gregorian)


def titles_differ(version: PolicyVersion, approved_title: str) -> bool:
    return bool(approved_title) and approved_title not in (version.title_ar, version.title_en)


def reason_title_needs_remark(version: PolicyVersion, approved_title: str, remark: str) -> str | None:
    if remark or not titles_differ(version, approved_title):
        return None
    if fold(approved_title) == fold(version.title_ar):
        return _(
            "The approved title is spelled differently than the title of the document. Say so in a remark."
        )
    return _("The approved title is not the title of the document. Say so in a remark.")


def reason_effective_too_early(version, hijri, gregorian, effective_on) -> str | None:
    """A version is in force neither before its approval nor before the version that it supersedes."""
    approved = min(gregorian, gregorian_of(*hijri))
    if effective_on < approved:
        return _("The version cannot be in force before its approval on %(date)s.") % {"date": dual(approved)}
    earlier = PolicyVersion.objects.approved().filter(association=version.association_id)
    previous = earlier.order_by("-number").first()
    if previous and effective_on < previous.effective_on:
        return _("Version %(number)s is in force from %(date)s; this one cannot be in force earlier.") % {
            "number": previous.number,
            "date": dual(previous.effective_on),
        }
    return None


def reason_document_not_valid(
    document: RequiredDocument, *, issued_on: date | None, expires_on: date | None, on: date
) -> str | None:
    """Why a document presented on a day does not meet its validity rule."""
    rule = document.validity
    if issued_on and issued_on > on:
        return _("The issue date lies after the day on which the document was presented.")
    if issued_on and expires_on and expires_on < issued_on:
        return _("The document expires before it was issued.")
    if expires_on and expires_on < on:
        return _("The document expired on %(date)s.") % {"date": dual(expires_on)}
    if rule == RequiredDocument.Validity.MUST_NOT_BE_EXPIRED and expires_on is None:
        return _("The expiry date is missing.")
    if rule == RequiredDocument.Validity.ISSUED_WITHIN_MONTHS:
        if issued_on is None:
            return _("The issue date is missing.")
        if months_after(issued_on, document.months) < on:
            return ngettext(
                "The document was issued on %(date)s; it must not be older than %(months)s month.",
                "The document was issued on %(date)s; it must not be older than %(months)s months.",
                document.months,
            ) % {"date": dual(issued_on), "months": document.months}
    return None


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
