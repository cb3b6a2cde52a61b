"""The shapes of the committee's forms; what is allowed is decided by the rules."""

from crispy_forms.layout import Div, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.calendars import dual, riyadh_today
from arabic.forms import AmountField, CleanCharField, CleanTextField, DualDateField
from arabic.text import ascii_digits, clean_line
from audit.forms import VerbForm
from intake.models import SupportRequest
from intake.steps import State

from .outcomes import Outcome

# How many services one decision may grant.
GRANTED_ROWS = (1, 2, 3, 4)
GRANTED_PARTS = ("service", "description", "amount", "conditions")
# More than that fits no session; the rest is offered when these are on an agenda.
MOST_OFFERED = 100
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


class VoteForm(VerbForm):
    choice = forms.ChoiceField(
        label=gettext_lazy("I vote for"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    opinion = CleanTextField(
        label=gettext_lazy("Opinion"),
        max_length=1000,
        required=False,
        rows=3,
        help_text=gettext_lazy("Read by the committee and the auditor only."),
    )

    def __init__(self, *args, vote=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = vote.version if vote else 0
        if vote is not None:
            self.fields["choice"].initial, self.fields["opinion"].initial = vote.choice, vote.opinion


class RecuseForm(VerbForm):
    member = forms.ModelChoiceField(label=gettext_lazy("Who is recused"), queryset=None, empty_label=None)
    reason = CleanTextField(label=gettext_lazy("Reason"), max_length=500, rows=3)

    def __init__(self, *args, members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = User.objects.filter(pk__in=list(members)).order_by("full_name", "pk")
        if self.actor.pk in members:
            self.fields["member"].initial = self.actor.pk


class CarryOverForm(VerbForm):
    reason = CleanTextField(label=gettext_lazy("Why it is carried over"), max_length=500, rows=3)


class CloseSessionForm(VerbForm):
    """Closing needs nothing but the confirmation."""


class DecideForm(VerbForm):
    """The reasons, and with an acceptance what is granted; the outcome itself is never typed."""

    required_if = {
        f"{part}_{row}": gettext_lazy("required if something is granted here")
        for row in GRANTED_ROWS[1:]
        for part in ("service", "description")
    }
    seen_outcome = forms.CharField(widget=forms.HiddenInput, max_length=6, required=False)
    reasons = CleanTextField(
        label=gettext_lazy("Reasons"),
        max_length=4000,
        rows=5,
        help_text=gettext_lazy("The person is told them: say in words what the decision rests on."),
    )

    def __init__(self, *args, file=None, **kwargs):
        super().__init__(*args, **kwargs)
        request, outcome = file.request, file.tally.outcome
        self.fields["seen_version"].initial = request.version
        self.fields["seen_outcome"].initial = outcome or ""
        self.granting = outcome == Outcome.ACCEPT
        if self.granting:
            services = request.policy_version.service_types.order_by("position")
            for row in GRANTED_ROWS:
                self._add_row(row, services, request)

    def _add_row(self, row: int, services, request):
        first = row == GRANTED_ROWS[0]
        self.fields[f"service_{row}"] = forms.ModelChoiceField(
            label=_("Service"), queryset=services, empty_label="—", required=first
        )
        self.fields[f"description_{row}"] = CleanCharField(
            label=_("What is granted"),
            max_length=300,
            required=first,
            help_text=_("For example: the rent of three months, or a wheelchair."),
        )
        self.fields[f"amount_{row}"] = AmountField(
            label=_("Amount in riyals"),
            required=False,
            help_text=_("Empty when goods or sessions are granted."),
        )
        self.fields[f"conditions_{row}"] = CleanCharField(
            label=_("Conditions"),
            max_length=500,
            required=False,
            help_text=_("For example: paid to the landlord."),
        )
        if first:
            self.fields["service_1"].initial = request.service_type_id

    @property
    def layout(self):
        if not self.granting:
            return Layout("seen_outcome", "reasons")
        first, *further = [_granted_row(row) for row in GRANTED_ROWS]
        shown = {"open": True} if any(self._is_used(row) for row in GRANTED_ROWS[1:]) else {}
        more = Div(*further, template="research_committee/further_services.html", **shown)
        return Layout("seen_outcome", "reasons", first, more)

    def _is_used(self, row: int) -> bool:
        """Whether something stands in this row, right or wrong."""
        return self.is_bound and any(self[f"{part}_{row}"].data for part in GRANTED_PARTS)

    def clean(self):
        filled = super().clean()
        for row in GRANTED_ROWS[1:] if self.granting else ():
            names = [f"{part}_{row}" for part in GRANTED_PARTS]
            if not any(filled.get(name) for name in names):
                continue
            for name in names[:2]:
                if not filled.get(name) and name not in self.errors:
                    self.add_error(name, _("Write the service and what is granted."))
        return filled

    def granted(self) -> list[tuple]:
        """The services granted, as the verb takes them."""
        filled = self.cleaned_data
        return [
            tuple(filled[f"{part}_{row}"] for part in GRANTED_PARTS)
            for row in (GRANTED_ROWS if self.granting else ())
            if filled.get(f"service_{row}")
        ]

    def add_refusal(self, refusal) -> None:
        if refusal.field == "granted" and "description_1" in self.fields:
            refusal.field = "description_1"
        super().add_refusal(refusal)


def _granted_row(row: int) -> Fieldset:
    return Fieldset(
        _("Granted: %(number)d") % {"number": row},
        Row(f"service_{row}", f"description_{row}"),
        Row(f"amount_{row}", f"conditions_{row}"),
    )
