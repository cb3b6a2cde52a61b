"""The social research: the study of a referred request, submitted by the researcher in charge."""

from accounts.models import User
from arabic.text import clean_text
from audit.refusals import refuse_for
from audit.writing import write
from intake.models import SupportRequest
from intake.steps import Step
from intake.workflow import handling

from .models import ResearchReport
from .models.reports import SCORE_PARTS
from .study_rules import reasons_against_report

TEXTS = ("findings", "needs", "recommendation_text")
FIELDS = frozenset(
    {
        "visited_on",
        "visit_kind",
        "household_size",
        "monthly_income",
        "monthly_expenses",
        "recommendation",
        *TEXTS,
        *SCORE_PARTS,
    }
)


def submit_report(
    support_request: SupportRequest, *, by: User, seen_version: int | None = None, **study
) -> ResearchReport:
    """Submits the report on the present study: referred → studied. `study` holds the FIELDS, all of them."""
    if study.keys() != FIELDS:
        raise TypeError(f"A report needs exactly: {', '.join(sorted(FIELDS))}.")
    study |= {name: clean_text(study[name]) for name in TEXTS}
    with handling(support_request, Step.REPORT, by=by, seen_version=seen_version) as current:
        report = ResearchReport(support_request=current, study=current.study, researcher=by, **study)
        refuse_for(reasons_against_report(report))
        write(report, by=by, reason=Step.REPORT.label)
    return report
