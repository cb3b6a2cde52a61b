"""The visits: a researcher's day, the visits of one request, and what is done about each."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from audit.models import ReadLog
from audit.reading import log_read, log_reads
from audit.views import VerbView
from beneficiaries.papers import StaysClosed, paper_response
from beneficiaries.thumbnails import show_thumbnail
from intake.views.base import RequestVerbView, find_request

from ..models import StudyVisit, VisitAppointment, VisitPhoto
from .arranging import arrange_visit, call_off_visit, miss_visit, move_visit, take_over_visit
from .days import day_page
from .forms import ArrangeForm, MoveForm, PhotoForm, TakeOverForm, VisitForm, WhyForm
from .held import record_visit
from .in_hand import PERMISSION
from .pages import appointment_in_words, crumbs_of, page_of_photos, request_page
from .photos import add_photo
from .rules import may_read_visits, reason_no_more_photos, reason_not_in_charge


@require_safe
def visit_list(request):
    """The visits of today, tomorrow or the week; whoever stands on the list was looked at."""
    if not request.user.may(PERMISSION):
        raise PermissionDenied(_text("Your role does not include this page."))
    context, seen = day_page(request.user, request.GET.get("when", ""))
    log_reads(request, VisitAppointment, seen)
    return render(request, "research_committee/visit_list.html", context)


@require_safe
def request_visits(request, pk):
    """The visits of one request, for those who read its study."""
    support_request = find_request(request.user, pk, shown_with=("beneficiary",))
    if not may_read_visits(request.user, support_request):
        raise Http404
    log_read(request, support_request)
    context = request_page(support_request, request.user, timezone.now())
    return render(request, "research_committee/request_visits.html", context)


class OfRequestView(RequestVerbView):
    """An act about the visits of one request."""

    permission = PERMISSION
    submit_label = _("Save")

    @property
    def support_request(self):
        return self.object

    @property
    def lead(self):
        return f"{self.support_request.reference} · {self.support_request.beneficiary.full_name}"

    def visits_url(self) -> str:
        return reverse("request_visits", args=[self.support_request.pk])

    cancel_url = visits_url

    def closed_because(self) -> str | None:
        return reason_not_in_charge(self.support_request, self.request.user)

    def get_context_data(self, **kwargs):
        reason = self.closed_because()
        gate = [{"open": False, "sentence": reason}] if reason else []
        crumbs = crumbs_of(self.support_request)
        return VerbView.get_context_data(self, **{"gate": gate, "crumbs": crumbs, **kwargs})


class ArrangeView(OfRequestView):
    form_class, page_title = ArrangeForm, _("Arrange a visit")
    submit_label, done_message = _("Arrange the visit"), _("The visit is arranged, and the person is told.")

    def act(self, form):
        arrange_visit(self.object, by=self.request.user, **form.acts())
        return self.visits_url()


class RecordView(OfRequestView):
    form_class, page_title = VisitForm, _("Record a visit")
    submit_label = _("Record the visit")
    done_message = _("The visit is recorded. Pictures may be added to it now.")

    def act(self, form):
        record_visit(self.object, by=self.request.user, **form.acts())
        return self.visits_url()


class AppointmentView(OfRequestView):
    """An act about one appointment. A leaf names its form and its verb."""

    verb = None

    def find(self):
        seen = VisitAppointment.objects.visible_to(self.request.user)
        rows = seen.select_related("support_request__beneficiary", "researcher")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def support_request(self):
        return self.object.support_request

    @property
    def lead(self):
        return f"{super().lead} · {appointment_in_words(self.object)}"

    def act(self, form):
        seen, user = form.cleaned_data["seen_version"], self.request.user
        type(self).verb(self.object, by=user, seen_version=seen, **form.acts())
        return self.visits_url()


class MoveView(AppointmentView):
    form_class, verb, page_title = MoveForm, staticmethod(move_visit), _("Move the visit")
    submit_label, done_message = _("Move the visit"), _("The visit is moved, and the person is told.")


class CallOffView(AppointmentView):
    form_class, verb, page_title = WhyForm, staticmethod(call_off_visit), _("Call the visit off")
    submit_label, done_message = (
        _("Call the visit off"),
        _("The visit is called off, and the person is told."),
    )

    def closed_because(self):
        return None


class MissView(AppointmentView):
    form_class, verb, page_title = WhyForm, staticmethod(miss_visit), _("Nobody was there")
    submit_label, done_message = _("Record that nobody was there"), _("It is recorded that nobody was there.")


class TakeOverView(AppointmentView):
    form_class, verb, page_title = TakeOverForm, staticmethod(take_over_visit), _("Take the visit over")
    submit_label, done_message = _("Take the visit over"), _("The visit is yours now.")


class RecordArrangedView(AppointmentView):
    form_class, page_title = VisitForm, RecordView.page_title
    submit_label, done_message = RecordView.submit_label, RecordView.done_message

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "appointment": self.object}

    def act(self, form):
        seen, user = form.cleaned_data["seen_version"], self.request.user
        record_visit(self.support_request, appointment=self.object, seen_version=seen, by=user, **form.acts())
        return self.visits_url()


class AddPhotoView(OfRequestView):
    """One picture after the other: the form comes back until it is left."""

    form_class, page_title, shows_person = PhotoForm, _("Add a picture"), True
    template_name = "research_committee/visit_add_photo.html"
    submit_label, done_message = _("Keep the picture"), _("The picture is kept.")

    def find(self):
        visits = StudyVisit.objects.visible_to(self.request.user).select_related(
            "support_request__beneficiary"
        )
        return get_object_or_404(visits, pk=self.kwargs["pk"])

    @property
    def support_request(self):
        return self.object.support_request

    def closed_because(self):
        return super().closed_because() or reason_no_more_photos(self.object)

    def get_initial(self):
        """Whoever consented to the last picture mostly consents to the next one too."""
        last = self.object.photos.order_by("-pk").values("consent_by", "consent_given").first()
        return last or {}

    def act(self, form):
        photo = add_photo(self.object, by=self.request.user, **form.acts())
        full = reason_no_more_photos(photo.visit)
        return self.visits_url() if full else self.request.path

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"photos": page_of_photos(self.object), **kwargs})


def _photo(request, pk: int) -> VisitPhoto:
    """SECURITY: the inside of a home: for those who read the study, and by no other address of the portal."""
    photos = VisitPhoto.objects.visible_to(request.user)
    known = photos.select_related("file__thumbnail", "file__virus_scan", "visit__support_request")
    return get_object_or_404(known, pk=pk)


@require_safe
def photo_file(request, pk):
    """The picture in full, as a download."""
    photo = _photo(request, pk)
    try:
        response = paper_response(photo.file)
    except StaysClosed as closed:
        return render(request, "beneficiaries/file_closed.html", {"reason": str(closed)}, status=409)
    log_read(request, photo, ReadLog.Action.DOWNLOAD)
    return response


@require_safe
def photo_thumbnail(request, pk):
    """The same picture, small."""
    return show_thumbnail(request, _photo(request, pk).file)
