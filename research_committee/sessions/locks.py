"""A session or an item as it stands now, locked. Locks come in the order request, session, item."""

from audit.refusals import Refused
from intake.case_file import under_its_policy

from ..models import AgendaItem, CommitteeSession
from ..rules import reason_session_closed


def lock_session(session: CommitteeSession, planned_too: bool = False) -> CommitteeSession:
    """The open session as it stands now; with `planned_too`, also one that is still to be opened."""
    current = CommitteeSession.objects.select_for_update().get(pk=session.pk)
    if reason := reason_session_closed(current, planned_too):
        raise Refused(reason)
    return current


def lock_item(item: AgendaItem, planned_too: bool = False) -> AgendaItem:
    """The item as it stands now in its open session, both locked."""
    session = lock_session(item.session, planned_too)
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("support_request__beneficiary")
    current = rows.get(pk=item.pk)
    current.session = session
    under_its_policy(current.support_request)
    return current
