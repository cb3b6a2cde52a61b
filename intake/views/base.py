"""What every page of a request shares: finding it among those this person may see, and coming back to it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import besides_name
from audit.views import VerbView

from ..case_file import CaseFile, under_its_policy
from ..models import SupportRequest
from ..pages.decision import with_decisions
from ..pages.done import said_after
from ..rules import pledge_stands
from ..steps import Step
from ..workflow import TRANSITIONS, checklist

SHOWN_WITH = (
    "beneficiary",
    "researcher",
    "received_by",
    "same_need_permit",
)


_PEOPLE = {"researcher", "received_by"}


def find_request(
    user, pk: int, shown_with: tuple = SHOWN_WITH, *, with_notes: bool = False
) -> SupportRequest:
    """A request that this person may see; any other one does not exist for them."""
    seen = (
        SupportRequest.objects.visible_to(user).with_consent().with_duplicates().with_checks()
    ).select_related(*shown_with)
    seen = seen.defer(*besides_name(*(_PEOPLE & set(shown_with))))
    return under_its_policy(
        get_object_or_404(with_decisions(seen.with_notes()) if with_notes else seen, pk=pk)
    )


class RequestVerbView(VerbView):
    """An act on one request. A leaf names its permission, form and verb."""

    def find(self):
        return find_request(self.request.user, self.kwargs["pk"], shown_with=("beneficiary",))

    @cached_property
    def case(self) -> CaseFile:
        """The folder as it lay there when the page was asked for."""
        return CaseFile(self.object)

    def request_url(self) -> str:
        return reverse("request_detail", args=[self.object.pk])

    cancel_url = request_url

    def way_on(self) -> str:
        """The request, or the own work where the act took it out of this person's sight."""
        user = self.request.user
        sees_all = user.may("intake.see_all_requests")
        stays = sees_all or SupportRequest.objects.visible_to(user).filter(pk=self.object.pk).exists()
        return self.request_url() if stays else reverse("home")

    def get_context_data(self, **kwargs):
        crumbs = [
            {"url": reverse("home"), "label": _("My work")},
            {
                "url": self.request_url(),
                "label": f"{self.object.reference} · {self.object.beneficiary.full_name}",
            },
        ]
        return super().get_context_data(**{"crumbs": crumbs, "case": self.case, **kwargs})


class AboutDocument:
    """A page about one required document of the request."""

    @cached_property
    def document(self):
        for document in self.case.required_documents:
            if document.pk == self.kwargs["document_pk"]:
                return document
        raise Http404

    @property
    def check(self):
        """What is on record of it, or None."""
        return self.case.verifications.get(self.document.pk)

    @property
    def remark(self) -> str:
        """That a change asks for a new signature, where one stands."""
        stands = self.case.pledge is not None and pledge_stands(self.case, self.request.user) is None
        words = _("A signed pledge stands for these data. When they change it must be renewed.")
        return words if stands else ""


class StepView(RequestVerbView):
    """A step of the transition table: its permission and its gate come from there."""

    step: Step

    @property
    def permission(self):
        return TRANSITIONS[self.step].permission

    @property
    def page_title(self):
        return self.step.label

    def act(self, form) -> str:
        seen = form.cleaned_data["seen_version"]
        step, done = self.step, self.verb(self.object, by=self.request.user, seen_version=seen, **form.acts())
        self.say(step, done)
        return self.request_url()

    def say(self, step: Step, done) -> None:
        """Names what was done and what comes next; `done` is the request, or a paper of it."""
        self.done_message = said_after(step, getattr(done, "support_request", done))

    def get_context_data(self, **kwargs):
        gate = checklist(self.case, self.step, self.request.user)
        return super().get_context_data(**{"gate": gate, **kwargs})
