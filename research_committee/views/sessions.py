"""The sessions: the list, one session, and the acts of its chair and secretary."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.views import VerbView
from audit.writing import one_transaction
from intake.queues import MOST_COUNTED

from ..forms.sessions import (
    AddItemsForm,
    AttendanceForm,
    CloseSessionForm,
    OpenSessionForm,
    offered_to_sessions,
)
from ..models import CommitteeMember
from ..pages.board import result_row
from ..pages.sessions import crumbs, session_columns, session_rows
from ..rules import may_open_a_session
from ..session_file import ItemFile
from ..sessions import add_item, close_session, mark_attendance, open_session, reason_items_open
from .base import SessionVerbView


@require_safe
def session_list(request):
    """The sessions, newest first."""
    if not request.user.may("research_committee.see_sessions"):
        raise PermissionDenied(_text("Your role does not include this step."))
    before = request.GET.get("before", "")
    whole = before.isascii() and before.isdecimal() and len(before) < 19
    rows, mark = session_rows(request.user, int(before) if whole else None)
    url = reverse("session_list")
    context = {
        "rows": rows,
        "columns": session_columns(),
        "previous_url": url if before else "",
        "next_url": f"{url}?before={mark}" if mark else "",
        "export_url": reverse("sessions_export") if rows else "",
        "may_open": may_open_a_session(request.user),
        "has_committee": CommitteeMember.objects.exists(),
        "most_counted": MOST_COUNTED,
        "waiting": offered_to_sessions(request.user)[: MOST_COUNTED + 1].count(),
    }
    return render(request, "research_committee/session_list.html", context)


class OpenSessionView(VerbView):
    permission = "research_committee.run_session"
    form_class = OpenSessionForm
    page_title = _("Open a session")
    submit_label = _("Open the session")
    done_message = _("The session is open. Record the attendance, then lay the studied requests before it.")

    def dispatch(self, request, *args, **kwargs):
        if request.user.may(self.permission) and not may_open_a_session(request.user):
            raise PermissionDenied(_text("Only the chair or the secretary of the committee opens a session."))
        return super().dispatch(request, *args, **kwargs)

    def act(self, form):
        session = open_session(by=self.request.user, **form.acts())
        return reverse("session_detail", args=[session.pk])

    def cancel_url(self):
        return reverse("session_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"crumbs": crumbs(), **kwargs})


class MarkAttendanceView(SessionVerbView):
    form_class = AttendanceForm
    page_title = _("Attendance")
    submit_label = _("Record the attendance")
    done_message = _("The attendance is recorded.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "file": self.file}

    def act(self, form):
        mark_attendance(self.object, by=self.request.user, **form.acts())
        return self.session_url()


class AddItemView(SessionVerbView):
    form_class = AddItemsForm
    page_title = _("Add to the agenda")
    lead = _("A request may be discussed before its earliest day; it is decided from that day on.")
    submit_label = _("Add to the agenda")
    done_message = _("The requests are on the agenda.")

    def act(self, form):
        with one_transaction():
            for support_request in form.cleaned_data["support_requests"]:
                add_item(self.object, support_request, by=self.request.user)
        return self.session_url()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not context["form"].offers_anything:
            context["closed"] = [_text("Every studied request is already on an agenda.")]
        return context


class CloseSessionView(SessionVerbView):
    template_name = "research_committee/session_close.html"
    form_class = CloseSessionForm
    page_title = _("Close the session")
    lead = _("Nothing in a closed session changes any more: neither attendance, nor votes, nor decisions.")
    submit_label = _("Close the session")
    done_message = _("The session is closed.")

    def act(self, form):
        close_session(self.object, by=self.request.user, seen_version=form.cleaned_data["seen_version"])
        return self.session_url()

    def get_context_data(self, **kwargs):
        reason = reason_items_open(self.file)
        met = reason or _text("Every item is decided or carried over.")
        gate = [{"open": reason is None, "sentence": met}]
        results = [result_row(ItemFile(item, self.file)) for item in self.file.items]
        return super().get_context_data(**{"gate": gate, "results": results, **kwargs})
