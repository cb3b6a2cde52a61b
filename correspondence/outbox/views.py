"""The list of messages that somebody has to look after, one message, and what is done about it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.reading import log_read, log_search
from audit.views import VerbView

from ..models import Notice, NoticeState
from .acts import PERMISSION, drop, hand_over, reason_not_to_handle, reason_not_to_send, send_again
from .checks import only_kept
from .forms import DropForm, HandOverForm, SendAgainForm
from .page import crumbs, headings, notice_page, shown_text, title_of, waiting_rows


def _may_look(user) -> bool:
    return user.may(PERMISSION) or user.may("audit.read_everything")


@require_safe
def notice_list(request):
    """What did not arrive or waits for a call, oldest first."""
    if not _may_look(request.user):
        raise PermissionDenied(_text("Your role does not include this page."))
    mark, base = request.GET.get("after", ""), reverse("notice_list")
    rows, following = waiting_rows(request.user, mark)
    log_search(request, Notice)
    context = {
        "rows": rows,
        "columns": headings(),
        "nobody_receives": bool(only_kept()),
        "previous_url": base if mark else "",
        "next_url": f"{base}?after={following}" if following else "",
    }
    return render(request, "correspondence/notice_list.html", context)


@require_safe
def notice_detail(request, pk):
    """One message: what it says, what became of it, and what is to be done."""
    notice = find_notice(request.user, pk)
    log_read(request, notice)
    return render(request, "correspondence/notice_detail.html", notice_page(notice, request.user))


def find_notice(user, pk: int) -> Notice:
    """A message to somebody whose file this user may open; for everybody else there is no such page."""
    if not _may_look(user):
        raise Http404
    seen = Notice.objects.visible_to(user).select_related("beneficiary", "handed_over_by")
    return get_object_or_404(seen, pk=pk)


class NoticeVerbView(VerbView):
    """An act about one message, beside what it says."""

    template_name = "correspondence/notice_act.html"
    permission = PERMISSION
    verb = None
    against = staticmethod(reason_not_to_handle)

    def find(self):
        return find_notice(self.request.user, self.kwargs["pk"])

    def cancel_url(self):
        return reverse("notice_detail", args=[self.object.pk])

    def act(self, form):
        type(self).verb(
            self.object,
            by=self.request.user,
            seen_version=form.cleaned_data["seen_version"],
            **self.said(form),
        )
        return reverse("notice_list")

    def said(self, form) -> dict:
        """What the form says besides."""
        return {name: value for name, value in form.acts().items() if name != "may_come_twice"}

    def get_context_data(self, **kwargs):
        reason = self.against(self.object)
        gate = [{"open": False, "sentence": reason}] if reason else []
        here = [*crumbs(), {"url": self.cancel_url(), "label": title_of(self.object.template)}]
        said = {"text": shown_text(self.object), "language": self.object.language}
        return super().get_context_data(**{"gate": gate, "crumbs": here, **said, **kwargs})


class SendAgainView(NoticeVerbView):
    verb = staticmethod(send_again)
    against = staticmethod(reason_not_to_send)
    form_class = SendAgainForm
    page_title = _("Send the message again")
    lead = _("It goes to the phone or e-mail address that stands in the person's file now.")
    submit_label = _("Send again")
    done_message = _("The message waits to be sent again.")

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        # What surely did not leave comes once.
        if self.object.state != NoticeState.UNCERTAIN:
            del form.fields["may_come_twice"]
        return form


class HandOverView(NoticeVerbView):
    verb = staticmethod(hand_over)
    form_class = HandOverForm
    page_title = _("Record that the person was told")
    lead = _("A call, a letter or a visit counts only when it is recorded here.")
    submit_label = _("The person was told")
    done_message = _("Recorded: the person was told.")


class DropView(NoticeVerbView):
    verb = staticmethod(drop)
    form_class = DropForm
    page_title = _("Give the message up")
    lead = _("The message is not sent, and nobody is reminded of it any more.")
    submit_label = _("Give the message up")
    done_message = _("The message is given up.")
