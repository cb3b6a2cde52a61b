"""The draft of a study: what its researcher has typed so far, on any device and after days.

SECURITY: only the researcher in charge reads or writes it, and nothing of it is ever logged. It is no record: it goes
when the report is submitted.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from arabic.text import legible
from audit.refusals import NotPermitted, Refused
from audit.writing import one_transaction
from intake.models import SupportRequest
from intake.steps import State

from ..models import StudyDraft

# More than the longest study holds.
MOST_CHARACTERS, MOST_VALUES, LONGEST_NAME = 80_000, 1_000, 60
# What belongs to one page of the form, and not to the study.
CARRIERS = frozenset(
    {
        *("csrfmiddlewaretoken", "idempotency_key", "seen_version", "filled_by", "draft"),
        *("saving", "more", "later", "because", "compared_version"),
    }
)

Typed = dict[str, list[str]]


class SavedElsewhere(Refused):
    """Another window, or another device, has saved this study since this one was opened."""

    def __init__(self, draft: StudyDraft, *, field: str | None = None):
        self.draft = draft
        sentence = _(
            "This study was saved in another window at %(time)s, after this page was opened. What you typed here is "
            "still here. Compare the two; whoever saves again puts this page in place of the other."
        )
        super().__init__(sentence % {"time": clock_of(draft)}, field=field)


@dataclass(frozen=True)
class Drafts:
    """The drafts of a request's present study: one's own, and the newest of whoever had it before."""

    own: StudyDraft | None
    former: StudyDraft | None

    @property
    def saving(self) -> int:
        return self.own.saving if self.own else 0


def clock_of(draft: StudyDraft) -> str:
    """The time of day at which a draft was saved."""
    return f"{timezone.localtime(draft.saved_at):%H:%M}"


def in_charge(support_request: SupportRequest, user: User) -> bool:
    """Whether this person writes the study of this request now."""
    return support_request.state == State.REFERRED and support_request.researcher_id == user.pk


def drafts_for(support_request: SupportRequest, user: User) -> Drafts:
    """What was typed so far of the present study; nothing for anybody but the researcher in charge. One query."""
    if not in_charge(support_request, user):
        return Drafts(None, None)
    rows = StudyDraft.objects.filter(support_request=support_request, study=support_request.study)
    rows = list(rows.select_related("researcher").order_by("-saved_at", "pk"))
    own = next((row for row in rows if row.researcher_id == user.pk), None)
    former = next((row for row in rows if row.researcher_id != user.pk), None)
    return Drafts(own, former)


def typed_in(lists: Iterable[tuple[str, list[str]]]) -> Typed:
    """The fields of a form as they were typed, without what hides text; refuses what no study is as long as."""
    typed = {
        name: [legible(value) for value in values]
        for name, values in lists
        if name not in CARRIERS and len(name) <= LONGEST_NAME and legible(name) == name
    }
    values = [value for listed in typed.values() for value in listed]
    if len(values) > MOST_VALUES or sum(map(len, values)) > MOST_CHARACTERS:
        raise Refused(_("What was typed is too long to be kept as a draft."))
    return typed


def save_draft(
    support_request: SupportRequest, *, typed: Typed, by: User, seen_saving: int | None
) -> StudyDraft:
    """Keeps what was typed so far; refuses where another window has saved since."""
    with one_transaction():
        now = _in_hand(support_request, by)
        draft = _own(now, by)
        if draft is not None and draft.saving != (seen_saving or 0):
            raise SavedElsewhere(draft)
        return _keep(draft or _new(now, by), typed)


def take_over_draft(support_request: SupportRequest, *, by: User) -> StudyDraft:
    """Goes on with what the researcher before had typed; theirs stays as it was until the report is submitted."""
    with one_transaction():
        now = _in_hand(support_request, by)
        drafts = drafts_for(now, by)
        if drafts.former is None:
            raise Refused(_("Nobody else has begun this study."))
        return _keep(drafts.own or _new(now, by), drafts.former.typed)


def refuse_newer_saving(support_request: SupportRequest, *, by: User, seen_saving: int | None) -> None:
    """Whoever submits one window does not lose what another one saved; without a window there is none to compare."""
    draft = None if seen_saving is None else _own(support_request, by)
    if draft is not None and draft.saving > seen_saving:
        raise SavedElsewhere(draft)


def drop_drafts(support_request: SupportRequest) -> None:
    """The report stands; nothing of what was typed before it stays."""
    StudyDraft.objects.filter(support_request=support_request, study=support_request.study).delete()


def _in_hand(support_request: SupportRequest, by: User) -> SupportRequest:
    """The request, locked, so that nothing is saved any more of a study that is being submitted."""
    now = SupportRequest.objects.select_for_update().get(pk=support_request.pk)
    if now.researcher_id != by.pk:
        raise NotPermitted(_("Only the social researcher in charge of this request writes its study."))
    if now.state != State.REFERRED:
        raise Refused(_("This study is submitted already, or the request is not under study any more."))
    return now


def _own(support_request: SupportRequest, by: User) -> StudyDraft | None:
    rows = StudyDraft.objects.filter(support_request=support_request, study=support_request.study)
    return rows.filter(researcher=by).first()


def _new(support_request: SupportRequest, by: User) -> StudyDraft:
    return StudyDraft(support_request=support_request, study=support_request.study, researcher=by, saving=0)


def _keep(draft: StudyDraft, typed: Typed) -> StudyDraft:
    draft.typed, draft.saved_at = typed, timezone.now()
    draft.saving += 1
    draft.save()
    return draft
