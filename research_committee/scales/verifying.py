"""Do the scales still say what was adopted, and the reports what their scale gives? Named when they do not."""

from django.utils.translation import gettext as _

from ..models import ResearchReport, ScoreScale
from .content import digest_of
from .reading import Scale, scale_of


def findings():
    """One sentence for each scale that was changed, and each report whose points are not its scale's."""
    scales = {}
    for scale in ScoreScale.objects.order_by("number"):
        scales[scale.pk] = scale_of(scale)
        if digest_of(scale.title_ar, scale.title_en, scale.content) != scale.sha256:
            yield _("Score scale %(number)s says something else than its digest.") % {"number": scale.number}
    reports = ResearchReport.objects.filter(scale__isnull=False).order_by("pk")
    rows = reports.values_list("pk", "scale_id", "scores", "score_total")
    for pk, scale, scores, total in rows.iterator(chunk_size=500):
        if not _follow(scales[scale], scores, total):
            yield _("Research report %(id)s has points that its scale does not give.") % {"id": pk}


def _follow(scale: Scale, scores: list[dict], total: int) -> bool:
    """Whether these points are what the scale gives for the chosen levels, part by part, and their sum."""
    given = {part.code: part for part in scale.parts}
    if [row["code"] for row in scores] != list(given) or sum(row["points"] for row in scores) != total:
        return False
    return all(_is_given(given[row["code"]], row) for row in scores)


def _is_given(part, row: dict) -> bool:
    if row["most"] != part.most:
        return False
    if not part.levels:
        return 0 <= row["points"] <= part.most
    level = part.level(row["level"])
    return level is not None and level.points == row["points"]
