"""The form of the accuracy pledge: who signs, and how."""

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField
from audit.forms import VerbForm
from audit.refusals import Refused
from beneficiaries.papers import PaperField

from ..models import PledgeMethod, SignerRole
from ..pledge import Signed, reasons_against_signature, reasons_against_signer
from ..signatures import HEIGHT, LONGEST_TEXT, WIDTH, read_strokes

# Over a link nobody signs at the desk.
AT_THE_DESK = (PledgeMethod.DRAWN, PledgeMethod.PAPER)


class MethodInput(forms.RadioSelect):
    """The ways to sign; the one that needs JavaScript is shown by JavaScript."""

    template_name = "intake/method_input.html"

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"needs_script": str(value) == PledgeMethod.DRAWN}


class SignatureInput(forms.Widget):
    """A field to draw in with mouse, finger or pen; what was drawn travels as text."""

    template_name = "intake/signature_input.html"
    use_fieldset = True

    def get_context(self, name, value, attrs):
        drawn = value if value and len(value) <= LONGEST_TEXT else ""
        context = super().get_context(name, drawn, attrs)
        return context | {"box_width": WIDTH, "box_height": HEIGHT}


class StrokesField(forms.CharField):
    """What was drawn, judged while the form is read, so that its reason stands beside the field."""

    widget = SignatureInput

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return read_strokes(text).text if text else ""
        except Refused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal


class PledgeForm(VerbForm):
    """The signature under the data sheet that is shown beside it."""

    shown_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    method = forms.ChoiceField(
        label=gettext_lazy("How the person signs"),
        choices=[(method.value, method.label) for method in AT_THE_DESK],
        initial=PledgeMethod.PAPER,
        widget=MethodInput,
        help_text=gettext_lazy(
            "Drawn on the screen it is a simple electronic signature; on paper it is one by hand."
        ),
    )
    signer_role = forms.ChoiceField(
        label=gettext_lazy("Who signs"),
        choices=SignerRole.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("For a minor the guardian signs. An employee never signs for the person."),
    )
    signer_name = CleanCharField(
        label=gettext_lazy("Name of the signer, typed"),
        max_length=250,
        help_text=gettext_lazy("The full name of whoever signs."),
    )
    signer_proof = CleanCharField(
        label=gettext_lazy("Proof of the guardian or agent"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the number of the deed or the power of attorney."),
    )
    proof_file = PaperField(label=gettext_lazy("Copy of the proof"), required=False)
    read_out = forms.BooleanField(
        label=gettext_lazy("The sheet above was read out to the signer, or they read it themselves"),
        required=False,
    )
    strokes = StrokesField(label=gettext_lazy("Signature"), required=False)
    scan = PaperField(
        label=gettext_lazy("Scan of the signed paper"),
        required=False,
        help_text=gettext_lazy("With both signatures: the signer's and yours. PDF, JPEG, PNG, HEIC or TIFF."),
    )

    layout = Layout(
        "signer_role",
        Row("signer_name", "signer_proof"),
        "proof_file",
        "read_out",
        "method",
        "strokes",
        "scan",
        "shown_sha256",
    )
    required_if = {
        "signer_proof": gettext_lazy("required if a guardian or agent signs"),
        "strokes": gettext_lazy("required if drawn on the screen"),
        "scan": gettext_lazy("required if signed on paper"),
    }

    def reasons_against(self, filled):
        signer = {part: filled.get(f"signer_{part}") for part in ("role", "name", "proof")}
        reasons = reasons_against_signer(self.about.beneficiary, by=self.actor, **signer)
        if "method" not in filled:
            return reasons
        signed = {part: filled.get(part) for part in ("method", "scan", "strokes", "read_out")}
        return reasons + reasons_against_signature(Signed(**signed))
