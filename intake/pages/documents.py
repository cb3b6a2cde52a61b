"""The required documents of a request as a checklist: what was found, whether it held that day, and holds today."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, dual_printed, riyadh_day, riyadh_today
from beneficiaries.thumbnails import thumbnail_beside
from beneficiaries.virus_scan import closed_in_words
from policies.rules import reason_document_not_valid

from ..case_file import CaseFile
from ..checks.states import CHECKING_STATES
from ..checks.waivers import reason_not_to_waive
from ..models.records import Verdict
from ..steps import State
from .looks import VERDICT_LOOKS

AFTER_REGISTRATION = (State.REGISTERED, State.SERVED)


def may_check(case: CaseFile, user: User) -> bool:
    """Whether this person may record documents now."""
    return case.request.state in CHECKING_STATES and user.may("intake.record_documents")


def documents(case: CaseFile, user: User) -> list[dict]:
    """The required documents with what was found."""
    if case.request.state in AFTER_REGISTRATION:
        return []
    checks, waives = may_check(case, user), _may_waive(case, user)
    return [_document(case, *row, checks=checks, waives=waives) for row in case.checks]


def _may_waive(case: CaseFile, user: User) -> bool:
    return case.request.state in CHECKING_STATES and user.may("intake.waive_document")


def _document(case, document, check, *, checks: bool, waives: bool) -> dict:
    pk, today = case.request.pk, riyadh_today()
    waivable = check is not None and reason_not_to_waive(check) is None
    notes = _notes(document, check, today) if check else []
    if waivable and checks and not waives:
        notes.append(_("Only the executive director can waive it."))
    return {
        "label": document.label,
        "notes": notes,
        "facts": [fact for fact in _facts(document, check, today) if fact] if check else [],
        **_look(document, check, today),
        "file_url": reverse("request_file", args=[pk, check.file_id]) if check and check.file_id else "",
        "file_label": _("Copy"),
        "thumbnail": _thumbnail(pk, check),
        "acts": [
            *(
                [_act("request_document", pk, document, _("Change") if check else _("Check"))]
                if checks
                else []
            ),
            *([_act("request_document_waive", pk, document, _("Waive"))] if waives and waivable else []),
        ],
    }


def _thumbnail(pk: int, check) -> dict | None:
    if check is None or check.file_id is None:
        return None
    return thumbnail_beside(check.file, reverse("request_thumbnail", args=[pk, check.file_id]))


def _act(name: str, pk: int, document, label: str) -> dict:
    return {"url": reverse(name, args=[pk, document.pk]), "label": label}


def _look(document, check, today: date) -> dict:
    """The verdict as a chip; that a document ran out meanwhile matters more than that it matched."""
    if check is None:
        return {"icon": "circle", "tone": "neutral", "state": _("not checked yet")}
    if check.is_waived:
        return {"icon": "shield-check", "tone": "closed", "state": _("Waived")}
    if _ran_out(document, check, today):
        return {"icon": "exclamation-triangle", "tone": "late", "state": _("No longer valid")}
    icon, tone = VERDICT_LOOKS[check.verdict]
    return {"icon": icon, "tone": tone, "state": check.get_verdict_display()}


def reason_on(document, check, day: date) -> str | None:
    """Why what was presented did not hold on a day."""
    return reason_document_not_valid(document, issued_on=check.issued_on, expires_on=check.expires_on, on=day)


def _ran_out(document, check, today: date) -> str | None:
    """Why a document that held when it was presented does not hold today."""
    if check.verdict != Verdict.MATCHES or reason_on(document, check, check.presented_on):
        return None
    return reason_on(document, check, today)


def _notes(document, check, today: date) -> list[str]:
    """What is to be read before anything else: a difference, a waiver, a document that did not or does not hold."""
    notes = [check.difference] if check.verdict == Verdict.DIFFERS else []
    if check.is_waived:
        words = _("Waived by %(who)s on %(date)s, because: %(reason)s")
        day = dual(riyadh_day(check.waived_at))
        notes.append(words % {"who": check.waived_by, "date": day, "reason": check.waiver_reason})
    if check.verdict != Verdict.MATCHES:
        return notes
    presented = {"date": dual(check.presented_on)}
    if reason := reason_on(document, check, check.presented_on):
        words = _("Not valid on %(date)s, when it was presented: %(reason)s")
        notes.append(words % {**presented, "reason": reason})
    elif reason := _ran_out(document, check, today):
        words = _(
            "It was valid on %(date)s, when it was presented, and is not valid today: %(reason)s Before the "
            "registration the person brings a new one."
        )
        notes.append(words % {**presented, "reason": reason})
    return notes


def _facts(document, check, today: date) -> list[str]:
    seen = check.original_seen_by and _("Original seen by %(who)s") % {"who": check.original_seen_by}
    scan = getattr(check.file, "virus_scan", None)
    closed = closed_in_words(scan.state) if scan else []
    return [check.number, validity(check), _held(document, check, today), seen, *closed]


def validity(check) -> str:
    if check.expires_on:
        return _("valid until %(date)s") % {"date": dual_printed(check.expires_on, check.expires_printed)}
    if not check.issued_on:
        return ""
    return _("issued on %(date)s") % {"date": dual_printed(check.issued_on, check.issued_printed)}


def _held(document, check, today: date) -> str:
    """That it held on the day it was presented, and still does."""
    dated = check.expires_on or check.issued_on
    if check.verdict != Verdict.MATCHES or not dated or reason_on(document, check, check.presented_on):
        return ""
    if reason_on(document, check, today):
        return ""
    if check.presented_on == today:
        return _("presented and valid today")
    return _("valid on %(date)s, when it was presented, and today") % {"date": dual(check.presented_on)}
