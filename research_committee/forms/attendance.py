"""Who is in a session: ticked at the beginning, coming and leaving later, and times that were written down wrong."""

from datetime import datetime, time

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.forms import CleanTextField
from audit.forms import VerbForm
from intake.forms.opening import ClockField

from ..session_clock import moment_meant, time_of
from .fields import RowsField


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
        self.fields["members"].initial = sorted(file.attending & seats.keys())
        self.fields["seen"].initial = ",".join(str(pk) for pk in sorted(file.attending))

    def clean_seen(self):
        numbers = self.cleaned_data["seen"].split(",") if self.cleaned_data["seen"] else []
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            raise forms.ValidationError(
                _("The attendance was changed after you opened it. Read it, then decide again.")
            )
        return {int(number) for number in numbers}


class _OfTheCommittee(VerbForm):
    """Chooses people by their seats."""

    def offer(self, name: str, seats) -> None:
        of_user = {seat.user_id: seat for seat in seats}
        self.fields[name].queryset = User.objects.filter(pk__in=of_user).order_by("full_name", "pk")
        self.fields[name].label_from_instance = lambda user: str(of_user[user.pk])


class ComeForm(_OfTheCommittee):
    member = forms.ModelChoiceField(label=gettext_lazy("Who comes"), queryset=None, empty_label=None)
    stands_in_for = forms.ModelChoiceField(
        label=gettext_lazy("Stands in for"), queryset=None, empty_label="—", required=False
    )
    required_if = {"stands_in_for": gettext_lazy("of an alternate")}

    def __init__(self, *args, file=None, member="", **kwargs):
        super().__init__(*args, **kwargs)
        taken = file.attending | file.sitting.keys()
        absent = [seat for seat in file.members if seat.user_id not in taken]
        alternates = [seat for seat in file.alternates if seat.user_id not in file.attending]
        self.offer("member", [*absent, *alternates])
        self.offer("stands_in_for", absent)
        self.fields["member"].initial = member
        if not alternates:
            self.fields["stands_in_for"].widget = forms.HiddenInput()


class LeaveForm(_OfTheCommittee):
    member = forms.ModelChoiceField(label=gettext_lazy("Who leaves"), queryset=None, empty_label=None)

    def __init__(self, *args, file=None, member="", **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("member", [seat for seat in file.seats if seat.user_id in file.attending])
        self.fields["member"].initial = member


class CorrectTimesForm(VerbForm):
    came_at = ClockField(label=gettext_lazy("Came at"), help_text=gettext_lazy("For example 16:30."))
    left_at = ClockField(
        label=gettext_lazy("Left at"),
        help_text=gettext_lazy(
            "Empty while in the room. A time earlier than the opening of the session is of the next day."
        ),
        required=False,
    )
    reason = CleanTextField(label=gettext_lazy("Why the time is corrected"), max_length=500, rows=2)

    layout = Layout(Row("came_at", "left_at"), "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("came_at", "left_at"):
            self.fields[name].initial = time_of(getattr(self.about, name))

    def clean(self):
        """The clock is counted from the opening of the session; a minute that stands keeps its seconds."""
        filled = super().clean()
        for name in ("came_at", "left_at"):
            if filled.get(name) is not None:
                filled[name] = self._moment(getattr(self.about, name), filled[name])
        return filled

    def _moment(self, before: datetime | None, clock: time) -> datetime:
        if before is not None and time_of(before) == clock:
            return before
        now = timezone.now()
        return moment_meant(
            clock, opened_at=self.about.session.opened_at or self.about.came_at or now, now=now
        )
