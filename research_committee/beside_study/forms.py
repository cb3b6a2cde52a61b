"""What a second reader fills in."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import CleanTextField
from audit.forms import VerbForm

from ..models.studies import ReadingVerdict

# What the committee reads of the verdict is said about the reader.
_OWN_WORDS = {
    ReadingVerdict.AGREES: gettext_lazy("I agree with the study"),
    ReadingVerdict.REMARKS: gettext_lazy("I agree, and have remarks"),
    ReadingVerdict.DISAGREES: gettext_lazy("I see it otherwise"),
}


class SecondReadingForm(VerbForm):
    verdict = forms.ChoiceField(
        label=gettext_lazy("After reading the study"),
        choices=list(_OWN_WORDS.items()),
        widget=forms.RadioSelect,
    )
    remarks = CleanTextField(
        label=gettext_lazy("Remarks to the committee"), max_length=2000, required=False, rows=5
    )

    required_if = {"remarks": gettext_lazy("required unless you simply agree")}

    def reasons_against(self, filled):
        verdict = filled.get("verdict")
        if verdict and verdict != ReadingVerdict.AGREES and not filled.get("remarks"):
            return [("remarks", _("Write for the committee what you remark or see otherwise."))]
        return []
