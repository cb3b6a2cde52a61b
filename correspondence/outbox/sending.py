"""The worker's part: takes messages from the outbox, asks their provider once, and keeps what it answered."""

import logging

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import system_user
from audit.writing import one_transaction, write
from jobs.worker import MOST_ATTEMPTS, Lease

from ..models import Notice, NoticeChannel, NoticeState
from . import answers, mail, sms
from .late_values import NoValueNow, values_of
from .wording import filled_late, late_placeholders

log = logging.getLogger(__name__)
PROVIDERS = {NoticeChannel.SMS: sms.send, NoticeChannel.EMAIL: mail.send}
_ATTEMPT = _("Message handed to the provider")
_ANSWER = _("Answer of the provider")


def send_notices(lease: Lease, notices: list[int]) -> None:
    """The messages of one act. What may be asked again later lets the job fail, so that the worker comes back."""
    later = None
    for pk in notices:
        try:
            _send(lease, pk)
        except answers.NotSent as problem:
            later = problem
    if later is not None:
        raise later


def _send(lease: Lease, pk: int) -> None:
    last = lease.job.attempts >= MOST_ATTEMPTS
    notice = _begin(lease, pk)
    if notice is None:
        return
    try:
        late = values_of(notice, late_placeholders(notice.text))
        reference = PROVIDERS[notice.channel](notice, filled_late(notice.text, late))
    except NoValueNow:
        _end(notice, NoticeState.DROPPED, note=answers.NOT_NEEDED)
    except answers.Unanswered as unknown:
        _end(notice, NoticeState.UNCERTAIN, problem=unknown.problem)
    except answers.Refused as refusal:
        _end(notice, NoticeState.FAILED, problem=refusal.problem)
    except answers.NotSent as delay:
        _end(notice, NoticeState.FAILED if last else NoticeState.QUEUED, problem=delay.problem)
        if not last:
            raise
    except Exception as fault:
        # SECURITY: without the fault's own words and places, which may quote the message or the provider's secret.
        log.error("Message %s could not be sent: %s", pk, type(fault).__name__)
        _end(notice, NoticeState.UNCERTAIN, problem=f"{answers.BROKEN} [{type(fault).__name__}]")
    else:
        _end(notice, NoticeState.SENT, provider_reference=reference, sent_at=timezone.now())


def _begin(lease: Lease, pk: int) -> Notice | None:
    """Marks one message as being sent, and commits that before the provider is asked; None where it is not to be sent.

    SECURITY: who finds it already marked is a second worker after the first was lost in between. Whether the provider
    took the message then, nobody knows: it is not sent again before a person says so.
    """
    with lease.step(), one_transaction():
        notice = Notice.objects.select_for_update(of=("self",)).select_related("beneficiary").get(pk=pk)
        notice.quiet = True
        if notice.state == NoticeState.SENDING:
            _keep(notice, NoticeState.UNCERTAIN, problem=answers.WORKER_ENDED)
            return None
        if notice.state != NoticeState.QUEUED:
            return None
        if not notice.beneficiary.is_open:
            _keep(notice, NoticeState.DROPPED, note=answers.FILE_CLOSED)
            return None
        notice.attempts += 1
        notice.state, notice.problem = NoticeState.SENDING, ""
        return write(notice, by=system_user(), reason=_ATTEMPT)


def _end(asked: Notice, state: str, **kept) -> None:
    """Keeps the answer to this attempt, even when the job was taken back meanwhile: it is the truth about the message.

    Where a person has settled it in between, or another attempt has begun, that stands.
    """
    with one_transaction():
        notice = Notice.objects.select_for_update().get(pk=asked.pk)
        settled = (NoticeState.SENT, NoticeState.HANDED_OVER, NoticeState.DROPPED)
        if notice.state not in settled and notice.attempts == asked.attempts:
            _keep(notice, state, **kept)


def _keep(notice: Notice, state: str, **kept) -> None:
    # What a person has to look after stands on the timeline of the request; what went well, in the message's history.
    notice.quiet = state in (NoticeState.SENT, NoticeState.QUEUED)
    notice.state = state
    for name, value in {"problem": "", **kept}.items():
        setattr(notice, name, value)
    told = notice.note or notice.problem
    write(notice, by=system_user(), reason=_ANSWER, note=told.partition(" [")[0])
