"""Asking the person for what is missing, with a day by which it is expected."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from audit.refusals import Refused
from audit.writing import one_transaction, refuse_stale, write
from beneficiaries.rules import reason_file_is_read_only

from ..case_file import CaseFile
from ..documents import CHECKING_STATES
from ..models import DocumentsAsked, SupportRequest
from ..models.checks import AskOutcome
from ..workflow import lock_request, refuse_unless_permitted
from .missing import close, missing_items

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


def reason_nothing_to_ask_for(case: CaseFile) -> str | None:
    if case.request.state not in CHECKING_STATES:
        return _("Documents cannot be recorded any more: the request is closed or registered.")
    if closed := reason_file_is_read_only(case.person):
        return closed
    if not missing_items(case):
        return _("No document is missing, so there is nothing to ask for.")
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
        return write(asked, by=by, reason=ASKED)
