"""Recording a document in a person's file, renewing or correcting it, and fetching its copy."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from audit.views import VerbView
from policies.frozen import parts_of
from policies.models import PolicyVersion

from ..models import Beneficiary, PersonDocument, StoredFile
from ..papers import hand_out
from ..thumbnails import show_thumbnail
from .forms import DocumentForm, NewDocumentForm, RenewedDocumentForm
from .page import file_url
from .recording import record_person_document
from .rules import reason_file_is_closed


class InFileView(VerbView):
    """An act on one person's documents."""

    permission = "beneficiaries.change_person"
    shows_person = True

    @property
    def person(self) -> Beneficiary:
        return self.object

    @property
    def lead(self):
        return self.person.full_name

    def cancel_url(self):
        return reverse("person_detail", args=[self.person.pk])

    def get_context_data(self, **kwargs):
        closed = reason_file_is_closed(self.person)
        return super().get_context_data(
            crumbs=[{"url": self.cancel_url(), "label": self.person.full_name}],
            gate=[{"open": False, "sentence": closed}] if closed else [],
            **kwargs,
        )


class DocumentAddView(InFileView):
    """A document of a kind that the file does not hold yet."""

    form_class = NewDocumentForm
    page_title = _("Record a document")
    submit_label = _("Record the document")
    done_message = _("The document is on file.")

    def find(self):
        people = Beneficiary.objects.visible_to(self.request.user)
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        held = PersonDocument.objects.current().filter(beneficiary=self.person)
        codes = set(held.values_list("code", flat=True))
        version = PolicyVersion.objects.in_force()
        required = parts_of(version.pk).required_documents if version else ()
        return {**super().get_form_kwargs(), "asked_for": [row for row in required if row.code not in codes]}

    def act(self, form):
        record_person_document(self.person, by=self.request.user, seen_version=0, **form.acts())
        return self.cancel_url()


class OfDocumentView(InFileView):
    """An act on a document that the file holds."""

    done_message = _("The document is on file.")
    corrects = False

    def find(self):
        return find_document(self.request.user, self.kwargs["pk"], is_current=True)

    @property
    def person(self):
        return self.object.beneficiary

    @property
    def lead(self):
        return f"{self.object} · {self.person.full_name}"

    def act(self, form):
        held = self.object
        record_person_document(
            self.person,
            document=held.required_document,
            other_name=held.other_name,
            corrects=held if self.corrects else None,
            by=self.request.user,
            seen_version=form.cleaned_data["seen_version"],
            **form.acts(),
        )
        return self.cancel_url()


class DocumentRenewView(OfDocumentView):
    """A newer document in place of the current one."""

    form_class = RenewedDocumentForm
    page_title = _("Renew a document")
    submit_label = _("Record the newer document")

    def get_form_kwargs(self):
        held = self.object
        return {**super().get_form_kwargs(), "document": held.required_document, "held": held}


class DocumentCorrectView(OfDocumentView):
    """The current document as it should have been written down."""

    form_class = DocumentForm
    page_title = _("Correct a document")
    submit_label = _("Save the correction")
    corrects = True

    def get_form_kwargs(self):
        held = self.object
        known = {"document": held.required_document, "kept": held, "file_url": file_url(held)}
        return {**super().get_form_kwargs(), **known}


def find_document(user: User, pk: int, **wanted) -> PersonDocument:
    """A document of a person whom this user may see; for everybody else there is no such document."""
    seen = PersonDocument.objects.filter(beneficiary__in=Beneficiary.objects.visible_to(user), **wanted)
    return get_object_or_404(
        seen.select_related("beneficiary", "required_document", "file", "original_seen_by"), pk=pk
    )


@require_safe
def document_file(request, pk):
    """The copy of a document in the file of somebody this person may see."""
    return hand_out(request, _copy_of(request, pk))


@require_safe
def document_thumbnail(request, pk):
    """The same copy as a small picture."""
    return show_thumbnail(request, _copy_of(request, pk))


def _copy_of(request, pk: int) -> StoredFile:
    document = find_document(request.user, pk)
    if document.file is None:
        raise Http404
    return document.file
