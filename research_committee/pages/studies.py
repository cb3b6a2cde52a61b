"""What is printed of a study: its facts, its score with the sum, and what is otherwise than in the study before."""

from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.calendars import dual
from arabic.text import grouped

from ..models import Decision, ResearchReport

Rows = list[dict]


def study_page(report: ResearchReport, support_request, earlier: ResearchReport | None = None) -> dict:
    """Everything that templates/research_committee/study.html prints."""
    return {
        "report": report,
        "need": support_request.need,
        "report_items": report_items(report),
        "balance": balance(report.monthly_income - report.monthly_expenses),
        "score": score_rows(report),
        "total": {"points": report.total_score, "most": sum(most for *_part, most in report.score_parts)},
        "differences": differences(earlier, report) if earlier else [],
        "earlier": earlier,
        "deferral": reasons_of_deferral(earlier) if earlier else "",
    }


def studies_of(support_request, study: int) -> tuple[ResearchReport | None, ResearchReport | None]:
    """The report of a study, and the one before it."""
    reports = ResearchReport.objects.filter(support_request=support_request, study__in=(study, study - 1))
    found = {report.study: report for report in reports.select_related("researcher").order_by("study")}
    return found.get(study), found.get(study - 1)


def submitted_at(report: ResearchReport) -> datetime:
    """When a report came before the committee; it is never changed afterwards."""
    return report.history.order_by("history_date").values_list("history_date", flat=True)[0]


def reasons_of_deferral(earlier: ResearchReport) -> str:
    """Why the committee asked for another study."""
    decisions = Decision.objects.filter(support_request=earlier.support_request_id, study=earlier.study)
    return decisions.order_by("pk").values_list("reasons", flat=True).first() or ""


def report_items(report: ResearchReport) -> Rows:
    """The study as facts, ready for the data list."""
    figures = [(label, value, "") for label, value in _figures(report)]
    facts = (
        (_("Social researcher"), report.researcher.full_name, ""),
        (_("Visit"), report.get_visit_kind_display(), dual(report.visited_on)),
        *figures,
    )
    return [{"label": label, "value": value, "hint": hint} for label, value, hint in facts]


def _figures(report: ResearchReport) -> list[tuple]:
    left = balance(report.monthly_income - report.monthly_expenses)
    return [
        (_("Persons in the household"), report.household_size),
        (_("Monthly income"), riyals(report.monthly_income)),
        (_("Monthly expenses"), riyals(report.monthly_expenses)),
        (left["label"], left["value"]),
    ]


def balance(left) -> dict:
    """What a month leaves over, or how much it is short of."""
    label = _("Left over each month") if left >= 0 else _("Short each month")
    return {"label": label, "value": riyals(abs(left))}


def riyals(amount) -> str:
    return _("%(amount)s riyals") % {"amount": grouped(amount)}


def score_rows(report: ResearchReport) -> Rows:
    """Each part of the score with its points."""
    return [
        {"label": capfirst(label), "points": points, "most": most}
        for label, points, most in report.score_parts
    ]


def differences(earlier: ResearchReport, report: ResearchReport) -> Rows:
    """The figures that are not the same in both studies: before and after."""
    return [
        {"label": label, "before": before, "after": after}
        for (label, before), (_label, after) in zip(_compared(earlier), _compared(report), strict=True)
        if before != after
    ]


def _compared(report: ResearchReport) -> list[tuple]:
    left = report.monthly_income - report.monthly_expenses
    return [
        *_figures(report)[:3],
        (_("Income less expenses"), riyals(left)),
        *((capfirst(label), points) for label, points, _most in report.score_parts),
        (_("Total of the score"), report.total_score),
        (_("Recommendation"), report.get_recommendation_display()),
    ]
