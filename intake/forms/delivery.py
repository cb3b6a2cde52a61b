"""The form of one hand-over."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import AmountField, CleanCharField, DualDateField
from arabic.text import riyals
from audit.forms import VerbForm
from beneficiaries.papers import PaperField

from ..delivery import is_settled, reasons_against_hand_over, remaining_of
from ..models.services import DeliveryOutcome


class DeliveryForm(VerbForm):
    """One hand-over of one granted service. Its outcome is chosen, never given."""

    granted_service = forms.ModelChoiceField(
        label=gettext_lazy("Granted service"), queryset=None, empty_label="—"
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=DeliveryOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the delivery went.")},
    )
    what = CleanCharField(label=gettext_lazy("What was delivered"), max_length=300, required=False)
    amount = AmountField(
        label=gettext_lazy("Amount in riyals"),
        required=False,
        help_text=gettext_lazy("Empty, and delivered in full: everything that is left."),
    )
    reason = CleanCharField(label=gettext_lazy("Reason"), max_length=500, required=False)
    delivered_on = DualDateField(
        label=gettext_lazy("Day"), required=False, help_text=gettext_lazy("Empty means today.")
    )
    received_by_name = CleanCharField(label=gettext_lazy("Who received it"), max_length=150, required=False)
    receipt = PaperField(label=gettext_lazy("Signed receipt"), required=False)

    required_if = {
        "reason": gettext_lazy("required if it was not delivered in full"),
        "received_by_name": gettext_lazy("required if something was delivered"),
        "receipt": gettext_lazy("required if something was delivered"),
    }

    @property
    def layout(self):
        return Layout(
            Fieldset(_("Delivery"), "granted_service", "outcome", "reason", Row("what", "amount")),
            Fieldset(_("Receipt"), Row("delivered_on", "received_by_name"), "receipt"),
        )

    def reasons_against(self, filled):
        judged = (
            "granted_service",
            "outcome",
            "delivered_on",
            "amount",
            "received_by_name",
            "reason",
            "receipt",
        )
        return reasons_against_hand_over(**{name: filled.get(name) for name in judged})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        granted = self.about.granted_services.order_by("pk").prefetch_related("deliveries")
        open_ones = [row.pk for row in granted if not is_settled(row)]
        field = self.fields["granted_service"]
        field.queryset = granted.filter(pk__in=open_ones)
        field.label_from_instance = _granted_in_words
        if len(open_ones) == 1:
            field.empty_label, field.initial = None, open_ones[0]


def _granted_in_words(granted) -> str:
    remaining = remaining_of(granted)
    if remaining is None:
        return granted.description
    return _("%(what)s — %(remaining)s not delivered yet of %(granted)s") % {
        "what": granted.description,
        "granted": riyals(granted.amount),
        "remaining": riyals(remaining),
    }
