"""What a person does about a message that did not arrive, or that waits for a call."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.text import clean_line
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction, refuse_stale, write
from beneficiaries.rules import reason_file_is_read_only
from jobs.work import enqueue

from ..models import FOR_A_PERSON, Notice, NoticeState
from ..notices import SEND, address_of

PERMISSION = "correspondence.handle_notices"
LONGEST_NAME, LONGEST_NOTE = 150, 300


def reason_not_to_handle(notice: Notice) -> str | None:
    """Why nobody has to do anything about this message now."""
    if notice.state in FOR_A_PERSON:
        return None
    return _("This message is settled: %(state)s.") % {"state": notice.get_state_display()}


def reason_not_to_send(notice: Notice) -> str | None:
    """Why no machine sends this message again."""
    if reason := reason_not_to_handle(notice):
        return reason
    if notice.state == NoticeState.TO_CALL:
        return _("This person asked for a call, a letter or a visit.")
    return reason_file_is_read_only(notice.beneficiary)


def send_again(notice: Notice, *, by: User, seen_version: int | None = None) -> Notice:
    """Puts a message that did not arrive back into the outbox, to the number or address in the file of today.

    Its key stays: a provider that took it after all knows it by that, and sends it once.
    """
    with one_transaction():
        now = _in_hand(notice, by, seen_version)
        if reason := reason_not_to_send(now):
            raise Refused(reason)
        now.state, now.problem = NoticeState.QUEUED, ""
        now.address = address_of(now.beneficiary, now.channel)
        written = write(now, by=by, reason=gettext_lazy("Message to be sent again"))
        enqueue(SEND, notices=[now.pk])
        return written


def hand_over(
    notice: Notice, *, reached: str, note: str = "", by: User, seen_version: int | None = None
) -> Notice:
    """Records that somebody told the person: only so does a call or a letter count."""
    with one_transaction():
        now = _in_hand(notice, by, seen_version)
        if reason := reason_not_to_handle(now):
            raise Refused(reason)
        now.handed_over_to = clean_line(reached)
        if not now.handed_over_to:
            raise Refused(_("Write who was reached."), field="reached")
        now.state, now.note = NoticeState.HANDED_OVER, clean_line(note)
        now.handed_over_by, now.handed_over_at = by, timezone.now()
        return write(now, by=by, reason=gettext_lazy("Message handed over"), note=now.note)


def drop(notice: Notice, *, because: str, by: User, seen_version: int | None = None) -> Notice:
    """Gives a message up that is not needed any more, and says why."""
    with one_transaction():
        now = _in_hand(notice, by, seen_version)
        if reason := reason_not_to_handle(now):
            raise Refused(reason)
        now.state, now.note = NoticeState.DROPPED, clean_line(because)
        if not now.note:
            raise Refused(_("Give the reason."), field="because")
        return write(now, by=by, reason=gettext_lazy("Message given up"), note=now.note)


def _in_hand(notice: Notice, by: User, seen_version: int | None) -> Notice:
    """The message as it is now, locked, for whoever may handle it and see its person."""
    if not by.may(PERMISSION):
        raise NotPermitted(_("Your role does not include this step."))
    seen = Notice.objects.visible_to(by).select_for_update(of=("self",)).select_related("beneficiary")
    now = seen.filter(pk=notice.pk).first()
    if now is None:
        raise NotPermitted(_("This person is not among those you serve."))
    refuse_stale(now, seen_version)
    return now
