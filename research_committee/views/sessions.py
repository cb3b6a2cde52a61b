"""The sessions: the list, and the acts of chair and secretary on the agenda and the close of one."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from audit.writing import one_transaction
from intake.queues import MOST_COUNTED

from ..forms.sessions import AddItemsForm, CloseSessionForm, MoveItemForm, offered_to_sessions
from ..models import CommitteeMember
from ..pages.board import result_row
from ..pages.sessions import session_columns, session_rows
from ..rules import may_open_a_session
from ..session_file import ItemFile
from ..sessions import add_item, close_session, move_item, what_closing_carries_over
from .base import ItemVerbView, SessionVerbView


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


class MoveItemView(ItemVerbView):
    permission = "research_committee.run_session"
    for_runners = True
    on_the_line = True
    form_class = MoveItemForm
    page_title = _("Move on the agenda")
    submit_label = _("Move")
    done_message = _("The agenda is in its new order.")

    def act(self, form):
        filled = form.cleaned_data
        move_item(
            self.object,
            up=filled["direction"] == "up",
            by=self.request.user,
            seen_version=filled["seen_version"],
        )
        return reverse("session_detail", args=[self.object.session_id])


class CloseSessionView(SessionVerbView):
    template_name = "research_committee/session_close.html"
    board_extra = "research_committee/close_extra.html"
    form_class = CloseSessionForm
    page_title = _("Close the session")
    lead = _("Nothing in a closed session changes any more: neither attendance, nor votes, nor decisions.")
    submit_label = _("Close the session")
    done_message = _("The session is closed.")

    def find(self):
        session = super().find()
        self.carried, self.reason = what_closing_carries_over(self.file, self.request.user)
        return session

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "carried": [item.item.pk for item, _reason in self.carried]}

    def act(self, form):
        filled = form.cleaned_data
        close_session(
            self.object,
            by=self.request.user,
            seen_version=filled["seen_version"],
            carrying_over=filled["carried"],
        )
        return self.session_url()

    def get_context_data(self, **kwargs):
        met = self.reason or _text("No item with a result waits for its decision to be recorded.")
        results = [result_row(ItemFile(item, self.file)) for item in self.file.items if item.closed_at]
        carried = [
            {"label": item.request.reference, "value": reason, "hint": ""} for item, reason in self.carried
        ]
        if carried:
            label = ngettext(
                "Carry over %(count)d item and close", "Carry over %(count)d items and close", len(carried)
            )
            kwargs = {"submit_label": label % {"count": len(carried)}, **kwargs}
        gate = [{"open": self.reason is None, "sentence": met}]
        return super().get_context_data(**{"gate": gate, "results": results, "carried": carried, **kwargs})
