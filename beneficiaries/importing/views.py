"""The pages of lists: all of them, one of them, and each act on it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arabic.calendars import dual, riyadh_day
from arabic.sheets import CONTENT_TYPES
from audit.forms import VerbForm
from audit.models import ReadLog
from audit.reading import log_read
from audit.views import VerbView

from ..models import ImportBatch, ImportStage
from . import lists
from .acts import READERS, reason_not_to_let_in, reason_stage_is_another
from .answers import KINDS, blocks_of
from .forms import BringForm, ColumnsForm, LetInForm
from .page import PAGE, list_page, progress_of, stage_chip


@require_safe
def import_list(request):
    """Every list that was brought, the newest first."""
    if not request.user.may(READERS):
        raise PermissionDenied(_("Your role does not include this page."))
    mark, here = request.GET.get("after", ""), reverse("import_list")
    batches = ImportBatch.objects.select_related("staged_by").order_by("-pk")
    if mark.isascii() and mark.isdecimal() and len(mark) < 19:
        batches = batches.filter(pk__lt=int(mark))
    found = list(batches[: PAGE + 1])
    columns = [_("List"), _("Stage"), _("Rows"), _("Brought by")]
    context = {
        "columns": columns,
        "rows": [_row(batch, columns) for batch in found[:PAGE]],
        "previous_url": here if mark else "",
        "next_url": f"{here}?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
        "add_url": reverse("import_add") if request.user.may("beneficiaries.import_people") else "",
    }
    return render(request, "beneficiaries/import_list.html", context)


def _row(batch: ImportBatch, columns: list[str]) -> dict:
    texts = (
        (batch.original_name, ""),
        (stage_chip(batch)["label"], ""),
        (f"{batch.row_count:,}" if batch.row_count else "—", ""),
        (str(batch.staged_by), dual(riyadh_day(batch.staged_at))),
    )
    cells = zip(columns, texts, strict=True)
    return {
        "url": reverse("import_detail", args=[batch.pk]),
        "cells": [{"label": label, "text": text, "hint": hint} for label, (text, hint) in cells],
    }


@require_safe
def import_detail(request, pk):
    """How far a list has come, and its rows; whoever asks every two seconds gets the bar alone."""
    batch = _find(request.user, pk)
    if request.htmx:
        progress = progress_of(batch)
        if progress is None or progress["has_failed"]:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "beneficiaries/import_progress.html", {"progress": progress})
    kind, mark = request.GET.get("kind", ""), request.GET.get("after", "")
    page = list_page(batch, user=request.user, kind=kind, mark=mark)
    if page["rows"]:
        log_read(request, batch)
    return render(request, "beneficiaries/import_detail.html", page)


@require_safe
def import_answers(request, pk):
    """The rows that stayed behind with their reasons, as a sheet, for those who bring lists."""
    batch = _find(request.user, pk)
    if not request.user.may("beneficiaries.import_people"):
        raise PermissionDenied(_("Your role does not include this step."))
    kind = request.GET.get("format", KINDS[0])
    if kind not in KINDS or not batch.row_count:
        raise Http404
    log_read(request, batch, ReadLog.Action.DOWNLOAD)
    name = f"{batch.original_name.rpartition('.')[0] or batch.original_name} – {_('Not brought in')}.{kind}"
    return StreamingHttpResponse(
        blocks_of(batch, kind, get_language()),
        headers={
            "Content-Type": CONTENT_TYPES[kind],
            "Content-Disposition": content_disposition_header(True, name),
        },
    )


def _find(user, pk: int) -> ImportBatch:
    """For those who do not read lists there is no such page."""
    if not user.may(READERS):
        raise Http404
    batches = ImportBatch.objects.select_related("staged_by", "approved_by", "undone_by")
    return get_object_or_404(batches, pk=pk)


class ListBringView(VerbView):
    permission = "beneficiaries.import_people"
    form_class = BringForm
    page_title = gettext_lazy("Bring a list")
    lead = gettext_lazy(
        "An Excel or CSV list with headings, one person in each row. It is examined first; nothing comes into the "
        "files before a second person has let it in."
    )
    submit_label = gettext_lazy("Bring the list")

    def act(self, form):
        batch = lists.bring_list(form.cleaned_data["file"], by=self.request.user)
        return reverse("import_detail", args=[batch.pk])

    def cancel_url(self):
        return reverse("import_list")


class ListVerbView(VerbView):
    """An act on one list that is at the right stage."""

    form_class = VerbForm
    stages: tuple = ()

    def find(self):
        return _find(self.request.user, self.kwargs["pk"])

    def reason_against(self) -> str | None:
        return reason_stage_is_another(self.object, *self.stages)

    def cancel_url(self):
        return reverse("import_detail", args=[self.kwargs["pk"]])

    def act(self, form):
        self.do(form, by=self.request.user, seen_version=form.cleaned_data["seen_version"])
        return self.cancel_url()

    def get_context_data(self, **kwargs):
        closed = self.reason_against() if not kwargs.get("form") or not kwargs["form"].is_bound else None
        kwargs["gate"] = [{"open": False, "sentence": closed}] if closed else []
        crumbs = [
            {"url": reverse("import_list"), "label": _("Lists from Excel")},
            {"url": self.cancel_url(), "label": self.object.original_name},
        ]
        return super().get_context_data(crumbs=crumbs, **kwargs)


class ListColumnsView(ListVerbView):
    permission = "beneficiaries.import_people"
    form_class = ColumnsForm
    stages = (ImportStage.COLUMNS,)
    page_title = gettext_lazy("What the columns hold")
    lead = gettext_lazy("Say it once: the next list with the same headings is understood by itself.")
    submit_label = gettext_lazy("Examine the rows")

    def do(self, form, **by):
        lists.confirm_columns(self.object, **form.acts(), **by)


class ListLetInView(ListVerbView):
    permission = "beneficiaries.approve_import"
    form_class = LetInForm
    page_title = gettext_lazy("Let the list in")
    submit_label = gettext_lazy("Let it in")

    def reason_against(self):
        return reason_not_to_let_in(self.object, self.request.user)

    def do(self, form, **by):
        lists.let_in(self.object, different_because=form.cleaned_data.get("different_because", ""), **by)

    @property
    def lead(self):
        counts = self.object.verdicts
        new, updates = counts.get("new", 0), counts.get("updates", 0)
        opened = ngettext("%(number)s file is opened.", "%(number)s files are opened.", new)
        changed = ngettext("%(number)s file is changed.", "%(number)s files are changed.", updates)
        told = [opened % {"number": f"{new:,}"}, changed % {"number": f"{updates:,}"}]
        if likely := counts.get("likely", 0):
            alike = ngettext(
                "%(number)s row looks like a file that is there.",
                "%(number)s rows look like files that are there.",
                likely,
            )
            told.append(alike % {"number": f"{likely:,}"})
        return " ".join(told)


class ListUndoView(ListVerbView):
    permission = "beneficiaries.approve_import"
    stages = (ImportStage.COMMITTED,)
    page_title = gettext_lazy("Undo the list")
    lead = gettext_lazy(
        "Every file that the list opened is removed, and every change is taken back. If one of these files was "
        "changed or used since, nothing is undone, and the page says which rows stand in the way."
    )
    submit_label = gettext_lazy("Undo it")

    def do(self, form, **by):
        lists.undo_list(self.object, **by)


class ListDropView(ListVerbView):
    permission = "beneficiaries.import_people"
    stages = lists.OPEN
    page_title = gettext_lazy("Give the list up")
    lead = gettext_lazy("The list and what was found in it are let go; nothing of it came into the files.")
    submit_label = gettext_lazy("Give it up")

    def do(self, form, **by):
        lists.drop_list(self.object, **by)
