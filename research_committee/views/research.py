"""The research report: written by the researcher in charge, read by those who may."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.reading import log_read
from beneficiaries.households.budget import known_sums
from intake.steps import Step
from intake.views.base import StepView

from ..beside_study.pages import beside_study
from ..models import ResearchReport
from ..pages.studies import studies_of, study_page, submitted_at
from ..report_form import ReportForm
from ..research import submit_report


class SubmitReportView(StepView):
    """The study of a referred request."""

    step, form_class, verb = Step.REPORT, ReportForm, staticmethod(submit_report)
    lead = _("The report goes to the committee as it is sent; it cannot be changed afterwards.")
    template_name = "research_committee/report_form.html"
    submit_label = _("Submit the report")
    done_message = _("The report is before the committee.")

    def get_initial(self):
        """What the household's file knows already, so that nobody is asked twice; no amount is no answer."""
        known = known_sums(self.object.beneficiary)
        if known is None:
            return {}
        amounts = {"monthly_income": known.income, "monthly_expenses": known.expenses}
        return {"household_size": known.people} | {name: amount for name, amount in amounts.items() if amount}


@require_safe
def report_detail(request, pk):
    """One study. SECURITY: never for who is recused from an item of its request."""
    reports = ResearchReport.objects.visible_to(request.user).select_related(
        "support_request__beneficiary", "support_request__service_type", "researcher"
    )
    report = get_object_or_404(reports, pk=pk)
    _report, earlier = studies_of(report.support_request, report.study)
    log_read(request, report)
    context = {
        "study": study_page(report, report.support_request, earlier),
        "beside": beside_study(report, report.support_request, request.user),
        "submitted_at": submitted_at(report),
        "support_request": report.support_request,
        "person": report.support_request.beneficiary.full_name,
        "crumbs": [
            {"url": reverse("home"), "label": _text("My work")},
            {
                "url": reverse("request_detail", args=[report.support_request_id]),
                "label": report.support_request.reference,
            },
        ],
    }
    return render(request, "research_committee/report_detail.html", context)
