"""The decision: its reasons, and what is granted."""

from crispy_forms.layout import Div, Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import AmountField, CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm
from policies.reasons import decision_reasons_of

from ..granting import MOST_TIMES, reason_period_is_wrong
from ..outcomes import Outcome
from .fields import CountField

# How many services one decision may grant.
GRANTED_ROWS = (1, 2, 3, 4)
GRANTED_PARTS = ("service", "description", "amount", "conditions", "times", "starts_on", "ends_on")


class DecideForm(VerbForm):
    """The reasons, and with an acceptance what is granted; the outcome itself is never typed."""

    required_if = {
        f"{part}_{row}": gettext_lazy("required if something is granted here")
        for row in GRANTED_ROWS[1:]
        for part in ("service", "description")
    }
    seen_outcome = forms.CharField(widget=forms.HiddenInput, max_length=6, required=False)
    reason_code = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("One of the reasons that the policy names; it stands first in the letter."),
    )
    reasons = CleanTextField(
        label=gettext_lazy("Reasons in the committee's own words"),
        max_length=4000,
        rows=5,
        help_text=gettext_lazy("The person is told them: say in words what the decision rests on."),
    )

    def __init__(self, *args, file=None, **kwargs):
        super().__init__(*args, **kwargs)
        request, outcome = file.request, file.tally.outcome
        self.fields["seen_version"].initial = request.version
        self.fields["seen_outcome"].initial = outcome or ""
        named = decision_reasons_of(request.policy_version, outcome) if outcome else ()
        self.fields["reason_code"].choices = [("", "—"), *((reason.code, reason.label) for reason in named)]
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
            help_text=_("Of all times together; empty when goods or sessions are granted."),
        )
        self.fields[f"times_{row}"] = CountField(
            label=_("How many times"), min_value=1, max_value=MOST_TIMES, required=False
        )
        self.fields[f"starts_on_{row}"] = DualDateField(label=_("From"), required=False)
        self.fields[f"ends_on_{row}"] = DualDateField(label=_("Until"), required=False)
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
            return Layout("seen_outcome", "reason_code", "reasons")
        first, *further = [_granted_row(row) for row in GRANTED_ROWS]
        shown = {"open": True} if any(self._is_used(row) for row in GRANTED_ROWS[1:]) else {}
        more = Div(*further, template="research_committee/further_services.html", **shown)
        return Layout("seen_outcome", "reason_code", "reasons", first, more)

    def _is_used(self, row: int) -> bool:
        """Whether something stands in this row, right or wrong."""
        return self.is_bound and any(self.data.get(f"{part}_{row}") for part in GRANTED_PARTS)

    def clean(self):
        filled = super().clean()
        for row in GRANTED_ROWS if self.granting else ():
            self._judge_period(row, filled)
        for row in GRANTED_ROWS[1:] if self.granting else ():
            names = [f"{part}_{row}" for part in GRANTED_PARTS]
            if not any(filled.get(name) for name in names):
                continue
            for name in names[:2]:
                if not filled.get(name) and name not in self.errors:
                    self.add_error(name, _("Write the service and what is granted."))
        return filled

    def _judge_period(self, row: int, filled: dict) -> None:
        names = f"starts_on_{row}", f"ends_on_{row}"
        if not any(name in self.errors for name in names):
            reason = reason_period_is_wrong(*(filled.get(name) for name in names))
            if reason:
                self.add_error(names[1], reason)

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
        Row(f"amount_{row}", f"times_{row}"),
        Row(f"starts_on_{row}", f"ends_on_{row}"),
        f"conditions_{row}",
    )
