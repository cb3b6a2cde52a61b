"""A scale from its draft to its adoption; an adopted one is never changed, a new version takes its place."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import riyadh_today
from arabic.text import clean_line
from audit.refusals import Refused, refuse_for
from audit.writing import one_transaction, write

from ..models import ScoreScale
from ..rules import refuse_without
from .content import cleaned, digest_of, problems_of
from .file import SHIPPED, ScaleFile, read_scale
from .rules import reason_not_adopted, reason_not_changed, reason_not_drafted

DRAFTED = gettext_lazy("Score scale drafted")
CHANGED = gettext_lazy("Draft of a score scale changed")
ADOPTED = gettext_lazy("Score scale adopted")


def load_scale(file: ScaleFile, *, by: User) -> tuple[ScoreScale, bool]:
    """The version that holds this scale, and whether it is new: then it is a draft with the next number."""
    newest = ScoreScale.objects.order_by("-number").first()
    if newest is not None and newest.sha256 == digest_of(file.title_ar, file.title_en, file.content):
        return newest, False
    return _draft(file.title_ar, file.title_en, file.content, by=by), True


def copy_scale(*, by: User) -> ScoreScale:
    """A draft that says what the newest version says, to be changed and adopted."""
    refuse_without("research_committee.adopt_scale", by)
    with one_transaction():
        newest = ScoreScale.objects.select_for_update().order_by("-number").first()
        _refuse(reason_not_drafted(newest))
        return _draft(newest.title_ar, newest.title_en, newest.content, by=by)


def change_scale(scale: ScoreScale, *, by: User, seen_version: int | None = None, **said) -> ScoreScale:
    """Writes title_ar, title_en or content of a draft anew."""
    refuse_without("research_committee.adopt_scale", by)
    with one_transaction():
        current = ScoreScale.objects.select_for_update().get(pk=scale.pk)
        _refuse(reason_not_changed(current))
        for name, value in said.items():
            setattr(current, name, value)
        _say(current, current.title_ar, current.title_en, current.content)
        return write(current, by=by, reason=CHANGED, seen_version=seen_version)


def adopt_scale(
    scale: ScoreScale, *, from_day: date, by: User, seen_version: int | None = None
) -> ScoreScale:
    """Puts a draft in force from a day on; from then on it is frozen."""
    refuse_without("research_committee.adopt_scale", by)
    with one_transaction():
        current = ScoreScale.objects.select_for_update().get(pk=scale.pk)
        refuse_for(reason_not_adopted(current, from_day))
        current.in_force_from, current.adopted_at, current.adopted_by = from_day, timezone.now(), by
        return write(current, by=by, reason=ADOPTED, seen_version=seen_version)


def adopt_shipped_scale(*, by: User) -> ScoreScale:
    """Puts the scale that ships with the portal in force today, where there is none at all."""
    refuse_without("research_committee.adopt_scale", by)
    with one_transaction():
        if ScoreScale.objects.exists():
            raise Refused(_("There is a score scale already; adopt that one, or draft a new version of it."))
        scale, _new = load_scale(read_scale(SHIPPED), by=by)
        return adopt_scale(scale, from_day=riyadh_today(), by=by)


def _draft(title_ar: str, title_en: str, content: dict, *, by: User) -> ScoreScale:
    newest = ScoreScale.objects.order_by("-number").values_list("number", flat=True).first() or 0
    scale = ScoreScale(number=newest + 1)
    _say(scale, title_ar, title_en, content)
    return write(scale, by=by, reason=DRAFTED)


def _say(scale: ScoreScale, title_ar: str, title_en: str, content: dict) -> None:
    refuse_for(problems_of(content))
    scale.title_ar, scale.title_en = clean_line(title_ar), clean_line(title_en)
    for name in ("title_ar", "title_en"):
        if not getattr(scale, name):
            raise Refused(_("A scale has a title."), field=name)
    scale.content = cleaned(content)
    scale.sha256 = digest_of(scale.title_ar, scale.title_en, scale.content)


def _refuse(reason: str | None) -> None:
    if reason:
        raise Refused(reason)
