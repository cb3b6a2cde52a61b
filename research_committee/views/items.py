"""One agenda item: the study, and what members, chair and secretary do with it."""

from django.shortcuts import render
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.reading import log_read
from intake.case_file import CaseFile
from intake.workflow import checklist as step_checklist

from ..decisions import record_decision
from ..forms.deciding import DecideForm
from ..forms.items import CarryOverForm, RecuseForm, VoteForm
from ..outcomes import STEP_OF
from ..pages.board import vote_line
from ..pages.deciding import days_of_decision
from ..pages.items import earliest_day, item_page
from ..rules import CARRYING_OVER, DECIDING, checklist, reason_not_running
from ..session_file import ItemFile
from ..sessions import carry_over
from ..voting import cast_vote, recuse
from .base import ItemVerbView, find_item
from .board import board_item


@require_safe
def item_detail(request, pk):
    """The item with its study; who is recused sees the item without the study."""
    item = find_item(request.user, pk)
    if request.htmx:
        return board_item(request, item)
    context = read_item(request, ItemFile(item))
    form = VoteForm(actor=request.user, about=item, vote=context["own_vote"]) if context["may_vote"] else None
    return render(request, "research_committee/item_detail.html", {**context, "form": form})


def read_item(request, file: ItemFile) -> dict:
    """The item's page; reading its study leaves a trace."""
    page = item_page(file, request.user)
    if page["shows_study"]:
        log_read(request, file.request)
    return page


class CastVoteView(ItemVerbView):
    """The item's page again, where the vote is cast beside the study."""

    permission = "research_committee.vote"
    template_name = "research_committee/item_detail.html"
    form_class = VoteForm
    done_message = _("Your vote is recorded. You may change it until the item is closed.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "vote": self.file.vote_of(self.request.user)}

    def act(self, form):
        cast_vote(
            self.object, by=self.request.user, seen_version=form.cleaned_data["seen_version"], **form.acts()
        )
        return self.item_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(**read_item(self.request, self.file), **kwargs)


class RecuseView(ItemVerbView):
    on_the_line = True
    permission = "research_committee.vote"
    form_class = RecuseForm
    page_title = _("Recuse from this item")
    submit_label = _("Declare the recusal")
    done_message = _("The recusal is recorded.")

    def get_form_kwargs(self):
        members = set(self.file.session_file.positions)
        if reason_not_running(self.file.session_file, self.request.user):
            members &= {self.request.user.pk}
        return {**super().get_form_kwargs(), "members": members}

    def act(self, form):
        recuse(self.object, by=self.request.user, **form.acts())
        return self.item_url()


class RecordDecisionView(ItemVerbView):
    """The result is computed; here it gets its reasons and, with an acceptance, what is granted."""

    permission = "research_committee.run_session"
    for_runners = True
    template_name = "research_committee/item_decide.html"
    form_class = DecideForm
    page_title = _("Record the decision")
    submit_label = _("Record the decision")
    done_message = _("The decision is recorded.")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "file": self.file}

    def act(self, form):
        filled = form.cleaned_data
        record_decision(
            self.object,
            reason_code=filled["reason_code"],
            reasons=filled["reasons"],
            granted=form.granted(),
            by=self.request.user,
            seen_version=filled["seen_version"],
            seen_outcome=filled["seen_outcome"],
        )
        return self.item_url()

    def get_context_data(self, **kwargs):
        user, outcome = self.request.user, self.file.tally.outcome
        gate = checklist(DECIDING, self.file, user)
        if outcome is not None:
            gate += step_checklist(CaseFile(self.file.request), STEP_OF[outcome], user)
            label = _text("Record the decision: %(outcome)s") % {"outcome": outcome.label}
            kwargs = {"submit_label": label, **kwargs}
        earliest = earliest_day(self.file)
        return super().get_context_data(
            gate=gate,
            vote=vote_line(self.file),
            earliest=earliest,
            **{"days": days_of_decision(self.file), **kwargs},
        )


class CarryOverView(ItemVerbView):
    on_the_line = True
    permission = "research_committee.run_session"
    for_runners = True
    form_class = CarryOverForm
    page_title = _("Carry over to another session")
    submit_label = _("Carry over")
    done_message = _("The item is carried over; the request waits for a place on another agenda.")

    def act(self, form):
        carry_over(
            self.object,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            seen_version=form.cleaned_data["seen_version"],
        )
        return self.item_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"gate": checklist(CARRYING_OVER, self.file, self.request.user), **kwargs}
        )
