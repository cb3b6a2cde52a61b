"""Fields that several forms of the committee have."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField
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


class LinkField(CleanCharField):
    """An address that a browser opens safely; one thing said of it at a time."""

    widget = forms.URLInput
    default_error_messages = {"invalid": gettext_lazy("Write the whole link; it begins with https://.")}

    def clean(self, value):
        value = super().clean(value)
        if value:
            try:
                URLValidator(schemes=["https"])(value)
            except forms.ValidationError as error:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        return value

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "dir": "ltr"}


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
