"""The conditions of a scale and of scoring by it."""

from datetime import date

from django.utils.translation import gettext as _

from arabic.calendars import dual, riyadh_today

from ..models import ScoreScale


def reason_no_scale() -> str | None:
    """Why no study can be written now: nothing says how a need is scored."""
    if ScoreScale.objects.in_force() is None:
        return sentence_no_scale()


def sentence_no_scale() -> str:
    return _(
        "No score scale is in force yet, so no study can be scored. The executive director adopts one "
        "on the page “Score scale”."
    )


def reason_not_changed(scale: ScoreScale) -> str | None:
    if scale.adopted_at is not None:
        return _("This version of the scale is adopted and is not changed any more; draft a new version.")


def reason_not_drafted(newest: ScoreScale | None) -> str | None:
    """Why no new version is begun now."""
    if newest is None:
        return _("There is no score scale yet: adopt the one that ships with the portal, or load one.")
    if newest.adopted_at is None:
        return _("Version %(number)s is still a draft: change that one.") % {"number": newest.number}


def reason_superseded(scale: ScoreScale) -> str | None:
    """Why a draft comes too late to be adopted."""
    later = ScoreScale.objects.filter(number__gt=scale.number, adopted_at__isnull=False).order_by("-number")
    number = later.values_list("number", flat=True).first()
    if number:
        return _("Version %(number)s, which is newer, is adopted already.") % {"number": number}


def reason_not_adopted(scale: ScoreScale, from_day: date) -> list[tuple[str | None, str]]:
    """Why this version is not adopted from this day on, as (field, sentence)."""
    reason = reason_not_changed(scale) or reason_superseded(scale)
    if reason:
        return [(None, reason)]
    if from_day < riyadh_today():
        return [
            (
                "from_day",
                _("A scale is adopted from today at the earliest: earlier studies keep theirs."),
            )
        ]
    earlier = ScoreScale.objects.filter(adopted_at__isnull=False, in_force_from__gt=from_day)
    last = earlier.order_by("-in_force_from").first()
    if last:
        said = {"number": last.number, "day": dual(last.in_force_from)}
        return [
            (
                "from_day",
                _("Version %(number)s comes into force on %(day)s; choose that day or a later one.") % said,
            )
        ]
    return []
