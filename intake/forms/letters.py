"""What is asked before a letter is issued: nothing, until when, of which service, or why it is corrected."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arabic.forms import CleanCharField, DualDateField
from audit.forms import VerbForm
from correspondence.kinds import LetterKind

from ..checks.asking import reason_day_does_not_do, usual_day
from ..models import GrantedService
from .steps import ConfirmForm


class MissingItemsForm(VerbForm):
    """Until which day the documents are expected."""

    until = DualDateField(label=_("Expected until"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.about.documents_asked.filter(closed_on__isnull=True).first()
        self.fields["until"].initial = asked.bring_until if asked else usual_day()

    def clean_until(self):
        until = self.cleaned_data["until"]
        if reason := reason_day_does_not_do(until):
            raise ValidationError(reason)
        return until


class ReceiptForm(VerbForm):
    """Of which service that was granted."""

    granted = forms.ModelChoiceField(
        label=_("What is granted"),
        queryset=GrantedService.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        services = self.about.granted_services.order_by("pk")
        self.fields["granted"].queryset = services
        self.fields["granted"].initial = services.first()


FORMS = {LetterKind.MISSING_ITEMS.value: MissingItemsForm, LetterKind.RECEIPT.value: ReceiptForm}


def form_of(kind: str) -> type[VerbForm]:
    return FORMS.get(kind, ConfirmForm)


def correcting(form_class: type[VerbForm]) -> type[VerbForm]:
    """The same questions, and why the letter is corrected."""

    class CorrectLetterForm(form_class):
        correction = CleanCharField(
            label=_("Why the letter is corrected"),
            max_length=300,
            help_text=_(
                "Printed on the new letter, which says what is stored now; the old letter stays as it is."
            ),
        )

    return CorrectLetterForm
