"""Issuing and opening the letters of a request, and the blank form."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from arabic.text import apart
from audit.models import ReadLog
from audit.reading import log_read
from correspondence.kept import letter_response
from correspondence.kinds import LetterKind
from correspondence.open_papers import OpenPaperView

from ..forms.letters import correcting, form_of
from ..letters import blank_form_content
from ..letters.issuing import PAPERS, issue_request_letter, letters_about
from .base import RequestVerbView, find_request


class RequestLetterIssueView(RequestVerbView):
    """One kind of letter of a request: issued as it says today, or the last one when that said the same."""

    submit_label = _("Issue the letter")
    corrects = None

    def find(self):
        if self.kwargs["kind"] not in PAPERS:
            raise Http404
        return super().find()

    @cached_property
    def paper(self):
        return PAPERS[self.kwargs["kind"]]

    @property
    def permission(self):
        return self.paper.permission

    @property
    def page_title(self):
        return self.paper.kind.label

    @property
    def lead(self):
        return _text("The letter gets the next number of the register and is kept as it is issued.")

    def get_form_class(self):
        return form_of(self.paper.kind.value)

    def act(self, form):
        letter = issue_request_letter(
            self.object, self.paper.kind.value, by=self.request.user, corrects=self.corrects, **form.acts()
        )
        messages.success(
            self.request,
            _text("Letter %(serial)s is issued. Open it below to print it.")
            % {"serial": apart(letter.serial)},
        )
        return f"{self.cancel_url()}#issued"

    def cancel_url(self) -> str:
        return reverse("request_papers", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        reason = self.paper.reason_closed(self.case)
        gate = [{"open": False, "sentence": reason}] if reason else []
        return super().get_context_data(**{"gate": gate, **kwargs})


class RequestLetterCorrectView(RequestLetterIssueView):
    """A letter anew, as it says today, in the place of one that was issued."""

    submit_label = _("Issue the corrected letter")

    def find(self):
        support_request = find_request(self.request.user, self.kwargs["pk"], shown_with=("beneficiary",))
        self.corrects = get_object_or_404(
            letters_about(support_request, self.request.user).filter(kind__in=PAPERS),
            pk=self.kwargs["letter_pk"],
        )
        return support_request

    @cached_property
    def paper(self):
        return PAPERS[self.corrects.kind]

    @property
    def lead(self):
        return _text(
            "It takes the place of letter %(serial)s, which stays in the register as it was issued."
        ) % {"serial": apart(self.corrects.serial)}

    def get_form_class(self):
        return correcting(super().get_form_class())


@require_safe
def request_letter_file(request, pk, letter_pk):
    """A letter of this request, as it was issued, for those who may see the request."""
    support_request = find_request(request.user, pk)
    letter = get_object_or_404(letters_about(support_request, request.user), pk=letter_pk)
    response = letter_response(letter)
    log_read(request, letter, ReadLog.Action.DOWNLOAD)
    return response


class BlankFormView(OpenPaperView):
    """The form with places to write, of the policy in force."""

    kind, content = LetterKind.REQUEST_FORM, staticmethod(blank_form_content)
    page_title = _("Blank support request form")
