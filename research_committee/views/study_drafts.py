"""The draft of a study: kept while one types, taken over, and sent back with what was found otherwise.

SECURITY: only the researcher in charge comes here; for everybody else there is no such page.
"""

from django.http import Http404, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from audit.forms import VerbForm
from audit.refusals import Refused
from intake.case_file import CaseFile
from intake.models import SupportRequest
from intake.views.base import RequestVerbView, find_request
from intake.views.steps import RequestReturnView

from ..models import StudyDraft
from ..pages.study_form import differences_page, study_chapters, take_over_lead
from ..report_form import ReportForm
from ..studying.desk import StudyDesk
from ..studying.differences import differences_of, reason_to_send_back
from ..studying.drafts import SavedElsewhere, clock_of, in_charge, save_draft, take_over_draft, typed_in


class AboutStudy:
    """A page about the study of a request, by its researcher in charge."""

    @cached_property
    def desk(self) -> StudyDesk:
        return StudyDesk(self.case, self.request.user)

    def form_url(self) -> str:
        return reverse("report_submit", args=[self.object.pk])


def find_study(user, pk: int) -> SupportRequest:
    """A request that this person studies now."""
    support_request = find_request(user, pk, shown_with=("beneficiary",))
    if not in_charge(support_request, user):
        raise Http404
    return support_request


def save_study(request, support_request: SupportRequest):
    """Keeps what the page holds now, right or wrong."""
    seen = request.POST.get("saving", "")
    known = seen.isascii() and seen.isdecimal() and len(seen) < 10
    typed = typed_in(request.POST.lists())
    return save_draft(support_request, typed=typed, by=request.user, seen_saving=int(seen) if known else None)


@require_http_methods(["GET", "POST"])
def report_autosave(request, pk):
    """What the page sends while one types: when it was kept, or why it was not. There is nothing to read."""
    support_request = find_study(request.user, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        draft = save_study(request, support_request)
    except SavedElsewhere as refusal:
        return JsonResponse({"said": str(refusal), "saving": refusal.draft.saving}, status=409)
    except Refused as refusal:
        return JsonResponse({"said": str(refusal)}, status=409)
    said = _text("Saved at %(time)s.") % {"time": clock_of(draft)}
    return JsonResponse({"said": said, "saving": draft.saving, "places": _places(request, draft)})


def _places(request, draft: StudyDraft) -> dict[str, str]:
    """What the page says of itself, anew: what is left in each chapter, and what was found otherwise than stated."""
    desk = StudyDesk(CaseFile(draft.support_request), request.user)
    form = ReportForm(MultiValueDict(draft.typed), desk=desk)
    form.forget_errors()
    chips = {
        f"chapter-{chapter['code']}": render_to_string(
            "components/state_chip.html", {"chip": chapter["chip"]}
        )
        for chapter in study_chapters(form)
    }
    found = render_to_string("research_committee/report_differences.html", differences_page(form))
    return {**chips, "differences": found}


class TakeOverDraftView(AboutStudy, RequestVerbView):
    """What the researcher before had typed becomes what this one goes on with."""

    permission = "research_committee.submit_report"
    form_class = VerbForm
    page_title = _("Go on with the draft of the researcher before")
    submit_label = _("Take the draft over")
    done_message = _("The draft is yours now; look through it before you go on.")

    def find(self):
        return find_study(self.request.user, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        if self.desk.drafts.former is None:
            raise Http404
        return super().get_context_data(**{"lead": take_over_lead(self.desk.drafts), **kwargs})

    def act(self, form) -> str:
        take_over_draft(self.object, by=self.request.user)
        return self.form_url()

    cancel_url = AboutStudy.form_url


class ReturnForDifferencesView(AboutStudy, RequestReturnView):
    """The step back to reception, with what was found otherwise than stated as its reason."""

    shows_person = True

    def find(self):
        return find_study(self.request.user, self.kwargs["pk"])

    def get_initial(self):
        own = self.desk.drafts.own
        if own is None:
            return {}
        form = ReportForm(MultiValueDict(own.typed), desk=self.desk)
        form.forget_errors()
        return {"reason": reason_to_send_back(differences_of(form.sheet_so_far))}
