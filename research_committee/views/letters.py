"""Issuing the minutes of a session."""

from django.contrib import messages
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from arabic.text import apart

from ..forms.sessions import CloseSessionForm
from ..letters import issue_minutes, reason_no_minutes
from .base import SessionVerbView


class IssueMinutesView(SessionVerbView):
    form_class = CloseSessionForm
    page_title = _("Minutes of the research committee")
    lead = _("The minutes get the next number of the register and are kept as they are issued.")
    submit_label = _("Issue the minutes")

    def act(self, form):
        letter = issue_minutes(self.object, by=self.request.user)
        sentence = _text("Letter %(serial)s is issued. Open it below to print it.")
        messages.success(self.request, sentence % {"serial": apart(letter.serial)})
        return self.session_url()

    def get_context_data(self, **kwargs):
        reason = reason_no_minutes(self.file)
        gate = [{"open": False, "sentence": reason}] if reason else []
        return super().get_context_data(**{"gate": gate, **kwargs})
