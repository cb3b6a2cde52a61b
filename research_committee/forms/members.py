"""Of which day the committee is shown."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.forms import DualDateField, LegibleData


class CommitteeOfDayForm(LegibleData, forms.Form):
    on = DualDateField(label=gettext_lazy("The committee of"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = riyadh_today()

    def day(self) -> date:
        """The day asked for; today when none, or none that there is."""
        return (self.is_bound and self.is_valid() and self.cleaned_data["on"]) or riyadh_today()
