"""What one version of the scale says otherwise than the one before it."""

from django.utils.translation import gettext as _

from .reading import Level, Part, Scale

NOTHING = "—"


def differences(before: Scale, after: Scale) -> list[dict]:
    """Each title, part and level that is not the same in both, as {where, before, after}."""
    rows = [_row(_("Title"), before.title, after.title)]
    codes = [part.code for part in after.parts]
    codes += [part.code for part in before.parts if part.code not in codes]
    for code in codes:
        rows += _of_part(before.part(code), after.part(code))
    return [row for row in rows if row["before"] != row["after"]]


def _of_part(before: Part | None, after: Part | None) -> list[dict]:
    where = (after or before).label
    rows = [_row(where, _part_in_words(before), _part_in_words(after))]
    if before is None or after is None:
        return rows
    codes = [level.code for level in after.levels]
    codes += [level.code for level in before.levels if level.code not in codes]
    return rows + [
        _row(where, _level_in_words(before.level(code)), _level_in_words(after.level(code))) for code in codes
    ]


def _row(where: str, before: str, after: str) -> dict:
    return {"where": where, "before": before, "after": after}


def _part_in_words(part: Part | None) -> str:
    if part is None:
        return NOTHING
    return _("%(label)s, at most %(points)d points") % {"label": part.label, "points": part.most}


def _level_in_words(level: Level | None) -> str:
    if level is None:
        return NOTHING
    return _("%(label)s: %(points)d points") % {"label": level.label, "points": level.points}
