"""The conditions of a study."""

from django.utils.translation import gettext as _

from arabic.calendars import riyadh_today

from .models import ResearchReport
from .models.reports import SCORE_PARTS
from .words import says_something


def reasons_against_report(report: ResearchReport) -> list[tuple[str, str]]:
    """What a report lacks, as (field, sentence)."""
    reasons = []
    if report.visited_on > riyadh_today():
        reasons.append(("visited_on", _("The day of the visit lies in the future.")))
    if report.household_size < 1:
        reasons.append(("household_size", _("A household has at least one person.")))
    for name in ("monthly_income", "monthly_expenses"):
        if getattr(report, name) < 0:
            reasons.append((name, _("The amount cannot be less than zero.")))
    for part, most in SCORE_PARTS.items():
        if not 0 <= getattr(report, part) <= most:
            reasons.append((part, _("Give from 0 to %(most)d points.") % {"most": most}))
    for name in ("findings", "needs", "recommendation_text"):
        if not says_something(getattr(report, name)):
            reasons.append((name, _("Describe it in words: the committee decides on what is written here.")))
    return reasons
