"""The questions of a person's file that need a field of their own."""

from functools import lru_cache

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from arabic.forms import CleanCharField
from arabic.text import ascii_digits, clean_line

from .countries import country_choices, is_country
from .people import address_as_stored

LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class PhoneField(PhoneNumberField):
    """A phone in any writing: 05…, +966…, 00966…, in the digits of any script."""

    default_error_messages = {
        "invalid": _("Write a phone number that can be called, for example 0501234567 or +966501234567.")
    }

    def to_python(self, value):
        return super().to_python(ascii_digits(clean_line(value)) if isinstance(value, str) else value)

    def bound_data(self, data, initial):
        return clean_line(data) if isinstance(data, str) else data

    def widget_attrs(self, widget):
        return {"dir": "ltr", "autocomplete": "off", "inputmode": "tel"}


class CountrySelect(forms.Select):
    """A choice among all countries, printed at once: a template for each of 250 options would be most of a page."""

    template_name = "beneficiaries/country_select.html"

    def get_context(self, name, value, attrs):
        widget = {"name": name, "attrs": self.build_attrs(self.attrs, attrs)}
        return {"widget": widget, "options": _options(get_language(), value if is_country(value) else "")}


@lru_cache(maxsize=256)
def _options(language: str | None, chosen: str):
    choices = (("", "—"), *country_choices())
    options = ((code, " selected" if code == chosen else "", name) for code, name in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)


class CountryField(forms.ChoiceField):
    """A country by its two letters, named in the reader's language."""

    widget = CountrySelect

    def __init__(self, **kwargs):
        super().__init__(choices=lambda: [("", "—"), *country_choices()], **kwargs)


class CodeField(CleanCharField):
    """A code in Latin letters and digits, however it is written."""

    def __init__(self, *, as_stored=address_as_stored, **kwargs):
        self.as_stored = as_stored
        super().__init__(**kwargs)

    def to_python(self, value):
        return self.as_stored(super().to_python(value))

    def widget_attrs(self, widget):
        return dict(LTR)


class DegreesField(forms.DecimalField):
    """A coordinate in degrees, in the digits of any script."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write degrees in digits with a point, for example 21.270400.")}

    def __init__(self, **kwargs):
        super().__init__(decimal_places=6, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = ascii_digits(clean_line(value)).replace("٫", ".")
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {**LTR, "inputmode": "decimal"}
