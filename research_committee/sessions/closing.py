"""The end of a session: what has no result is carried over, everybody leaves, and nothing changes any more."""

from collections.abc import Iterable

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import apart, listed
from audit.refusals import Refused
from audit.writing import one_transaction, refuse_stale, write
from intake.case_file import CaseFile
from intake.workflow import reason_to_refuse

from ..models import AgendaItem, CommitteeSession
from ..outcomes import STEP_OF
from ..rules import (
    every_conflict_is_ruled_on,
    nothing_could_be_recorded,
    refuse_unless_running,
    study_is_the_present_one,
)
from ..session_file import ItemFile, SessionFile
from .agenda import close_as_carried_over, lock_requests_of
from .locks import lock_session

CLOSED = gettext_lazy("Committee session closed")
LEFT_AT_THE_CLOSE = gettext_lazy("Left at the close of the session")


def close_session(
    session: CommitteeSession,
    *,
    by: User,
    seen_version: int | None = None,
    carrying_over: Iterable[int] = (),
) -> CommitteeSession:
    """Closes a session whose every item is decided or carried over; nothing in it changes afterwards.

    `carrying_over` are the items without a result that the person saw and carries over, each with the sentence of
    its count; when others have none by now, nothing is done.
    """
    refuse_unless_running(session, by)
    with one_transaction():
        lock_requests_of(session)
        current = lock_session(session)
        refuse_stale(current, seen_version)
        if carrying_over:
            _carry_over_the_rest(SessionFile(current), set(carrying_over), by)
        file = SessionFile(current)
        if reason := reason_items_open(file):
            raise Refused(reason)
        moment = timezone.now()
        for row in file.attendances:
            if row.left_at is None:
                row.left_at = moment
                write(row, by=by, reason=LEFT_AT_THE_CLOSE)
        current.closed_at = moment
        return write(current, by=by, reason=CLOSED)


def reason_items_open(file: SessionFile) -> str | None:
    """Why a session cannot be closed: items that are neither decided nor carried over."""
    return _still_open([item for item in file.items if item.closed_at is None])


def _still_open(items: list[AgendaItem]) -> str | None:
    references = [apart(item.support_request.reference) for item in items]
    if references:
        return _("These items are still open; decide them or carry them over: %(references)s.") % {
            "references": listed(references)
        }


def what_closing_carries_over(file: SessionFile, by: User) -> tuple[list[tuple[ItemFile, str]], str | None]:
    """The open items that have no result, each with the reason; and why the session cannot be closed with them."""
    carried, with_result = [], []
    for item in file.items:
        if item.closed_at is not None:
            continue
        item_file = ItemFile(item, file)
        if nothing_could_be_recorded(item_file, by):
            with_result.append(item)
        else:
            carried.append((item_file, _reason_without_decision(item_file, by)))
    return carried, _still_open(with_result)


def _reason_without_decision(file: ItemFile, by: User) -> str:
    """Why an item is not decided in this session: what stands against it, or the sentence of its count."""
    against = study_is_the_present_one(file, by) or file.tally.reason or every_conflict_is_ruled_on(file, by)
    if against:
        return against
    return " ".join(reason_to_refuse(CaseFile(file.request), STEP_OF[file.tally.outcome], by))


def _carry_over_the_rest(file: SessionFile, seen: set[int], by: User) -> None:
    # Kept in Arabic whoever closes, so that a record does not speak two languages.
    with translation.override("ar"):
        carried, _with_result = what_closing_carries_over(file, by)
    if {item_file.item.pk for item_file, _reason in carried} != seen:
        raise Refused(_("The items were changed after you opened this page. Look again."))
    with translation.override("ar"):
        for item_file, reason in carried:
            locked = AgendaItem.objects.select_for_update(of=("self",)).select_related("support_request")
            close_as_carried_over(locked.get(pk=item_file.item.pk), reason, by)
