"""The one input for a date: what is typed, and the calendar it is meant in."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from arabic.calendars import Calendar, PartialDate, typed_text

AUTOMATIC = "auto"


class DualDateWidget(forms.MultiWidget):
    """A date as typed text beside a choice of calendar; posted as `name` and `name_calendar`."""

    template_name = "arabic/dual_date.html"
    use_fieldset = False

    def __init__(self, attrs=None):
        text = forms.TextInput({"dir": "ltr", "autocomplete": "off", "spellcheck": "false"})
        calendars = [(AUTOMATIC, _("Automatic")), *Calendar.choices]
        calendar = forms.Select({"aria-label": _("Calendar")}, choices=calendars)
        super().__init__({"": text, "calendar": calendar}, attrs)

    def id_for_label(self, id_):
        return id_

    def decompress(self, value):
        if isinstance(value, PartialDate):
            return [value.printed or typed_text(value.date, value.precision), AUTOMATIC]
        if isinstance(value, date):
            return [typed_text(value), AUTOMATIC]
        return [value or "", AUTOMATIC]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        text, calendar = widget["subwidgets"]
        widget["is_invalid"] = "aria-invalid" in text["attrs"]
        if id_ := widget["attrs"].get("id"):
            text["attrs"]["id"] = id_
            calendar["attrs"]["id"] = f"{id_}_calendar"
        calendar["attrs"].pop("required", None)
        # crispy gives both parts the class of a text input.
        classes = calendar["attrs"].get("class", "").replace("form-control", "").split()
        calendar["attrs"]["class"] = " ".join(["form-select", "flex-grow-0", "w-auto", *classes])
        return context
