"""The agenda of a session: laid before it, put in order, and carried over to another one."""

from django.db import IntegrityError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import apart, clean_line
from audit.reasons import refuse_placeholder
from audit.refusals import Refused
from audit.writing import one_transaction, refuse_stale, write
from intake.models import SupportRequest
from intake.steps import State
from intake.workflow import lock_request

from ..models import AgendaItem, CommitteeSession
from ..outcomes import ItemResult
from ..rules import CARRYING_OVER, refuse_unless, refuse_unless_running
from ..session_file import ItemFile
from .locks import lock_item, lock_session

ADDED = gettext_lazy("Laid before the committee")
MOVED = gettext_lazy("Agenda put in another order")
CARRIED_OVER = gettext_lazy("Carried over to another session")
LONGEST_REASON = AgendaItem._meta.get_field("carry_reason").max_length


def add_item(session: CommitteeSession, support_request: SupportRequest, *, by: User) -> AgendaItem:
    """Lays a studied request before the session. Before its earliest day it may be discussed, not decided."""
    refuse_unless_running(session, by)
    with one_transaction():
        request = lock_request(support_request)
        current = lock_session(session, planned_too=True)
        if request.state != State.STUDIED:
            raise Refused(
                _("Only a studied request comes before the committee; %(reference)s stands at “%(state)s”.")
                % {"reference": apart(request.reference), "state": request.get_state_display()},
                field="support_requests",
            )
        elsewhere = AgendaItem.objects.filter(
            support_request=request, study=request.study, closed_at__isnull=True
        )
        if other := elsewhere.select_related("session").first():
            raise Refused(
                _("%(reference)s is already on the agenda of a session: %(session)s.")
                % {"reference": apart(request.reference), "session": other.session},
                field="support_requests",
            )
        last = current.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem(session=current, support_request=request, study=request.study, position=last + 1)
        return _written_once(item, by)


def _written_once(item: AgendaItem, by: User) -> AgendaItem:
    try:
        return write(item, by=by, reason=ADDED)
    except IntegrityError as error:
        raise Refused(_("Somebody else changed the agenda at the same moment. Look again.")) from error


def move_item(item: AgendaItem, *, up: bool, by: User, seen_version: int | None = None) -> AgendaItem:
    """Lets an open item change places with the open one before or after it."""
    refuse_unless_running(item.session, by)
    with one_transaction():
        session = lock_session(item.session, planned_too=True)
        items = list(AgendaItem.objects.select_for_update().filter(session=session).order_by("position"))
        still_open = [row for row in items if row.closed_at is None]
        index = next((number for number, row in enumerate(still_open) if row.pk == item.pk), None)
        if index is None:
            raise Refused(_("A closed item keeps its place on the agenda."))
        current = still_open[index]
        refuse_stale(current, seen_version)
        beside = index - 1 if up else index + 1
        if not 0 <= beside < len(still_open):
            raise Refused(_("There is no open item in that direction to change places with."))
        other = still_open[beside]
        here, there = current.position, other.position
        # Each place is given once, so one of them stands aside for a moment.
        for row, position in ((current, items[-1].position + 1), (other, here), (current, there)):
            row.position = position
            write(row, by=by, reason=MOVED)
        return current


def carry_over(item: AgendaItem, *, reason: str, by: User, seen_version: int | None = None) -> AgendaItem:
    """Closes an item without a decision, for another session; a result is not put off like this."""
    refuse_unless_running(item.session, by)
    reason = clean_line(reason)
    with one_transaction():
        lock_request(item.support_request)
        current = lock_item(item, planned_too=True)
        refuse_stale(current, seen_version)
        refuse_unless(CARRYING_OVER, ItemFile(current), by)
        refuse_placeholder(reason)
        return close_as_carried_over(current, reason, by)


def close_as_carried_over(item: AgendaItem, reason: str, by: User) -> AgendaItem:
    """Writes that a locked item goes to another session."""
    reason = reason[:LONGEST_REASON]
    item.result, item.carry_reason, item.closed_at = ItemResult.CARRIED_OVER, reason, timezone.now()
    return write(item, by=by, reason=CARRIED_OVER, note=reason)


def lock_requests_of(session: CommitteeSession) -> None:
    """Locks the requests of a session's open items, which come before the session in the order of locks."""
    on_the_agenda = session.items.filter(closed_at__isnull=True).values("support_request_id")
    requests = SupportRequest.objects.select_for_update().filter(pk__in=on_the_agenda)
    list(requests.order_by("pk").values_list("pk"))
