"""What the pages of the scale print."""

from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from arabic.calendars import dual, riyadh_today

from ..models import ScoreScale
from .comparing import differences
from .reading import Scale, scale_of
from .rules import reason_not_drafted, reason_superseded


def scale_rows(user: User) -> list[ScoreScale]:
    """Every version, the newest first, with the number of its studies."""
    scales = ScoreScale.objects.visible_to(user).select_related("adopted_by")
    return list(scales.annotate(studies=Count("reports")).order_by("-number"))


def list_page(user: User) -> dict:
    """What templates/research_committee/scale_list.html prints."""
    scales = scale_rows(user)
    in_force = _in_force(scales)
    may_adopt = user.may("research_committee.adopt_scale")
    newest = scales[0] if scales else None
    return {
        "columns": [_("Version"), _("Title"), _("Points"), _("Studies"), _("Adopted by")],
        "rows": [_row(scale, in_force) for scale in scales],
        "may_adopt_shipped": may_adopt and not scales,
        "may_draft": may_adopt and newest is not None and reason_not_drafted(newest) is None,
        "crumbs": _crumbs(),
    }


def _row(scale: ScoreScale, in_force: ScoreScale | None) -> dict:
    read = scale_of(scale)
    chip = life_chip(scale, in_force)
    adopted = scale.adopted_by.full_name if scale.adopted_at else ""
    return {
        "url": reverse("scale_detail", args=[scale.pk]),
        "cells": [
            {"text": scale.number, "hint": chip["label"], "label": _("Version")},
            {"text": read.title, "hint": "", "label": _("Title")},
            {"text": read.most, "hint": parts_in_words(len(read.parts)), "label": _("Points")},
            {"text": scale.studies, "hint": "", "label": _("Studies")},
            {"text": adopted or "—", "hint": "", "label": _("Adopted by")},
        ],
    }


def parts_in_words(number: int) -> str:
    return ngettext("%(number)d part", "%(number)d parts", number) % {"number": number}


def studies_in_words(number: int) -> str:
    return ngettext("%(number)d study scored by it", "%(number)d studies scored by it", number) % {
        "number": number
    }


def _in_force(scales: list[ScoreScale], on: date | None = None) -> ScoreScale | None:
    """The same that ScoreScale.objects.in_force finds, among rows that were read already; newest first."""
    day = on or riyadh_today()
    return next((scale for scale in scales if scale.adopted_at and scale.in_force_from <= day), None)


def life_chip(scale: ScoreScale, in_force: ScoreScale | None) -> dict:
    """Where a version stands."""
    if scale.adopted_at is None:
        return {"icon": "pencil", "label": _("Draft"), "tone": "neutral"}
    if scale == in_force:
        return {"icon": "check-circle", "label": _("In force"), "tone": "good"}
    if scale.in_force_from > riyadh_today():
        label = _("In force from %(day)s") % {"day": dual(scale.in_force_from)}
        return {"icon": "calendar-event", "label": label, "tone": "waiting"}
    return {"icon": "clock-history", "label": _("A newer one is in force"), "tone": "closed"}


def scale_page(scale: ScoreScale, user: User) -> dict:
    """What templates/research_committee/scale_detail.html prints."""
    versions = scale_rows(user)
    earlier = next((row for row in versions if row.number < scale.number), None)
    is_draft = scale.adopted_at is None
    may_adopt = is_draft and user.may("research_committee.adopt_scale")
    read = scale_of(scale)
    return {
        "scale": scale,
        "read": read,
        "chip": life_chip(scale, _in_force(versions)),
        "facts": _facts(scale, read, next(row.studies for row in versions if row == scale)),
        "parts": read.parts,
        "earlier": earlier,
        "differences": _said_otherwise(scale_of(earlier), read) if earlier else [],
        "says_the_same": earlier is not None and earlier.sha256 == scale.sha256,
        "may_change": may_adopt,
        "may_adopt": may_adopt and reason_superseded(scale) is None,
        "crumbs": crumbs_of_scale(),
    }


def _said_otherwise(before: Scale, after: Scale) -> list[dict]:
    return [
        {
            "label": row["where"],
            "value": row["after"],
            "hint": _("Before: %(said)s") % {"said": row["before"]},
        }
        for row in differences(before, after)
    ]


def _facts(scale: ScoreScale, read, studies: int) -> list[dict]:
    facts = [
        (_("Points in all"), read.most, parts_in_words(len(read.parts))),
        (_("Studies"), studies_in_words(studies), ""),
    ]
    if scale.adopted_at:
        facts += [
            (_("In force from"), dual(scale.in_force_from), ""),
            (_("Adopted by"), scale.adopted_by.full_name, ""),
        ]
    facts.append((_("Digest of the content (SHA-256)"), scale.sha256, ""))
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts]


def _crumbs() -> list[dict]:
    return [{"url": reverse("home"), "label": _("My work")}]


def crumbs_of_scale(scale: ScoreScale | None = None) -> list[dict]:
    crumbs = [*_crumbs(), {"url": reverse("scale_list"), "label": _("Score scale")}]
    if scale is not None:
        crumbs.append({"url": reverse("scale_detail", args=[scale.pk]), "label": str(scale)})
    return crumbs
