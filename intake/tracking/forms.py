"""What somebody without an account types to see where a request stands."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField

from ..forms.links import PublicForm
from .codes import digits_typed


class LastDigitsForm(PublicForm):
    """The end of the phone number in the file."""

    last_digits = CleanCharField(
        label=gettext_lazy("The last four digits of your phone"),
        max_length=20,
        help_text=gettext_lazy("Of the number that you gave us, in Arabic or English figures."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "class": "code"}
        ),
    )

    def clean_last_digits(self):
        digits = digits_typed(self.cleaned_data["last_digits"])
        if not digits:
            raise forms.ValidationError(_("Write the last four digits of the number."))
        return digits
