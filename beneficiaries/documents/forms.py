"""The forms of a document: what it says, and what the comparison with it showed."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import dual_printed
from arabic.forms import CleanCharField, PrintedDateField, printed_date
from audit.forms import VerbForm
from policies.models import RequiredDocument

from ..models import DocumentVerdict
from ..papers import PaperField
from .rules import JUDGED, reasons_against_document

# The day by which the validity of a document is judged.
_DECISIVE_DAY = {
    RequiredDocument.Validity.MUST_NOT_BE_EXPIRED: "expires_on",
    RequiredDocument.Validity.ISSUED_WITHIN_MONTHS: "issued_on",
}
DAYS = ("issued", "expires")


class DocumentForm(VerbForm):
    """One document as it was presented. The verdict is chosen, never given."""

    number = CleanCharField(label=gettext_lazy("Document number"), max_length=40, required=False)
    proves = CleanCharField(
        label=gettext_lazy("What it proves"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: income, address, kinship."),
    )
    issued_on = PrintedDateField(label=gettext_lazy("Issued on"), required=False)
    expires_on = PrintedDateField(label=gettext_lazy("Expires on"), required=False)
    upload = PaperField(label=gettext_lazy("Copy"), required=False)
    original_seen = forms.BooleanField(label=gettext_lazy("I saw the original"), required=False)
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=DocumentVerdict.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("After comparing the document with what was stated."),
        error_messages={"required": gettext_lazy("Choose what the comparison showed.")},
    )
    difference = CleanCharField(label=gettext_lazy("What differs"), max_length=500, required=False)

    required_if = {
        "number": gettext_lazy("required if the document matches"),
        "difference": gettext_lazy("required if the document differs"),
    }

    def __init__(self, *args, document=None, kept=None, file_url="", **kwargs):
        """`document` is what the policy asks for (None: nothing), `kept` what was written down of it before."""
        super().__init__(*args, **kwargs)
        self.document = document
        self.fields["seen_version"].initial = kept.version if kept else 0
        self._say_what_is_needed(document)
        self._say_who_certifies(kept)
        if kept is not None:
            self._show_again(kept, file_url)

    @property
    def layout(self):
        return Layout(*self.paper_and_comparison())

    def paper_and_comparison(self) -> list[Fieldset]:
        return [
            Fieldset(
                _("What the document says"),
                Row("number", "proves"),
                Row("issued_on", "expires_on"),
                "upload",
            ),
            Fieldset(_("The comparison"), "original_seen", "verdict", "difference"),
        ]

    def reasons_against(self, filled):
        facts = {name: filled.get(name) for name in JUDGED}
        return reasons_against_document(self.document, **facts | _days(filled))

    def acts(self):
        """Each day beside the words in which its paper says it."""
        facts = super().acts()
        printed = {f"{day}_printed": getattr(facts[f"{day}_on"], "printed", "") for day in DAYS}
        return facts | _days(facts) | printed

    def _say_what_is_needed(self, document) -> None:
        if document is None:
            self.required_if = {name: words for name, words in self.required_if.items() if name != "number"}
        elif name := _DECISIVE_DAY.get(document.validity):
            self.required_if = self.required_if | {name: self.required_if["number"]}

    def _say_who_certifies(self, kept) -> None:
        field, seen_by = self.fields["original_seen"], kept.original_seen_by if kept else None
        if not self.actor.may("intake.certify_original"):
            field.disabled = True
            field.help_text = _("Only reception certifies originals.")
        elif seen_by is not None and seen_by != self.actor:
            field.help_text = _("%(who)s saw it before; tick only if you saw it yourself.") % {"who": seen_by}
        elif seen_by is not None:
            field.initial = True

    def _show_again(self, kept, file_url: str) -> None:
        for name in ("verdict", "number", "difference", "proves"):
            self.fields[name].initial = getattr(kept, name)
        for day in DAYS:
            on, printed = getattr(kept, f"{day}_on"), getattr(kept, f"{day}_printed")
            self.fields[f"{day}_on"].initial = printed_date(on, printed)
            if on:
                # The paper may carry the other calendar than the one shown in the box.
                self.fields[f"{day}_on"].help_text = _("On record: %(date)s.") % {
                    "date": dual_printed(on, printed)
                }
        if kept.file is not None:
            link = format_html('<a href="{}"><bdi>{}</bdi></a>', file_url, kept.file.original_name)
            words = _("Kept: {file}. Choose another file only to put it in its place.")
            self.fields["upload"].help_text = format_html(words, file=link)


class NewDocumentForm(DocumentForm):
    """A document of a kind that the file does not hold: one that the policy asks for, or any other by its name."""

    OTHER = "another"

    kind = forms.ChoiceField(label=gettext_lazy("Document"))
    other_name = CleanCharField(
        label=gettext_lazy("What the document is called"), max_length=120, required=False
    )

    required_if = DocumentForm.required_if | {
        "other_name": gettext_lazy("required for another document"),
        "number": gettext_lazy("required if the policy asks for the document and it matches"),
        **dict.fromkeys(
            ("issued_on", "expires_on"), gettext_lazy("required if the policy judges the document by it")
        ),
    }

    def __init__(self, *args, asked_for=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.asked_for = {document.code: document for document in asked_for}
        named = [(code, document.label) for code, document in self.asked_for.items()]
        self.fields["kind"].choices = [("", "—"), *named, (self.OTHER, _("Another document"))]

    @property
    def layout(self):
        return Layout(Fieldset("", Row("kind", "other_name")), *self.paper_and_comparison())

    def reasons_against(self, filled):
        self.document = self.asked_for.get(filled.get("kind"))
        reasons = super().reasons_against(filled)
        if filled.get("kind") == self.OTHER and not filled.get("other_name"):
            reasons.insert(0, ("other_name", _("Write what the document is called.")))
        return reasons

    def acts(self):
        facts = super().acts()
        facts["document"] = self.asked_for.get(facts.pop("kind"))
        # A name is for what the policy has none for.
        return facts if facts["document"] is None else facts | {"other_name": ""}

    def _say_what_is_needed(self, document) -> None:
        """Which document it will be is known only when it is sent."""


class RenewedDocumentForm(DocumentForm):
    """A newer document in place of one that the file holds: only its number may be the same, and is looked at anew."""

    def __init__(self, *args, held=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = held.version
        self.fields["number"].initial = held.number


def _days(filled: dict) -> dict:
    return {f"{day}_on": getattr(filled.get(f"{day}_on"), "date", None) for day in DAYS}
