"""Writes a message to a person into the outbox, in the transaction of the act that it tells of."""

from django.utils import timezone

from audit.writing import one_transaction, write
from beneficiaries.models import Beneficiary
from beneficiaries.models.particulars import ContactLanguage, PreferredChannel
from jobs.work import enqueue
from policies.models import Association

from .about import name_of
from .models import Notice, NoticeChannel, NoticeState
from .outbox.wording import Wording, wording

SEND = "correspondence.send_notices"
# Who prefers one of these is called, visited or written to by a person.
_BY_HAND = (PreferredChannel.CALL, PreferredChannel.LETTER, PreferredChannel.VISIT)


def notify(
    beneficiary: Beneficiary, template: str, *, about, by, reason: str, values: dict | None = None
) -> list[Notice]:
    """Messages of one text to one person, on the channels that suit them; none where the file is not open.

    Called inside the caller's transaction: nothing is sent unless that one is committed. Dates among the `values` are
    given as dates: each message says them in its own language.
    """
    if not beneficiary.is_open:
        return []
    words = wording(template)
    with one_transaction():
        notices = [
            write(_notice(beneficiary, words, channel, values or {}, about), by=by, reason=reason)
            for channel in channels_for(beneficiary, words)
        ]
        to_send = [notice.pk for notice in notices if notice.state == NoticeState.QUEUED]
        if to_send:
            enqueue(SEND, notices=to_send)
    return notices


def channels_for(beneficiary: Beneficiary, words: Wording) -> list[str]:
    """Over which channels this text goes to this person: the preferred one where there is one, else all there are."""
    preferred = beneficiary.preferred_channel
    if words.channel:
        return [words.channel]
    if preferred in _BY_HAND and not words.by_machine:
        return [NoticeChannel.CALL]
    if not beneficiary.email or preferred == PreferredChannel.SMS:
        return [NoticeChannel.SMS]
    if preferred == PreferredChannel.EMAIL:
        return [NoticeChannel.EMAIL]
    return [NoticeChannel.SMS, NoticeChannel.EMAIL]


def address_of(beneficiary: Beneficiary, channel: str) -> str:
    """Where a message on this channel goes today."""
    return beneficiary.email if channel == NoticeChannel.EMAIL else beneficiary.phone.as_e164


def _notice(beneficiary, words: Wording, channel: str, values: dict, about) -> Notice:
    language = _language_of(beneficiary)
    if channel == NoticeChannel.EMAIL:
        values = {"association": _association(language), **values}
    subject, text = words.composed(channel, language, values)
    return Notice(
        beneficiary=beneficiary,
        about=name_of(about) if about is not None else "",
        channel=channel,
        template=words.code,
        template_version=words.version,
        language=language,
        address=address_of(beneficiary, channel),
        subject=subject,
        text=text,
        written_at=timezone.now(),
        state=NoticeState.TO_CALL if channel == NoticeChannel.CALL else NoticeState.QUEUED,
    )


def _language_of(beneficiary: Beneficiary) -> str:
    # There are two sets of texts; who reads neither language is served in the country's.
    return "en" if beneficiary.preferred_language == ContactLanguage.ENGLISH else "ar"


def _association(language: str) -> str:
    association = Association.objects.the_one()
    return getattr(association, f"name_{language}") if association else ""
