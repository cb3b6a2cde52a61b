"""The social research: the study of a referred request, submitted by the researcher in charge."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from arabic.text import clean_text
from audit.refusals import Refused, refuse_for
from audit.writing import write
from intake.models import SupportRequest
from intake.steps import Step
from intake.workflow import handling
from policies.models import ServiceType

from .beside_study.annex import keep_annex
from .models import ResearchReport, StudyVisit
from .scales.reading import scale_in_force, scale_of, scored
from .study_rules import gate_of_study, reasons_against_report
from .studying.drafts import drop_drafts, refuse_newer_saving
from .studying.sheet import Sheet


@dataclass(frozen=True)
class Recommended:
    """What the researcher advises: acceptance names at least a service or an amount."""

    recommendation: str
    recommendation_text: str
    recommended_service: ServiceType | None = None
    recommended_amount: Decimal | None = None


def submit_report(
    support_request: SupportRequest,
    *,
    sheet: Sheet,
    answers: dict[str, str],
    findings: str,
    recommended: Recommended,
    annex: str = "",
    by: User,
    seen_version: int | None = None,
    seen_saving: int | None = None,
) -> ResearchReport:
    """Submits the report on the present study: referred → studied; its drafts go.

    `answers` are the levels or the points by part of the score scale. What can be computed is: sums and household size
    from the sheet, the day and the place from the last visit.
    """
    with handling(support_request, Step.REPORT, by=by, seen_version=seen_version) as current:
        _refuse_closed(current)
        refuse_newer_saving(current, by=by, seen_saving=seen_saving)
        visit = _last_visit(current)
        report = ResearchReport(
            support_request=current,
            study=current.study,
            researcher=by,
            visited_on=visit.visited_on,
            visit_kind=visit.kind,
            findings=clean_text(findings),
            **_of_sheet(sheet),
            **_advice(recommended),
        )
        refuse_for([*reasons_against_report(report, sheet), *_score(report, answers)])
        write(report, by=by, reason=Step.REPORT.label)
        keep_annex(report, annex, by=by)
        drop_drafts(current)
    return report


def _refuse_closed(support_request: SupportRequest) -> None:
    reasons = [row["sentence"] for row in gate_of_study(support_request) if not row["open"]]
    if reasons:
        raise Refused(reasons)


def _last_visit(support_request: SupportRequest) -> StudyVisit:
    visits = StudyVisit.objects.filter(support_request=support_request, study=support_request.study)
    return visits.order_by("visited_on", "pk").last()


def _of_sheet(sheet: Sheet) -> dict:
    """The sheet, and the columns that follow from it."""
    return {
        "sheet": sheet.as_json(),
        "household_size": sheet.household_size,
        "monthly_income": sheet.monthly_income,
        "monthly_expenses": sheet.monthly_expenses,
        "needs": sheet.needs_in_words,
    }


def _advice(recommended: Recommended) -> dict:
    return {
        "recommendation": recommended.recommendation,
        "recommendation_text": clean_text(recommended.recommendation_text),
        "recommended_service": recommended.recommended_service,
        "recommended_amount": recommended.recommended_amount,
    }


def _score(report: ResearchReport, answers: dict[str, str]) -> list[tuple[str, str]]:
    """Scores the report by the scale in force; what is not answered comes back as (field, sentence)."""
    report.scale = scale_in_force()
    try:
        report.scores = scored(scale_of(report.scale), answers)
    except Refused as refusal:
        return refusal.by_field
    report.score_total = sum(row["points"] for row in report.scores)
    return []
