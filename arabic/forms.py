"""Form fields for what people write: clean names and texts, digits, amounts, and dates in either calendar.

A date of which only the day counts is a `DualDateField` and becomes a `date`. A date that stands on a paper is a
`PrintedDateField` (a day) or a `PartialDateField` (perhaps only a year) and becomes a `PartialDate`: its `date`, its
`precision`, and `printed`, the words that were typed. Keep `printed` in a column beside the date; given back as
`initial=PartialDate(row.birth_date, Precision(row.birth_precision), row.birth_printed)` (for a day on a paper
`initial=printed_date(row.issued_on, row.issued_printed)`) the field shows what was typed, in the calendar of the paper.
"""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from arabic.calendars import (
    Calendar,
    ImpossibleDate,
    PartialDate,
    Precision,
    parse_date,
    parse_printed,
    riyadh_today,
)
from arabic.text import ascii_digits, clean_line, clean_text, legible
from arabic.widgets import AUTOMATIC, DualDateWidget

__all__ = [
    "AmountField",
    "CleanCharField",
    "CleanTextField",
    "DigitsField",
    "DualDateField",
    "DualDateWidget",
    "LegibleData",
    "PartialDateField",
    "PrintedDateField",
    "printed_date",
]

_SEPARATORS_IN_NUMBERS = re.compile(r"[\s\-\u2010-\u2013\u2212]")
_DIGITS = re.compile(r"[0-9]+")
_AMOUNT = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_AMOUNT_SIGNS = str.maketrans({"٫": ".", "٬": ",", "\u2212": "-", " ": None})


class LegibleData:
    """A form that reads, and shows again, only what could be seen when it was typed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.data = _legible_data(self.data)


def _legible_data(data) -> MultiValueDict:
    lists = data.lists() if isinstance(data, MultiValueDict) else ((name, [data[name]]) for name in data)
    return MultiValueDict({name: [_legible_value(name, value) for value in values] for name, values in lists})


def _legible_value(name: str, value):
    # A password is compared as it was chosen, and never shown.
    return legible(value) if isinstance(value, str) and "password" not in name else value


class CleanCharField(forms.CharField):
    """One line without invisible characters; its length is counted after cleaning."""

    cleaner = staticmethod(clean_line)
    default_error_messages = {
        "max_length": _("This text is too long: %(show_value)d characters; %(limit_value)d fit here."),
        "min_length": _("This text is too short: %(show_value)d characters; %(limit_value)d are needed."),
    }

    def __init__(self, *, max_length: int, min_length: int | None = None, **kwargs):
        super().__init__(max_length=max_length, min_length=min_length, **kwargs)

    def to_python(self, value):
        if value not in self.empty_values:
            value = self.cleaner(str(value))
        return super().to_python(value)

    def bound_data(self, data, initial):
        """A page that comes back never shows the invisible characters that it was sent."""
        return self.cleaner(data) if isinstance(data, str) else data


class CleanTextField(CleanCharField):
    """Several lines without invisible characters."""

    widget = forms.Textarea
    cleaner = staticmethod(clean_text)

    def __init__(self, *, rows: int = 4, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows


class DigitsField(CleanCharField):
    """A number that is a name (identity, account, licence): digits of any script, kept as 0-9."""

    default_error_messages = {"not_digits": _("Write digits only.")}

    def to_python(self, value):
        value = _SEPARATORS_IN_NUMBERS.sub("", ascii_digits(super().to_python(value)))
        if value and not _DIGITS.fullmatch(value):
            raise ValidationError(self.error_messages["not_digits"], code="not_digits")
        return value

    def widget_attrs(self, widget):
        # No maxlength: spaces and hyphens may be typed and are dropped.
        return {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}


class AmountField(forms.DecimalField):
    """An amount of money: digits of any script, a point or ٫ for the fraction, a comma or ٬ for thousands."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write the amount in digits with a point before the halalas, for example 1250.50."),
        "min_value": _("The amount cannot be less than %(limit_value)s."),
    }

    def __init__(self, *, max_digits: int = 12, decimal_places: int = 2, min_value=0, **kwargs):
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, min_value=min_value, **kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = ascii_digits(clean_line(value)).translate(_AMOUNT_SIGNS)
            if value and not _AMOUNT.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace(",", "")
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}


class DualDateField(forms.Field):
    """A day typed in either calendar, compressed to its `date`."""

    widget = DualDateWidget
    default_help_text = _("For example 14/10/1444 or 4/5/2023.")
    default_error_messages = {
        "calendar": _("Choose automatic, Hijri or Gregorian."),
        "future": _("This day has not come yet."),
    }

    def __init__(self, *, until_today: bool = False, **kwargs):
        kwargs.setdefault("help_text", self.default_help_text)
        self.until_today = until_today
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, date | PartialDate):
            return value or None
        text, calendar = value if isinstance(value, list | tuple) else (value, None)
        text = str(text or "")
        if not clean_line(text):
            return None
        if calendar in self.empty_values or calendar == AUTOMATIC:
            calendar = None
        elif calendar not in Calendar.values:
            raise ValidationError(self.error_messages["calendar"], code="calendar")
        try:
            return self.read(text, calendar)
        except ImpossibleDate as error:
            raise ValidationError(error.sentence, code="impossible", params=error.params) from error

    def read(self, text: str, calendar: str | None):
        return parse_date(text, calendar)

    def first_day(self, value) -> date:
        return value

    def validate(self, value):
        super().validate(value)
        if value and self.until_today and self.first_day(value) > riyadh_today():
            raise ValidationError(self.error_messages["future"], code="future")

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class PartialDateField(DualDateField):
    """A date of which perhaps only the year or the month is known, compressed to a `PartialDate`."""

    default_help_text = _("The day, or only what is known, for example 12/5/1390, 5/1390 or 1390.")

    def read(self, text, calendar):
        return parse_printed(text, calendar)

    def first_day(self, value):
        return value.date


class PrintedDateField(PartialDateField):
    """A day on a paper, compressed to a `PartialDate` that keeps how the paper says it."""

    default_help_text = DualDateField.default_help_text

    def read(self, text, calendar):
        day = super().read(text, calendar)
        # Refuses what is less than a day.
        return day if day.precision == Precision.DAY else parse_date(text, calendar)


def printed_date(day: date | None, printed: str) -> PartialDate | None:
    """A day and what its paper says, as a field shows them."""
    return PartialDate(day, Precision.DAY, printed) if day else None
