"""The annex on a page of its own, and the study as its second reader finds it."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.reading import log_read
from audit.views import VerbView

from ..models import ConfidentialAnnex, ResearchReport
from ..pages.studies import studies_of, study_page
from .forms import SecondReadingForm
from .second_reading import read_second

_ABOUT = ("support_request__beneficiary", "support_request__service_type")


@require_safe
def report_annex(request, pk):
    """The confidential annex of a study; each look leaves a row of its own."""
    about = (f"report__{name}" for name in _ABOUT)
    annexes = ConfidentialAnnex.objects.visible_to(request.user).select_related(*about, "report__researcher")
    annex = get_object_or_404(annexes, report=pk)
    log_read(request, annex)
    context = {"annex": annex, "report": annex.report, "crumbs": _crumbs(annex.report)}
    return render(request, "research_committee/report_annex.html", context)


class ReadSecondView(VerbView):
    """A study that waits for its second reader, with what the reader says of it."""

    permission = "research_committee.read_second_time"
    template_name = "research_committee/report_read_second.html"
    form_class = SecondReadingForm
    page_title = _("Read a study a second time")
    submit_label = _("Send to the committee")
    done_message = _("The committee reads your verdict beside the study.")
    shows_person = True

    def find(self):
        """A study that this researcher may read so; for everybody else there is none here."""
        user = self.request.user
        reports = ResearchReport.objects.visible_to(user) & ResearchReport.objects.waiting_for_second_reader(
            user
        )
        return get_object_or_404(reports.select_related(*_ABOUT, "researcher"), pk=self.kwargs["pk"])

    def act(self, form):
        read_second(self.object, by=self.request.user, **form.acts())
        return reverse("home")

    def get_context_data(self, **kwargs):
        report = self.object
        _report, earlier = studies_of(report.support_request, report.study)
        return super().get_context_data(
            **{
                "study": study_page(report, report.support_request, earlier),
                "support_request": report.support_request,
                "person": report.support_request.beneficiary.full_name,
                "crumbs": _crumbs(report),
                **kwargs,
            }
        )


def _crumbs(report: ResearchReport) -> list[dict]:
    return [
        {"url": reverse("home"), "label": _text("My work")},
        {"url": reverse("report_detail", args=[report.pk]), "label": _text("Research report")},
    ]
