"""Letters that came in: recording one, its page and scan, and correcting what was written of it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User, besides_name
from arabic.calendars import dual
from audit.models import ReadLog
from audit.reading import log_read
from audit.timeline import entries_about
from audit.views import VerbView

from ..incoming import correct_incoming, record_incoming
from ..kept import scan_response
from ..models import IncomingLetter
from .forms import IncomingCorrectForm, IncomingForm
from .letter_pages import crumbs, person_link
from .rows import number_text, with_references


def find_incoming(user: User, pk: int) -> IncomingLetter:
    """The incoming letter this person may see; for everybody else there is no such page."""
    letters = IncomingLetter.objects.visible_to(user).select_related("beneficiary", "recorded_by")
    return get_object_or_404(letters.defer(*besides_name("recorded_by")), pk=pk)


@require_safe
def incoming_detail(request, pk):
    """What the register knows of a letter that came in."""
    letter, user = find_incoming(request.user, pk), request.user
    may_correct = user.may("correspondence.record_incoming")
    context = {
        "letter": letter,
        "subject": with_references(letter.subject),
        "crumbs": crumbs(user, "incoming_list"),
        "facts": [{"label": label, "value": value, "hint": ""} for label, value in _facts(letter)],
        "links": person_link(letter.beneficiary),
        "correct_url": reverse("incoming_correct", args=[pk]) if may_correct else "",
        "timeline": entries_about(records={letter._meta.label_lower: [pk]}, reader=user),
    }
    log_read(request, letter)
    return render(request, "correspondence/incoming_detail.html", context)


def _facts(letter: IncomingLetter) -> list[tuple[str, str]]:
    return [
        (_("Came in on"), dual(letter.received_on)),
        (_("From whom"), letter.sender),
        (_("Number on the letter"), number_text(letter.sender_number)),
        (_("Recorded by"), str(letter.recorded_by)),
        *([(_("SHA-256"), number_text(letter.sha256))] if letter.key else []),
    ]


@require_safe
def incoming_file(request, pk):
    """The scan as it was received."""
    letter = find_incoming(request.user, pk)
    if not letter.key:
        raise Http404
    response = scan_response(letter)
    log_read(request, letter, ReadLog.Action.DOWNLOAD)
    return response


class IncomingRecordView(VerbView):
    permission = "correspondence.record_incoming"
    form_class = IncomingForm
    page_title = gettext_lazy("Record an incoming letter")
    lead = gettext_lazy("It gets the next number of this year.")
    submit_label = gettext_lazy("Record the letter")
    done_message = gettext_lazy("The letter is in the register.")

    def act(self, form):
        letter = record_incoming(by=self.request.user, **form.acts())
        return reverse("incoming_detail", args=[letter.pk])

    def cancel_url(self):
        return reverse("incoming_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(crumbs=crumbs(self.request.user, "incoming_list"), **kwargs)


class IncomingCorrectView(VerbView):
    permission = "correspondence.record_incoming"
    form_class = IncomingCorrectForm
    shows_person = True
    page_title = gettext_lazy("Correct the entry")
    lead = gettext_lazy("The number stays; what stood here before stays in the history.")
    submit_label = gettext_lazy("Correct the entry")
    done_message = gettext_lazy("The entry is corrected.")

    def find(self):
        return find_incoming(self.request.user, self.kwargs["pk"])

    def act(self, form):
        seen_version = form.cleaned_data["seen_version"]
        correct_incoming(self.object, by=self.request.user, seen_version=seen_version, **form.acts())
        return self.cancel_url()

    def cancel_url(self):
        return reverse("incoming_detail", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        back = {"url": self.cancel_url(), "label": self.object.serial}
        return super().get_context_data(crumbs=[*crumbs(self.request.user, "incoming_list"), back], **kwargs)
