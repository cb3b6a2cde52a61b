"""Who is in a session: the ticks of its beginning, coming and leaving, and times that were written down wrong."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from ..forms.attendance import AttendanceForm, ComeForm, CorrectTimesForm, LeaveForm
from ..models import Attendance
from ..pages.attendance import attendance_rows
from ..pages.changes import Changes
from ..session_file import SessionFile
from ..sessions import correct_times, mark_attendance, note_coming, note_leaving
from .base import SessionVerbView, find_session


class MarkAttendanceView(SessionVerbView):
    """The ticks; beside them everybody's times, with a button for whoever comes or leaves later."""

    template_name = "research_committee/session_attend.html"
    form_class = AttendanceForm
    page_title = _("Attendance")
    lead = _("Tick who is there at the beginning. Whoever comes or leaves later is noted beside the name.")
    submit_label = _("Record the attendance")
    done_message = _("The attendance is recorded.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "file": self.file}

    def act(self, form):
        mark_attendance(self.object, by=self.request.user, **form.acts())
        return self.session_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"attendance": attendance_rows(self.file, Changes(self.file), True), **kwargs}
        )


class _ComingView(SessionVerbView):
    def get_form_kwargs(self):
        member = self.request.GET.get("member", "")
        return {**super().get_form_kwargs(), "file": self.file, "member": member}


class ComeView(_ComingView):
    form_class = ComeForm
    page_title = _("Record an arrival")
    lead = _(
        "An alternate takes the place of a member who is absent; that member comes when the alternate left."
    )
    submit_label = _("Came now")
    done_message = _("The arrival is recorded with its time.")

    def act(self, form):
        note_coming(self.object, by=self.request.user, **form.acts())
        return self.session_url()


class LeaveView(_ComingView):
    form_class = LeaveForm
    page_title = _("Record a departure")
    lead = _("Votes already cast stand and count; who left does not vote any more until coming back.")
    submit_label = _("Left now")
    done_message = _("The departure is recorded with its time.")

    def act(self, form):
        note_leaving(self.object, by=self.request.user, **form.acts())
        return self.session_url()


class CorrectTimesView(SessionVerbView):
    form_class = CorrectTimesForm
    page_title = _("Correct the times")
    submit_label = _("Correct the times")
    done_message = _("The times are corrected.")

    def find(self):
        rows = Attendance.objects.select_related("session", "member")
        row = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.file = SessionFile(find_session(self.request.user, row.session_id))
        return row

    @property
    def lead(self):
        return self.object.member.full_name

    def act(self, form):
        seen = form.cleaned_data["seen_version"]
        correct_times(self.object, by=self.request.user, seen_version=seen, **form.acts())
        return self.session_url()
