"""What the pages about messages show, with everything formatted."""

from datetime import UTC, datetime

from django.db.models import BooleanField, CharField, Count, DateTimeField, Value
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.calendars import dual, riyadh_day
from audit.timeline import moment_text
from beneficiaries.models import Standing
from beneficiaries.models.particulars import PreferredChannel

from ..about import request_pk
from ..models import FOR_A_PERSON, Notice, NoticeChannel, NoticeState
from .acts import PERMISSION, reason_not_to_handle, reason_not_to_send
from .answers import problem_in_words
from .wording import LATE, all_wordings, filled_late

PAGE = 50
# In the words of the partial index, without which SQLite does not take it.
_WAITING = RawSQL(  # noqa: S611 (states of the enum only)
    '"correspondence_notice"."state" IN ({})'.format(", ".join(f"'{state.value}'" for state in FOR_A_PERSON)),
    (),
    output_field=BooleanField(),
)
_NAMES = tuple(
    f"beneficiary__{name}" for name in ("first_name", "father_name", "grandfather_name", "family_name")
)
LOOKS = {
    NoticeState.QUEUED: ("hourglass-split", "waiting"),
    NoticeState.SENDING: ("hourglass-split", "waiting"),
    NoticeState.SENT: ("check-circle", "good"),
    NoticeState.FAILED: ("exclamation-triangle", "late"),
    NoticeState.UNCERTAIN: ("exclamation-triangle", "late"),
    NoticeState.TO_CALL: ("telephone", "waiting"),
    NoticeState.HANDED_OVER: ("check-circle", "good"),
    NoticeState.DROPPED: ("slash-circle", "closed"),
}
NOTICES = "notices"


def waiting_notices(user: User):
    """The messages in this person's sight that somebody has to look after."""
    return Notice.objects.visible_to(user).filter(_WAITING)


def count_beside_others(user: User) -> list:
    """How many wait, as one row in the columns (since, kind, pk, told, by) of My work's other questions; or nothing."""
    if not user.may(PERMISSION):
        return []
    first, words = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=DateTimeField()), CharField()
    named = waiting_notices(user).order_by().annotate(kind=Value(NOTICES, output_field=words)).values("kind")
    counted = named.annotate(
        since=first,
        number=Count("pk"),
        told=Value("", output_field=words),
        by=Value("", output_field=words),
    )
    return [counted.values_list("since", "kind", "number", "told", "by")]


def headings() -> list[str]:
    return [_("Person"), _("Message"), _("Where it stands"), _("Sent to"), _("Written on")]


def waiting_rows(user: User, mark: str) -> tuple[list[dict], str]:
    """One page of the list, oldest first, and the mark behind which the next one begins; one question."""
    waiting = waiting_notices(user)
    if mark.isascii() and mark.isdecimal() and len(mark) < 19:
        waiting = waiting.filter(pk__gt=int(mark))
    columns = ("pk", "template", "channel", "state", "problem", "address", "written_at")
    columns = (*columns, "beneficiary__preferred_channel", *_NAMES)
    found = list(waiting.order_by("pk").values_list(*columns)[: PAGE + 1])
    following = str(found[PAGE - 1][0]) if len(found) > PAGE else ""
    prefix, labels = reverse("notice_detail", args=[0]).removesuffix("0/"), headings()
    return [_row(prefix, labels, *row) for row in found[:PAGE]], following


def _row(
    prefix, labels, pk, template, channel, state, problem, address, written_at, preferred, *names
) -> dict:
    texts = [
        (format_html("<bdi>{}</bdi>", " ".join(name for name in names if name)), ""),
        (title_of(template), _way(channel, preferred)),
        (str(NoticeState(state).label), problem_in_words(problem)),
        (format_html('<bdi dir="ltr">{}</bdi>', masked(address)), ""),
        (dual(riyadh_day(written_at)), ""),
    ]
    cells = [
        {"label": label, "text": text, "hint": hint}
        for label, (text, hint) in zip(labels, texts, strict=True)
    ]
    return {"url": f"{prefix}{pk}/", "cells": cells}


def _way(channel: str, preferred: str) -> str:
    """The channel; of what no machine sends, the way that the person asked for."""
    if channel == NoticeChannel.CALL and preferred in PreferredChannel.values:
        return str(PreferredChannel(preferred).label)
    return str(NoticeChannel(channel).label)


def title_of(template: str) -> str:
    """What a message is about; the code of a text that is no more."""
    known = all_wordings().get(template)
    return known.title if known else template


def masked(address: str) -> str:
    """A number or address as lists show it: enough to tell two apart."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}•••{at}{domain}" if at else f"••••••{address[-4:]}"


def notice_page(notice: Notice, user: User) -> dict:
    """One message with what became of it, and what may be done about it."""
    may = user.may(PERMISSION)
    icon, tone = LOOKS[NoticeState(notice.state)]
    return {
        "notice": notice,
        "title": title_of(notice.template),
        "chip": {"icon": icon, "label": notice.get_state_display(), "tone": tone},
        "problem": problem_in_words(notice.problem),
        "subject": notice.subject,
        "text": shown_text(notice),
        "facts": [
            {"label": label, "value": value, "hint": ""} for label, value in _facts(notice, user) if value
        ],
        "may_send": may and reason_not_to_send(notice) is None,
        "may_handle": may and reason_not_to_handle(notice) is None,
        "crumbs": crumbs(),
    }


def crumbs() -> list[dict]:
    return [
        {"url": reverse("home"), "label": _("My work")},
        {"url": reverse("notice_list"), "label": _("Messages to look after")},
    ]


def shown_text(notice: Notice) -> str:
    """The text without what was filled in at sending, which stands nowhere."""
    return filled_late(notice.text, dict.fromkeys(LATE, "••••••"))


def _facts(notice: Notice, user: User):
    person = notice.beneficiary
    yield _("Person"), _link("person_detail", person.pk, person.full_name)
    request = request_pk(notice.about)
    if request and user.may("intake.view_request"):
        yield _("Request"), _link("request_detail", request, _("Open the request"))
    yield _("Channel"), _way(notice.channel, person.preferred_channel)
    yield _("Sent to"), format_html('<bdi dir="ltr">{}</bdi>', notice.address)
    if person.phone_answered_by and notice.channel != NoticeChannel.EMAIL:
        yield _("Who answers the phone"), person.phone_answered_by
    yield _("Written on"), moment_text(notice.written_at)
    yield _("Attempts"), str(notice.attempts or "")
    yield _("Sent on"), moment_text(notice.sent_at) if notice.sent_at else ""
    yield _("Provider's reference"), notice.provider_reference
    if notice.handed_over_at:
        yield _("Who was reached"), notice.handed_over_to
        yield _("Handed over by"), f"{notice.handed_over_by} · {moment_text(notice.handed_over_at)}"
    yield _("Note"), _(notice.note) if notice.note else ""
    if person.standing != Standing.OPEN:
        yield _("State of the file"), person.get_standing_display()


def _link(name: str, pk: int, label: str):
    return format_html('<a href="{}">{}</a>', reverse(name, args=[pk]), label)
