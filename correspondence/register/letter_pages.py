"""A letter's page, its paper, and recording that it was handed over."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User, besides_name
from arabic.calendars import dual
from audit.models import ReadLog
from audit.reading import log_read
from audit.timeline import entries_about
from audit.views import VerbView
from beneficiaries.models import Beneficiary

from ..about import request_pk
from ..checking import check_url, code_in_groups
from ..hand_overs import record_hand_over
from ..kept import letter_response
from ..models import HandOver, Letter
from .forms import HandOverForm
from .rows import number_text, with_references

MOST_SHOWN = 50


def find_letter(user: User, pk: int) -> Letter:
    """The letter this person may see; for everybody else there is no such page."""
    letters = Letter.objects.visible_to(user).select_related(
        "beneficiary", "issued_by", "corrects", "corrected_by", "policy_version"
    )
    return get_object_or_404(letters.defer(*besides_name("issued_by")), pk=pk)


@require_safe
def letter_detail(request, pk):
    """What the register knows of a letter."""
    letter, user = find_letter(request.user, pk), request.user
    handed = list(letter.hand_overs.select_related("recorded_by").order_by("-handed_on", "-pk")[:MOST_SHOWN])
    may_open = Letter.objects.readable_by(user).filter(pk=pk).exists()
    told_of = {letter._meta.label_lower: [pk], HandOver._meta.label_lower: [row.pk for row in handed]}
    context = {
        "letter": letter,
        "subject": with_references(letter.subject),
        "crumbs": crumbs(user),
        "facts": [{"label": label, "value": value, "hint": hint} for label, value, hint in _facts(letter)],
        "links": _links(letter, user),
        "handed": [_handed(row) for row in handed],
        "handed_columns": _handed_headings(),
        "newer_url": _page_of(letter.newer),
        "newer": number_text(letter.newer.serial) if letter.newer else "",
        "hand_over_url": reverse("hand_over_record", args=[pk])
        if user.may("correspondence.record_hand_over")
        else "",
        "file_url": reverse("letter_file", args=[pk]) if may_open else "",
        "timeline": entries_about(records=told_of, reader=user),
    }
    log_read(request, letter)
    return render(request, "correspondence/letter_detail.html", context)


@require_safe
def letter_file(request, pk):
    """The paper as it was issued, byte for byte."""
    letters = Letter.objects.visible_to(request.user).readable_by(request.user)
    letter = get_object_or_404(letters, pk=pk)
    response = letter_response(letter)
    log_read(request, letter, ReadLog.Action.DOWNLOAD)
    return response


class HandOverView(VerbView):
    permission = "correspondence.record_hand_over"
    form_class = HandOverForm
    shows_person = True
    page_title = gettext_lazy("Record a hand-over")
    submit_label = gettext_lazy("Record the hand-over")
    done_message = gettext_lazy("The hand-over is recorded.")

    def find(self):
        return find_letter(self.request.user, self.kwargs["pk"])

    @property
    def lead(self):
        return _("Letter %(letter)s: %(subject)s") % {
            "letter": self.object.serial,
            "subject": self.object.subject,
        }

    def act(self, form):
        record_hand_over(self.object, by=self.request.user, **form.acts())
        return self.cancel_url()

    def cancel_url(self):
        return reverse("letter_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        way = [*crumbs(self.request.user), {"url": self.cancel_url(), "label": self.object.serial}]
        return super().get_context_data(crumbs=way, **kwargs)


def crumbs(user: User, name: str = "letter_list") -> list[dict]:
    """The way back to the register, for whom there is one."""
    if not user.may("correspondence.view_register"):
        return []
    return [{"url": reverse(name), "label": _("Correspondence")}]


def person_link(person: Beneficiary | None) -> list[dict]:
    if person is None:
        return []
    url = reverse("person_detail", args=[person.pk])
    return [{"url": url, "label": person.full_name, "icon": "person"}]


def _links(letter: Letter, user: User) -> list[dict]:
    links = person_link(letter.beneficiary)
    if (request := request_pk(letter.about)) and user.may("intake.view_request"):
        # Where the papers of the request are issued, and corrected.
        url = reverse("request_papers", args=[request])
        links.append({"url": url, "label": _("The papers of the support request"), "icon": "files"})
    return links


def _facts(letter: Letter) -> list[tuple]:
    corrects = letter.corrects
    return [
        (_("Kind of letter"), letter.get_kind_display(), ""),
        (_("Date of issue"), dual(letter.issued_on), f"{timezone.localtime(letter.issued_at):%H:%M}"),
        (_("Issued by"), str(letter.issued_by), ""),
        (_("Enclosures"), str(letter.enclosures), ""),
        *([(_("Corrects the letter"), number_text(corrects.serial), letter.correction)] if corrects else []),
        (_("Code on the paper"), number_text(code_in_groups(letter.code)), ""),
        (_("Address of the check"), number_text(check_url(letter.code)), ""),
        (_("SHA-256"), number_text(letter.sha256), ""),
    ]


def _page_of(letter: Letter | None) -> str:
    return reverse("letter_detail", args=[letter.pk]) if letter else ""


def _handed_headings() -> list[str]:
    return [_("Handed over on"), _("How"), _("Who received it"), _("Recorded by")]


def _handed(row) -> dict:
    values = (
        (dual(row.handed_on), row.note),
        (row.get_how_display(), ""),
        (row.received_by_name, ""),
        (str(row.recorded_by), ""),
    )
    cells = [
        {"text": text, "hint": hint, "label": label}
        for label, (text, hint) in zip(_handed_headings(), values, strict=True)
    ]
    return {"url": "", "cells": cells}
