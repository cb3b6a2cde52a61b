"""The minutes of a session: read, drawn up, signed, locked, added to, and issued as a paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from arabic.text import apart
from audit.views import VerbView
from audit.writing import one_transaction

from ..forms.minutes import AddendumForm, DrawUpMinutesForm, LockMinutesForm, SignMinutesForm
from ..minutes import rules
from ..minutes.acts import draw_up_minutes, lock_minutes, sign_minutes, write_addendum
from ..minutes.paper import issue_addendum, issue_minutes
from ..models import CommitteeSession, Minutes
from ..pages.minutes import minutes_page, signature_rows
from ..pages.sessions import crumbs
from ..rules import reason_not_running
from ..session_file import SessionFile
from .base import SessionVerbView


def find_minutes(user, pk: int) -> Minutes:
    """Minutes of a session that this person may see."""
    seen = CommitteeSession.objects.visible_to(user).values("pk")
    rows = Minutes.objects.filter(session__in=seen).select_related("session__opened_by", "drawn_up_by")
    return get_object_or_404(rows, pk=pk)


@require_safe
def minutes_detail(request, pk):
    minutes = find_minutes(request.user, pk)
    return render(request, "research_committee/minutes_detail.html", minutes_page(minutes, request.user))


class DrawUpMinutesView(SessionVerbView):
    form_class = DrawUpMinutesForm
    page_title = _("Draw up the minutes")
    lead = _(
        "What the closed session holds is written down once and gets a digest; then those present sign it."
    )
    submit_label = _("Draw up the minutes")
    done_message = _("The minutes are drawn up and wait for the signatures of those who were present.")

    def act(self, form):
        minutes = draw_up_minutes(self.object, by=self.request.user)
        return reverse("minutes_detail", args=[minutes.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"gate": _gate(rules.reason_not_drawn_up(self.object)), **kwargs})


class IssueMinutesView(SessionVerbView):
    form_class = DrawUpMinutesForm
    page_title = _("Minutes of the research committee")
    lead = _("The minutes get the next number of the register and are kept as they are issued.")
    submit_label = _("Issue the minutes")

    def act(self, form):
        letter = issue_minutes(self.object, by=self.request.user)
        sentence = _text("Letter %(serial)s is issued. Open it below to print it.")
        messages.success(self.request, sentence % {"serial": apart(letter.serial)})
        return reverse("minutes_detail", args=[self.object.minutes.pk])

    def get_context_data(self, **kwargs):
        minutes = Minutes.objects.filter(session=self.object).first()
        return super().get_context_data(**{"gate": _gate(rules.reason_no_paper(minutes)), **kwargs})


class MinutesVerbView(VerbView):
    """An act on minutes; with `for_runners` only of their session's chair and secretary."""

    permission = "research_committee.see_sessions"
    for_runners = False

    def find(self):
        return find_minutes(self.request.user, self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if self.for_runners and request.user.may(self.permission):
            reason = reason_not_running(SessionFile(self.object.session), request.user)
            if reason:
                raise PermissionDenied(reason)
        return super().dispatch(request, *args, **kwargs)

    def cancel_url(self) -> str:
        return reverse("minutes_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"crumbs": _crumbs(self.object), **kwargs})


def _crumbs(minutes: Minutes) -> list[dict]:
    here = {"url": reverse("minutes_detail", args=[minutes.pk]), "label": _text("Minutes")}
    return [*crumbs(minutes.session), here]


def _gate(reason: str | None) -> list[dict]:
    return [{"open": False, "sentence": reason}] if reason else []


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignMinutesView(MinutesVerbView):
    """SECURITY: only for whoever was present; another's signature has no form."""

    template_name = "research_committee/minutes_sign.html"
    form_class = SignMinutesForm
    page_title = _("Sign the minutes")
    lead = _("You sign the minutes as they stand under this digest.")
    submit_label = _("Sign")
    done_message = _("You have signed the minutes.")

    def dispatch(self, request, *args, **kwargs):
        if request.user.may(self.permission) and request.user.pk not in rules.present_at(self.object):
            raise PermissionDenied(_text("The minutes are signed by those who were present at the session."))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "request": self.request}

    def act(self, form):
        sign_minutes(self.object, sha256=form.cleaned_data["sha256"], by=self.request.user)
        return self.cancel_url()

    def get_context_data(self, **kwargs):
        reason = rules.reason_not_to_sign(self.object, self.request.user)
        page = minutes_page(self.object, self.request.user)
        return super().get_context_data(**{"gate": _gate(reason), "page": page, **kwargs})


class LockMinutesView(MinutesVerbView):
    permission = "research_committee.run_session"
    for_runners = True
    template_name = "research_committee/minutes_lock.html"
    form_class = LockMinutesForm
    page_title = _("Lock without every signature")
    lead = _("Nobody signs locked minutes any more; who is missing is named on them with your reason.")
    submit_label = _("Lock the minutes")
    done_message = _("The minutes are locked.")

    def act(self, form):
        filled = form.cleaned_data
        lock_minutes(
            self.object, reason=filled["reason"], by=self.request.user, seen_version=filled["seen_version"]
        )
        return self.cancel_url()

    def get_context_data(self, **kwargs):
        reason = rules.reason_not_to_lock(self.object, self.request.user)
        missing = [row for row in signature_rows(self.object) if not row["signed"]]
        return super().get_context_data(**{"gate": _gate(reason), "missing": missing, **kwargs})


class AddToMinutesView(MinutesVerbView):
    permission = "research_committee.run_session"
    for_runners = True
    form_class = AddendumForm
    page_title = _("Write an addendum")
    lead = _("The minutes stay as they were signed; the addendum gets a number and a paper of its own.")
    submit_label = _("Write the addendum")
    done_message = _("The addendum is written, and its paper is issued.")

    def act(self, form):
        filled = form.cleaned_data
        with one_transaction():
            addendum = write_addendum(
                self.object, text=filled["text"], reason=filled["reason"], by=self.request.user
            )
            issue_addendum(addendum, by=self.request.user)
        return self.cancel_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"gate": _gate(rules.reason_not_to_add(self.object)), **kwargs})
