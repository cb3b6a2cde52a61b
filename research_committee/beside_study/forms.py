"""What a second reader fills in."""

from django import forms
from django.utils.translation import gettext_lazy

from arabic.forms import CleanTextField
from audit.forms import VerbForm

from ..models.studies import ReadingVerdict


class SecondReadingForm(VerbForm):
    verdict = forms.ChoiceField(
        label=gettext_lazy("After reading the study"),
        choices=ReadingVerdict.choices,
        widget=forms.RadioSelect,
    )
    remarks = CleanTextField(
        label=gettext_lazy("Remarks to the committee"), max_length=2000, required=False, rows=5
    )

    required_if = {"remarks": gettext_lazy("unless you simply agree")}
