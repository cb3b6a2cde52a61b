"""A session: opened, attended, given an agenda, closed."""

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.forms import CleanCharField, DualDateField
from audit.forms import VerbForm
from intake.models import SupportRequest
from intake.steps import State

from .fields import RowsField

# More than that fits no session; the rest is offered when these are on an agenda.
MOST_OFFERED = 100


class OpenSessionForm(VerbForm):
    held_on = DualDateField(label=gettext_lazy("Day of the session"), until_today=True)
    place = CleanCharField(label=gettext_lazy("Place"), max_length=200, min_length=2)

    layout = Layout(Row("held_on", "place"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = riyadh_today()


class AttendanceForm(VerbForm):
    """Who sits in the session. `seen` keeps who stood on the screen as attending."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    members = RowsField(
        label=gettext_lazy("Who attends"),
        queryset=None,
        required=False,
        help_text=gettext_lazy("Whoever is not ticked is recorded as absent."),
    )
    # Not optional, though nobody may be there.
    members.needed = True

    def __init__(self, *args, file=None, **kwargs):
        super().__init__(*args, **kwargs)
        seats = {seat.user_id: seat for seat in file.members}
        self.fields["members"].queryset = User.objects.filter(pk__in=seats).order_by("pk")
        self.fields["members"].label_from_instance = lambda user: str(seats[user.pk])
        self.fields["members"].initial = sorted(file.attending)
        self.fields["seen"].initial = ",".join(str(pk) for pk in sorted(file.attending))

    def clean_seen(self):
        numbers = self.cleaned_data["seen"].split(",") if self.cleaned_data["seen"] else []
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            raise forms.ValidationError(
                _("The attendance was changed after you opened it. Read it, then decide again.")
            )
        return {int(number) for number in numbers}


class AddItemsForm(VerbForm):
    """The studied requests that lie before no session yet, the longest waiting first."""

    support_requests = RowsField(label=gettext_lazy("Studied requests"), queryset=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = offered_to_sessions(self.actor)
        self.fields["support_requests"].queryset = (
            SupportRequest.objects.filter(pk__in=list(offered.values_list("pk", flat=True)[:MOST_OFFERED]))
            .select_related("service_type")
            .order_by("state_since", "pk")
        )
        self.fields["support_requests"].label_from_instance = _offer

    @property
    def offers_anything(self) -> bool:
        return self.fields["support_requests"].queryset.exists()


def offered_to_sessions(user):
    """Studied requests in this person's sight without an open agenda item."""
    studied = SupportRequest.objects.visible_to(user).filter(state=State.STUDIED)
    on_an_agenda = SupportRequest.agenda_items.rel.related_model._base_manager.filter(closed_at__isnull=True)
    return studied.exclude(pk__in=on_an_agenda.values("support_request_id")).order_by("state_since", "pk")


def _offer(support_request: SupportRequest) -> str:
    return _("%(reference)s — %(service)s — decision possible from %(date)s") % {
        "reference": support_request.reference,
        "service": support_request.service_type.label,
        "date": dual(support_request.earliest_decision_on),
    }


class CloseSessionForm(VerbForm):
    """Closing needs nothing but the confirmation."""
