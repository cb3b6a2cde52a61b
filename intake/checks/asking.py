"""Asking the person for what is missing, with a day by which it is expected."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from audit.refusals import Refused
from audit.writing import one_transaction, refuse_stale, write
from correspondence.kinds import LetterKind
from correspondence.notices import notify

from ..case_file import CaseFile
from ..letters.issuing import issue_request_letter
from ..models import DocumentsAsked, SupportRequest
from ..models.checks import AskOutcome
from ..models.records import HowTold
from ..workflow import lock_request, refuse_unless_permitted
from .missing import close, missing_items, reason_nothing_to_ask_for

ASKED = gettext_lazy("Missing documents asked for")
USUAL_DAYS, LONGEST_DAYS = 14, 180


def usual_day() -> date:
    """The day that is proposed."""
    return riyadh_today() + timedelta(days=USUAL_DAYS)


def reason_day_does_not_do(bring_until: date) -> str | None:
    """The person needs time, and the request does not wait for years."""
    today = riyadh_today()
    if bring_until <= today:
        return _("Give a later day than today.")
    if bring_until > today + timedelta(days=LONGEST_DAYS):
        return _("Give a day within the next %(days)d days.") % {"days": LONGEST_DAYS}
    return None


def ask_for_documents(
    support_request: SupportRequest,
    *,
    bring_until: date,
    how_told: str,
    by: User,
    seen_version: int | None = None,
) -> DocumentsAsked:
    """Records that the person was told what is missing and until when; an earlier list gives way to the new one.

    `seen_version` is the version of the open list that was on the screen (0: there was none).
    """
    refuse_unless_permitted(support_request, "intake.record_documents", by)
    with one_transaction():
        current = lock_request(support_request)
        case = CaseFile(current)
        if reason := reason_nothing_to_ask_for(case):
            raise Refused(reason)
        if reason := reason_day_does_not_do(bring_until):
            raise Refused(reason, field="bring_until")
        earlier = current.documents_asked.filter(closed_on__isnull=True).first()
        if earlier is not None:
            refuse_stale(earlier, seen_version)
            close(earlier, AskOutcome.ASKED_AGAIN, by=by, reason=ASKED)
        asked = DocumentsAsked(
            support_request=current,
            codes=[item.code for item in missing_items(case)],
            asked_on=riyadh_today(),
            bring_until=bring_until,
            how_told=how_told,
            asked_by=by,
        )
        write(asked, by=by, reason=ASKED)
        if how_told == HowTold.LETTER:
            # The letter names itself on the open list.
            issue_request_letter(current, LetterKind.MISSING_ITEMS.value, by=by, until=bring_until)
            asked.refresh_from_db()
        elif how_told == HowTold.MESSAGE:
            _send(case, bring_until, by)
        return asked


def _send(case: CaseFile, bring_until: date, by: User) -> None:
    """That something is missing and until when; what it is stands in no message."""
    values = {"reference": case.request.reference, "date": bring_until}
    notify(case.person, "documents_missing", about=case.request, by=by, reason=ASKED, values=values)
