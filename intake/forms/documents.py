"""The form of one required document: what it says, and what the comparison with it showed."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import dual
from arabic.forms import CleanCharField, DualDateField
from audit.forms import VerbForm
from beneficiaries.papers import PaperField
from policies.models import RequiredDocument

from ..documents import reasons_against_check
from ..models.records import Verdict

# The day by which the validity of a document is judged.
_DECISIVE_DAY = {
    RequiredDocument.Validity.MUST_NOT_BE_EXPIRED: "expires_on",
    RequiredDocument.Validity.ISSUED_WITHIN_MONTHS: "issued_on",
}


class DocumentForm(VerbForm):
    """One required document as it was presented. The verdict is chosen, never given."""

    number = CleanCharField(label=gettext_lazy("Document number"), max_length=40, required=False)
    proves = CleanCharField(
        label=gettext_lazy("What it proves"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: income, address, kinship."),
    )
    issued_on = DualDateField(label=gettext_lazy("Issued on"), required=False)
    expires_on = DualDateField(label=gettext_lazy("Expires on"), required=False)
    upload = PaperField(label=gettext_lazy("Copy"), required=False)
    original_seen = forms.BooleanField(label=gettext_lazy("I saw the original"), required=False)
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("After comparing the document with what was stated."),
        error_messages={"required": gettext_lazy("Choose what the comparison showed.")},
    )
    difference = CleanCharField(label=gettext_lazy("What differs"), max_length=500, required=False)

    required_if = {
        "number": gettext_lazy("required if the document matches"),
        "difference": gettext_lazy("required if the document differs"),
    }

    def __init__(self, *args, document=None, check=None, file_url="", **kwargs):
        super().__init__(*args, **kwargs)
        self.document = document
        self.fields["seen_version"].initial = check.version if check else 0
        self._say_which_day_decides(document)
        self._say_who_certifies(check)
        if check is not None:
            self._show_again(check, file_url)

    @property
    def layout(self):
        return Layout(
            Fieldset(
                _("What the document says"),
                Row("number", "proves"),
                Row("issued_on", "expires_on"),
                "upload",
            ),
            Fieldset(_("The comparison"), "original_seen", "verdict", "difference"),
        )

    def reasons_against(self, filled):
        judged = ("verdict", "number", "issued_on", "expires_on", "difference")
        return reasons_against_check(self.document, **{name: filled.get(name) for name in judged})

    def _say_which_day_decides(self, document) -> None:
        name = _DECISIVE_DAY.get(document.validity) if document else None
        if name:
            self.required_if = self.required_if | {name: self.required_if["number"]}

    def _say_who_certifies(self, check) -> None:
        field, seen_by = self.fields["original_seen"], check.original_seen_by if check else None
        if not self.actor.may("intake.certify_original"):
            field.disabled = True
            field.help_text = _("Only reception certifies originals.")
        elif seen_by is not None and seen_by != self.actor:
            field.help_text = _("%(who)s saw it before; tick only if you saw it yourself.") % {"who": seen_by}
        elif seen_by is not None:
            field.initial = True

    def _show_again(self, check, file_url: str) -> None:
        for name in ("verdict", "number", "issued_on", "expires_on", "difference", "proves"):
            self.fields[name].initial = getattr(check, name)
        for name in ("issued_on", "expires_on"):
            if day := getattr(check, name):
                # The paper may carry the other calendar than the one shown in the box.
                self.fields[name].help_text = _("On record: %(date)s.") % {"date": dual(day)}
        if check.file is not None:
            link = format_html('<a href="{}"><bdi>{}</bdi></a>', file_url, check.file.original_name)
            words = _("Kept: {file}. Choose another file only to put it in its place.")
            self.fields["upload"].help_text = format_html(words, file=link)
