"""A session before it opens: its plan, the change of it, and its calling off."""

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm
from intake.forms.opening import ClockField

from ..outcomes import SessionMode
from .fields import LinkField

_WHERE = ("mode", "place", "meeting_link")


class WhereForm(VerbForm):
    """Where and how the members meet."""

    starts_at = ClockField(
        label=gettext_lazy("Begins at"), help_text=gettext_lazy("For example 16:30."), required=False
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How the members meet"),
        choices=SessionMode.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    # Needed by all: what was not said is the usual.
    mode.needed = True
    place = CleanCharField(label=gettext_lazy("Place"), max_length=200, min_length=2, required=False)
    meeting_link = LinkField(label=gettext_lazy("Link of the remote meeting"), max_length=500, required=False)
    required_if = {
        "place": gettext_lazy("when they meet in one room"),
        "meeting_link": gettext_lazy("when they meet remotely"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mode"].initial = SessionMode.TOGETHER

    def clean_mode(self) -> str:
        return self.cleaned_data["mode"] or SessionMode.TOGETHER


class OpenSessionForm(WhereForm):
    """A session that nobody planned is held today."""

    layout = Layout("starts_at", *_WHERE)


class PlanSessionForm(WhereForm):
    held_on = DualDateField(label=gettext_lazy("Day of the session"))

    layout = Layout(Row("held_on", "starts_at"), *_WHERE)


class ChangePlanForm(PlanSessionForm):
    reason = CleanTextField(label=gettext_lazy("Why the plan changes"), max_length=500, rows=2)

    layout = Layout(Row("held_on", "starts_at"), *_WHERE, "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("held_on", "starts_at", *_WHERE):
            self.fields[name].initial = getattr(self.about, name)


class CallOffForm(VerbForm):
    reason = CleanTextField(label=gettext_lazy("Why the session is called off"), max_length=400, rows=3)


class StartSessionForm(VerbForm):
    """Opening a planned session needs nothing but the confirmation."""
