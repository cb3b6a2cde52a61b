"""The appeal as it came in, and that the person was told of its clock."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm
from intake.models.records import HowTold

from .rules import may_admit


class AppealForm(VerbForm):
    channel = forms.ModelChoiceField(
        label=gettext_lazy("Channel on which it came"), queryset=None, empty_label="—"
    )
    received_on = DualDateField(label=gettext_lazy("Received on"), until_today=True)
    said_by = CleanCharField(
        label=gettext_lazy("Who appealed"),
        max_length=150,
        help_text=gettext_lazy("The person, or who speaks for them and as what."),
    )
    grounds = CleanTextField(
        label=gettext_lazy("What the person says"),
        max_length=4000,
        rows=6,
        help_text=gettext_lazy("In the person's own words: the committee reads them."),
    )
    how_told = forms.ChoiceField(
        label=gettext_lazy("How the person was told"), choices=[("", "—"), *HowTold.choices]
    )
    told = forms.BooleanField(
        label=gettext_lazy("The person was told today when the earliest answer comes"), required=False
    )
    admitted_because = CleanCharField(
        label=gettext_lazy("Why a late appeal is admitted"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Only when it came after the last day."),
    )
    required_if = {"admitted_because": gettext_lazy("required when it came after the last day")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = self.about.policy_version.channels.order_by("position")
        self.fields["received_on"].initial = riyadh_today()
        if not may_admit(self.actor):
            del self.fields["admitted_because"]
            self.required_if = {}

    @property
    def layout(self):
        late = ["admitted_because"] if "admitted_because" in self.fields else []
        return Layout(
            Fieldset(_("The appeal"), Row("channel", "received_on"), "said_by", "grounds", *late),
            Fieldset(_("The answer to it"), "how_told", "told"),
        )
