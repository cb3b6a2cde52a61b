"""The shapes of sending, closing and signing over a private link."""

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField, LegibleData
from audit.forms import VerbForm

from ..models.pledges import SignerRole
from ..pledge import reasons_against_signer


class LinkForm(VerbForm):
    """Who is to sign from afar; the sheet stands beside it."""

    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signer_role = forms.ChoiceField(
        label=gettext_lazy("Who signs"), choices=SignerRole.choices, widget=forms.RadioSelect
    )
    signer_name = CleanCharField(
        label=gettext_lazy("Name of the signer"),
        max_length=250,
        help_text=gettext_lazy("As the person will have to type it."),
    )
    signer_proof = CleanCharField(
        label=gettext_lazy("Proof of the guardian or agent"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the number of the deed or the power of attorney."),
    )

    layout = Layout("signer_role", Row("signer_name", "signer_proof"), "shown_sha256")
    required_if = {"signer_proof": gettext_lazy("required if a guardian or agent signs")}

    def reasons_against(self, filled):
        signer = {part: filled.get(f"signer_{part}") for part in ("role", "name", "proof")}
        return reasons_against_signer(self.about.beneficiary, by=self.actor, **signer)


class CloseLinkForm(VerbForm):
    because = CleanCharField(label=gettext_lazy("Why is it closed?"), max_length=200)


class PublicForm(LegibleData, forms.Form):
    """A form of somebody without an account."""

    summary_title = gettext_lazy("Please look at the following:")

    def add_refusal(self, refusal) -> None:
        for field, reason in refusal.by_field:
            self.add_error(field if field in self.fields else None, reason)


class AskForCodeForm(PublicForm):
    # How many codes had been sent when the page was shown: pressed twice, one is sent.
    seen_codes = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=9)


class CodeForm(PublicForm):
    code = CleanCharField(
        label=gettext_lazy("The code from the message"),
        max_length=40,
        help_text=gettext_lazy("Six digits, in Arabic or English figures."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr", "class": "code"}
        ),
    )


class SignForm(PublicForm):
    """The signature: the name typed, the confirmation with the code, and a drawing where somebody drew."""

    typed_name = CleanCharField(
        label=gettext_lazy("Your full name, typed"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    strokes = forms.CharField(required=False)
    confirmed = forms.BooleanField(
        label=gettext_lazy(
            "I have read the data above, they are right, and I confirm it with the code that was sent to my phone"
        ),
        error_messages={"required": gettext_lazy("Tick that you have read the data and confirm them.")},
    )
