"""The pages about researchers: who has how much, where each serves, and giving a study to another one."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.views import VerbView

from ..models import ResearcherDistrict
from ..steps import Step
from ..views.base import StepView
from .districts import MAY_ASSIGN, add_district, end_district
from .forms import DistrictForm, EndDistrictForm, ReassignForm
from .offering import OffersResearchers
from .page import crumbs, headings, researcher_page, researcher_rows, researchers_known, to_researchers
from .reassigning import reassign_researcher


def may_look(user) -> bool:
    return user.may(MAY_ASSIGN) or user.may("audit.read_everything")


@require_safe
def researcher_list(request):
    """Every researcher with the districts, and with what is under study."""
    if not may_look(request.user):
        raise PermissionDenied(_text("Your role does not include this page."))
    context = {"rows": researcher_rows(), "columns": headings(), "crumbs": crumbs()}
    return render(request, "intake/assigning/researcher_list.html", context)


@require_safe
def researcher_detail(request, pk):
    """One researcher's districts, and the requests under study."""
    researcher = find_researcher(request.user, pk)
    context = researcher_page(researcher, request.GET.get("after", ""), request.user)
    return render(request, "intake/assigning/researcher_detail.html", context)


def find_researcher(user, pk: int):
    """A researcher, for whoever may look; nobody else has such a page."""
    if not may_look(user):
        raise Http404
    return get_object_or_404(researchers_known(), pk=pk)


class DistrictVerbView(VerbView):
    """An act about where a researcher serves."""

    permission = MAY_ASSIGN

    def cancel_url(self):
        return reverse("researcher_detail", args=[self.researcher.pk])

    def get_context_data(self, **kwargs):
        here = {"url": self.cancel_url(), "label": str(self.researcher)}
        return super().get_context_data(**{"crumbs": crumbs(to_researchers(), here), **kwargs})


class DistrictAddView(DistrictVerbView):
    form_class = DistrictForm
    page_title = _("A district for a researcher")
    submit_label = _("Give the district")
    done_message = _("The district is given; the next referrals from it are suggested to this researcher.")

    def find(self):
        self.researcher = find_researcher(self.request.user, self.kwargs["pk"])

    @property
    def lead(self):
        return str(self.researcher)

    def act(self, form):
        add_district(self.researcher, by=self.request.user, **form.acts())
        return self.cancel_url()


class DistrictEndView(DistrictVerbView):
    form_class = EndDistrictForm
    page_title = _("The researcher no longer serves this district")
    submit_label = _("Take the district away")
    done_message = _("The district is taken away. What is under study stays with its researcher.")

    def find(self):
        if not may_look(self.request.user):
            raise Http404
        rows = ResearcherDistrict.objects.select_related("researcher")
        district = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.researcher = district.researcher
        return district

    @property
    def lead(self):
        return _text("%(place)s, served by %(name)s. What is under study stays where it is.") % {
            "place": self.object,
            "name": self.researcher,
        }

    def act(self, form):
        end_district(self.object, by=self.request.user, seen_version=form.cleaned_data["seen_version"])
        return self.cancel_url()


class RequestReassignView(OffersResearchers, StepView):
    step, form_class, verb = Step.ASSIGN, ReassignForm, staticmethod(reassign_researcher)
    submit_label = _("Give the study to this researcher")
    page_title = _("Another researcher for this request")

    @property
    def lead(self):
        return _text(
            "%(name)s studies it now. What was written so far stays, and the reply period goes on."
        ) % {"name": self.object.researcher or "—"}
