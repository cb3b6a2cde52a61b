"""The form of one required document, which may also be missing."""

from django import forms
from django.utils.translation import gettext_lazy

from beneficiaries.documents import forms as documents

from ..models.records import Verdict


class DocumentForm(documents.DocumentForm):
    """One required document as it was presented for a request."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("After comparing the document with what was stated."),
        error_messages={"required": gettext_lazy("Choose what the comparison showed.")},
    )
