"""A session before it opens: planned, changed, called off, opened; and the committee that meets in it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.views import VerbView

from ..forms.members import CommitteeOfDayForm
from ..forms.planning import (
    CallOffForm,
    ChangePlanForm,
    OpenSessionForm,
    PlanSessionForm,
    StartSessionForm,
)
from ..pages.members import committee_page
from ..pages.sessions import crumbs
from ..rules import may_open_a_session
from ..sessions import call_off, change_plan, open_planned, open_session, plan_session, reason_not_its_day
from .base import SessionVerbView


@require_safe
def committee_members(request):
    """Who sits on the committee today, or sat on another day."""
    if not request.user.may("research_committee.see_sessions"):
        raise PermissionDenied(_text("Your role does not include this step."))
    form = CommitteeOfDayForm(request.GET if "on_0" in request.GET else None)
    status = 422 if form.is_bound and not form.is_valid() else 200
    context = {"form": form, "crumbs": crumbs(), **committee_page(form.day())}
    return render(request, "research_committee/committee_members.html", context, status=status)


class _NewSessionView(VerbView):
    permission = "research_committee.run_session"
    refusal = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.may(self.permission) and not may_open_a_session(request.user):
            raise PermissionDenied(self.refusal)
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        session = self.verb(by=self.request.user, **form.acts())
        return reverse("session_detail", args=[session.pk])

    def cancel_url(self):
        return reverse("session_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"crumbs": crumbs(), **kwargs})


class OpenSessionView(_NewSessionView):
    form_class = OpenSessionForm
    refusal = _("Only the chair or the secretary of the committee opens a session.")
    page_title = _("Open a session")
    lead = _("It is held today. A session of another day is planned first.")
    submit_label = _("Open the session")
    done_message = _("The session is open. Record the attendance, then lay the studied requests before it.")
    verb = staticmethod(open_session)


class PlanSessionView(_NewSessionView):
    form_class = PlanSessionForm
    refusal = _("Only the chair or the secretary of the committee plans a session.")
    page_title = _("Plan a session")
    lead = _("Its agenda can be prepared at once; the session is opened on its day.")
    submit_label = _("Plan the session")
    done_message = _("The session is planned. Its members see it on their page My work.")
    verb = staticmethod(plan_session)


class ChangePlanView(SessionVerbView):
    form_class = ChangePlanForm
    page_title = _("Change the plan")
    submit_label = _("Change the plan")
    done_message = _("The plan of the session is changed.")

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        change_plan(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.session_url()


class CallOffView(SessionVerbView):
    form_class = CallOffForm
    page_title = _("Call the session off")
    lead = _("Its items are carried over: their requests wait for a place on another agenda.")
    submit_label = _("Call the session off")
    done_message = _("The session is called off.")

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        call_off(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.session_url()


class StartSessionView(SessionVerbView):
    form_class = StartSessionForm
    page_title = _("Open the session")
    lead = _("From then on members come, vote, and decisions are recorded.")
    submit_label = _("Open the session")
    done_message = _("The session is open. Record the attendance.")

    def act(self, form):
        open_planned(self.object, by=self.request.user, seen_version=form.cleaned_data["seen_version"])
        return self.session_url()

    def get_context_data(self, **kwargs):
        reason = reason_not_its_day(self.object)
        gate = [{"open": reason is None, "sentence": reason or _text("Today is the day of the session.")}]
        return super().get_context_data(**{"gate": gate, **kwargs})
