"""The queue of possible duplicates, two files side by side, and what is done about them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from arabic.text import listed
from audit.reading import log_read, log_search
from audit.views import VerbView

from ..models import DuplicatePair
from .forms import ApproveMergeForm, ProposeMergeForm, ReasonForm
from .merging import (
    approve_merge,
    merges_visible_to,
    propose_merge,
    reason_not_to_decide,
    refuse_merge,
    take_apart,
)
from .page import closed_for_both, merge_page, pair_page, verb_crumbs
from .pairs import MAY_COMPARE, pairs_visible_to, tell_apart
from .queue import headings, waiting_rows


@require_safe
def duplicate_list(request):
    """The pairs that wait to be compared, oldest first."""
    if not (request.user.may(MAY_COMPARE) or request.user.may("audit.read_everything")):
        raise PermissionDenied(_text("Your role does not include this page."))
    mark, base = request.GET.get("after", ""), reverse("duplicate_list")
    rows, following = waiting_rows(request.user, mark)
    log_search(request, DuplicatePair)
    context = {
        "rows": rows,
        "columns": headings(),
        "previous_url": base if mark else "",
        "next_url": f"{base}?after={following}" if following else "",
        "export_url": reverse("duplicates_export") if rows and request.user.may(MAY_COMPARE) else "",
    }
    return render(request, "beneficiaries/duplicate_list.html", context)


@require_safe
def duplicate_detail(request, pk):
    """Two files side by side."""
    pair = find_pair(request.user, pk)
    _log_both(request, pair.first, pair.second)
    return render(request, "beneficiaries/duplicate_detail.html", pair_page(pair, user=request.user))


@require_safe
def merge_detail(request, pk):
    """A merge that was proposed, with everything that it changes."""
    merge = find_merge(request.user, pk)
    _log_both(request, merge.kept, merge.merged)
    return render(request, "beneficiaries/merge_detail.html", merge_page(merge, user=request.user))


def find_pair(user, pk: int):
    """The pair, for whoever may see both files; for everybody else there is no such page."""
    pairs = pairs_visible_to(user).select_related("first__branch", "second__branch", "decided_by")
    return get_object_or_404(pairs, pk=pk)


def find_merge(user, pk: int):
    """The merge, for whoever may see both files; for everybody else there is no such page."""
    people = ("kept__branch", "merged__branch", "proposed_by", "decided_by", "undone_by")
    return get_object_or_404(merges_visible_to(user).select_related(*people), pk=pk)


def _log_both(request, *people) -> None:
    for person in people:
        log_read(request, person)


class PairVerbView(VerbView):
    """An act about two files that look alike."""

    permission = "beneficiaries.propose_merge"
    form_class = ReasonForm

    def find(self):
        return find_pair(self.request.user, self.kwargs["pk"])

    def cancel_url(self):
        return reverse("duplicate_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        names = (self.object.first.full_name, self.object.second.full_name)
        crumbs = verb_crumbs(self.cancel_url(), listed(dict.fromkeys(names)))
        return super().get_context_data(**{"crumbs": crumbs, **kwargs})


class TellApartView(PairVerbView):
    page_title = _("Two different people")
    lead = _(
        "Both files stay as they are, and the pair is not proposed again unless something more is alike."
    )
    submit_label = _("They are two people")
    done_message = _("Kept: these are two different people.")

    def act(self, form):
        tell_apart(
            self.object,
            because=form.cleaned_data["because"],
            by=self.request.user,
            seen_version=form.cleaned_data["seen_version"],
        )
        return reverse("duplicate_list")


class ProposeMergeView(PairVerbView):
    form_class = ProposeMergeForm
    page_title = _("Propose to merge two files")
    lead = _("Nothing changes before a second person has approved it.")
    submit_label = _("Propose the merge")
    done_message = _("The merge is proposed. Another person approves it.")
    shows_person = True

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        log_read(request, self.object.second)
        return response

    def act(self, form):
        merge = propose_merge(by=self.request.user, **form.proposal)
        return reverse("merge_detail", args=[merge.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"gate": closed_for_both(self.object), **kwargs})


class MergeVerbView(VerbView):
    """An act about a merge of two files."""

    permission = MAY_COMPARE
    form_class = ReasonForm

    def find(self):
        return find_merge(self.request.user, self.kwargs["pk"])

    def cancel_url(self):
        return reverse("merge_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        crumbs = verb_crumbs(self.cancel_url(), _text("Merge of files"))
        return super().get_context_data(**{"crumbs": crumbs, **kwargs})

    def told(self, form) -> dict:
        return {"by": self.request.user, "seen_version": form.cleaned_data["seen_version"]}


class ApproveMergeView(MergeVerbView):
    """The second person sees everything that changes, and sends that along."""

    form_class = ApproveMergeForm
    template_name = "beneficiaries/merge_approve.html"
    page_title = _("Approve the merge")
    submit_label = _("Merge the two files")
    done_message = _("The files are merged. The other file stands as a signpost to this one.")

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        _log_both(request, self.object.kept, self.object.merged)
        return response

    def get_context_data(self, **kwargs):
        page = merge_page(self.object, user=self.request.user)
        sentence = reason_not_to_decide(self.object, self.request.user)
        gate = [{"open": False, "sentence": sentence}] if sentence else []
        return super().get_context_data(**{**page, "gate": gate, **kwargs})

    def act(self, form):
        approve_merge(self.object, seen_files=form.cleaned_data["seen_files"], **self.told(form))
        return reverse("person_detail", args=[self.object.kept_id])


class RefuseMergeView(MergeVerbView):
    page_title = _("Refuse the merge")
    lead = _("Both files stay as they are, and wait to be compared again.")
    submit_label = _("Do not merge them")
    done_message = _("The merge is refused.")

    def act(self, form):
        refuse_merge(self.object, because=form.cleaned_data["because"], **self.told(form))
        return self.cancel_url()


class TakeApartView(MergeVerbView):
    page_title = _("Take two files apart again")
    lead = _("Every field and every record goes back to where it was. What was written since stays as it is.")
    submit_label = _("Take them apart")
    done_message = _("The files are taken apart again.")

    def act(self, form):
        result = take_apart(self.object, because=form.cleaned_data["because"], **self.told(form))
        for sentence in result.sentences:
            messages.warning(self.request, sentence)
        return self.cancel_url()
