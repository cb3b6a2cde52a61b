"""What is printed of a study: its facts, its score with the sum, and what is otherwise than in the study before."""

from datetime import datetime

from django.utils.translation import gettext as _

from arabic.calendars import dual
from arabic.text import apart, grouped

from ..models import Decision, ResearchReport
from ..scales.reading import score_rows
from ..visits.held import visits_of
from .study_sheet import sheet_page

Rows = list[dict]
SHOWN_WITH = ("researcher", "scale", "recommended_service")


def study_page(report: ResearchReport, support_request, earlier: ResearchReport | None = None) -> dict:
    """Everything that templates/research_committee/study.html prints."""
    score = score_rows(report)
    return {
        "report": report,
        "need": support_request.need,
        "report_items": report_items(report),
        "visits": visits_of(support_request, report.study),
        "sheet": sheet_page(report),
        "balance": balance(report.monthly_income - report.monthly_expenses),
        "score": score,
        "total": {"points": report.total_score, "most": sum(row["most"] for row in score)},
        "advice": advice_items(report),
        "differences": differences(earlier, report) if earlier else [],
        "earlier": earlier,
        "deferral": reasons_of_deferral(earlier) if earlier else "",
    }


def studies_of(support_request, study: int) -> tuple[ResearchReport | None, ResearchReport | None]:
    """The report of a study, and the one before it."""
    reports = ResearchReport.objects.filter(support_request=support_request, study__in=(study, study - 1))
    found = {report.study: report for report in reports.select_related(*SHOWN_WITH).order_by("study")}
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


def advice_items(report: ResearchReport) -> Rows:
    """What the researcher recommends to give."""
    service, amount = report.recommended_service, report.recommended_amount
    facts = (
        (_("Recommended service"), service.label if service else ""),
        (_("Recommended amount"), riyals(amount) if amount is not None else ""),
    )
    return [{"label": label, "value": value, "hint": ""} for label, value in facts if value]


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


def differences(earlier: ResearchReport, report: ResearchReport) -> Rows:
    """The figures that are not the same in both studies: before and after."""
    before, after = dict(_compared(earlier)), dict(_compared(report))
    return [
        {"label": label, "before": before.get(label, "—"), "after": after.get(label, "—")}
        for label in dict.fromkeys([*before, *after])
        if before.get(label) != after.get(label)
    ]


def _compared(report: ResearchReport) -> list[tuple]:
    left = report.monthly_income - report.monthly_expenses
    return [
        *_figures(report)[:3],
        (_("Income less expenses"), apart(riyals(left)) if left < 0 else riyals(left)),
        *((row["label"], row["points"]) for row in score_rows(report)),
        (_("Total of the score"), report.total_score),
        (_("Recommendation"), report.get_recommendation_display()),
        *((row["label"], row["value"]) for row in advice_items(report)),
    ]
