"""Fields that several forms of the committee have."""

from django import forms
from django.utils.translation import gettext_lazy

from arabic.text import ascii_digits, clean_line

LONGEST_NUMBER = 18


class CountField(forms.IntegerField):
    """A whole number in digits of any script."""

    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Write a whole number in digits.")}

    def to_python(self, value):
        return super().to_python(ascii_digits(clean_line(value)) if isinstance(value, str) else value)

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows of a list. A number beyond every list is a wrong choice and not a fault of the database."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        for number in value or ():
            if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
                message = self.error_messages["invalid_pk_value"]
                raise forms.ValidationError(
                    message, code="invalid_pk_value", params={"pk": number[:LONGEST_NUMBER]}
                )
        return super().clean(value)
