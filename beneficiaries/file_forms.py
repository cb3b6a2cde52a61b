"""The forms of a person's file besides the first one: further facts, and what stands around the person."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm
from audit.refusals import Refused

from .fields import LTR, CodeField, CountryField, DegreesField, PhoneField
from .iban import iban_as_stored
from .models import ContactLanguage, Education, HowConsented, MaritalState, PreferredChannel, Work
from .people import draft_of
from .privacy import hidden_fields
from .rules import reasons_against

_OPEN = [("", "—")]


class FactsForm(VerbForm):
    """Some facts of a person as they stand in the file; what this user may not read is not asked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in hidden_fields(self.actor) & self.fields.keys():
            del self.fields[name]
        stored = {name: getattr(self.about, name) for name in self.fields if hasattr(self.about, name)}
        self.initial = stored | self.initial

    def reasons_against(self, filled):
        try:
            reasons = reasons_against(draft_of(self.about, self.acts(), by=self.actor))
        except Refused as refusal:
            reasons = refusal.by_field
        # What is wrong on another page of the file is mended there.
        return [(field, reason) for field, reason in reasons if field in self.fields]


class ContactForm(FactsForm):
    """How the person is reached, and where they live."""

    phone = PhoneField(label=_("Phone"), region="SA")
    phone_answered_by = CleanCharField(
        label=_("Who answers the phone"), max_length=80, required=False, help_text=_("Empty: the person.")
    )
    email = CleanCharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput({**LTR, "inputmode": "email"}),
    )
    preferred_channel = forms.ChoiceField(
        label=_("Preferred channel"), choices=[*_OPEN, *PreferredChannel.choices], required=False
    )
    preferred_language = forms.ChoiceField(label=_("Preferred language"), choices=ContactLanguage.choices)
    city = CleanCharField(label=_("City"), max_length=80)
    district = CleanCharField(label=_("District"), max_length=80, required=False)
    short_address = CodeField(
        label=_("Short national address"), max_length=20, required=False, help_text=_("For example RRRD2929.")
    )
    latitude = DegreesField(label=_("Latitude"), max_digits=8, required=False)
    longitude = DegreesField(label=_("Longitude"), max_digits=9, required=False)

    required_if = {
        "latitude": _("required with a longitude"),
        "longitude": _("required with a latitude"),
    }
    layout = Layout(
        Fieldset(
            _("Contact"),
            Row("phone", "phone_answered_by"),
            Row("email", "preferred_channel", "preferred_language", css_class="pair--three"),
        ),
        Fieldset(
            _("Home"),
            Row("city", "district", "short_address", css_class="pair--three"),
            Row("latitude", "longitude"),
        ),
    )


class LivelihoodForm(FactsForm):
    """What is known of a person besides identity and contact: origin, family state, education, work and bank."""

    latin_name = CleanCharField(
        label=_("Name in Latin letters"),
        max_length=160,
        required=False,
        widget=forms.TextInput(LTR),
        help_text=_("As it stands in the passport."),
    )
    nationality = CountryField(label=_("Nationality"), required=False)
    marital_state = forms.ChoiceField(
        label=_("Marital state"), choices=[*_OPEN, *MaritalState.choices], required=False
    )
    education = forms.ChoiceField(label=_("Education"), choices=[*_OPEN, *Education.choices], required=False)
    work = forms.ChoiceField(label=_("Work"), choices=[*_OPEN, *Work.choices], required=False)
    workplace = CleanCharField(label=_("Place of work"), max_length=120, required=False)
    iban = CodeField(
        label=_("IBAN"),
        max_length=60,
        required=False,
        as_stored=iban_as_stored,
        help_text=_("SA and 22 digits; the bank is told by them."),
    )

    @property
    def layout(self):
        bank = [Fieldset(_("Bank account"), "iban")] if "iban" in self.fields else []
        return Layout(
            Fieldset(
                _("About the person"),
                "latin_name",
                Row("nationality", "marital_state"),
            ),
            Fieldset(_("Education and work"), Row("education", "work", "workplace", css_class="pair--three")),
            *bank,
        )


class HealthForm(FactsForm):
    """What only few read."""

    health_note = CleanTextField(label=_("Health"), max_length=2000, required=False, rows=5)
    disability_note = CleanTextField(label=_("Disability"), max_length=2000, required=False, rows=5)


class PhoneForm(VerbForm):
    """A further phone."""

    number = PhoneField(label=_("Phone"), region="SA")
    answered_by = CleanCharField(label=_("Who answers the phone"), max_length=80)


class NoteForm(VerbForm):
    """Something worth knowing."""

    text = CleanTextField(label=_("Note"), max_length=2000, rows=5)
    confidential = forms.BooleanField(
        label=_("Confidential: read only by social research, the committee and the auditor"), required=False
    )


class CategoryForm(VerbForm):
    """A category of the policy in force."""

    category = forms.ModelChoiceField(label=_("Category"), queryset=None, empty_label="—")
    since_on = DualDateField(label=_("Since"), until_today=True, required=False)

    def __init__(self, *args, categories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories


class ConsentForm(VerbForm):
    """How the person agreed to what the notice says."""

    how = forms.ChoiceField(
        label=_("How the person agreed"), choices=HowConsented.choices, widget=forms.RadioSelect
    )


class WithdrawalForm(VerbForm):
    """What the person said."""

    said = CleanTextField(label=_("What the person said"), max_length=300, rows=3)


class ReasonForm(VerbForm):
    """Why the state of a file changes."""

    reason = CleanCharField(label=_("Reason"), max_length=300, min_length=3)


class DeathForm(VerbForm):
    """The day of a death and what proves it."""

    deceased_on = DualDateField(label=_("Died on"), until_today=True)
    proof = CleanCharField(
        label=_("What proves it"),
        max_length=300,
        min_length=3,
        help_text=_("For example the number of the death certificate, or who said so."),
    )


class ConfirmForm(VerbForm):
    """Nothing but a button."""
