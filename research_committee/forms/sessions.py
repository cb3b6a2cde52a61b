"""A session: given an agenda, put in order, closed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import dual
from audit.forms import VerbForm
from intake.models import SupportRequest
from intake.steps import State

from .fields import RowsField

# More than that fits no session; the rest is offered when these are on an agenda.
MOST_OFFERED = 100


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


class MoveItemForm(VerbForm):
    direction = forms.ChoiceField(
        label=gettext_lazy("Where to"),
        choices=[
            ("up", gettext_lazy("One place earlier on the agenda")),
            ("down", gettext_lazy("One place later on the agenda")),
        ],
        widget=forms.RadioSelect,
    )


class CloseSessionForm(VerbForm):
    """Closing needs nothing but the confirmation; `carried` are the items that the page said to carry over."""

    carried = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)

    def __init__(self, *args, carried=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["carried"].initial = ",".join(str(pk) for pk in carried)

    def clean_carried(self) -> set[int]:
        numbers = self.cleaned_data["carried"].split(",") if self.cleaned_data["carried"] else []
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            raise forms.ValidationError(_("The items were changed after you opened this page. Look again."))
        return {int(number) for number in numbers}
