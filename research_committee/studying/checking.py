"""Do the columns of a report still follow from its sheet? Named when they do not."""

from django.utils.translation import gettext as _

from ..models import ResearchReport
from .sheet import IllFormed, sheet_of

COMPUTED = ("household_size", "monthly_income", "monthly_expenses")


def findings_of_sheets():
    """One sentence for every report whose sheet cannot be read, or says otherwise than its columns."""
    reports = ResearchReport.objects.filter(sheet__isnull=False).only("sheet", "needs", *COMPUTED)
    for report in reports.order_by("pk").iterator(chunk_size=500):
        try:
            sheet = sheet_of(report.sheet)
        except IllFormed:
            yield _("The sheet of report %(id)s cannot be read.") % {"id": report.pk}
            continue
        same = all(getattr(report, name) == getattr(sheet, name) for name in COMPUTED)
        if not same or report.needs != sheet.needs_in_words:
            yield _("Report %(id)s does not say what its sheet comes to.") % {"id": report.pk}
