"""One form for each step after reception, and for each side path."""

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm
from policies.frozen import parts_of

from ..assigning.forms import ResearcherField
from ..models.records import HowTold


class ConfirmForm(VerbForm):
    """A step that needs nothing but the confirmation."""


class ReferForm(VerbForm):
    """Telling the person, and choosing the researcher."""

    researcher = ResearcherField()
    how_told = forms.ChoiceField(
        label=gettext_lazy("How the person was told"), choices=HowTold.choices, widget=forms.RadioSelect
    )
    told = forms.BooleanField(
        label=gettext_lazy(
            "The person was told today that the request goes to the committee, "
            "and when an answer may come at the earliest"
        ),
        required=False,
    )

    def __init__(self, *args, offered=(), suggestion=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["researcher"].offer(offered, suggestion)


class RegisterForm(VerbForm):
    """The place in the register."""

    number = CleanCharField(
        label=gettext_lazy("Registration number"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Empty: the next free number of this year is given."),
    )
    category = forms.ModelChoiceField(label=gettext_lazy("Category"), queryset=None, empty_label="—")
    valid_until = DualDateField(label=gettext_lazy("Valid until"))
    iban = CleanCharField(label=gettext_lazy("IBAN"), max_length=40, required=False)
    remaining_requirements = CleanTextField(
        label=gettext_lazy("Requirements completed now"), max_length=1000, required=False, rows=2
    )

    layout = Layout(Row("number", "category"), Row("valid_until", "iban"), "remaining_requirements")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        category, kept = self.fields["category"], parts_of(self.about.policy_version_id).categories
        category.queryset = self.about.policy_version.categories.order_by("position")
        # Shown from memory; what is chosen is still looked up.
        category.choices = [("", category.empty_label), *[(row.pk, row.label) for row in kept]]


class CompleteDeliveryForm(VerbForm):
    """The end of the walk."""

    rating_offered = forms.BooleanField(
        label=gettext_lazy("The person was invited to rate the service"), required=False
    )


class ClarifyForm(VerbForm):
    questions = CleanTextField(
        label=gettext_lazy("What is unclear to the person"), max_length=2000, min_length=3
    )


class AnswerForm(VerbForm):
    answer = CleanTextField(label=gettext_lazy("Answer"), max_length=2000, min_length=3)
    person_confirmed = forms.BooleanField(
        label=gettext_lazy("The person confirmed that it is clear now"),
        required=False,
        help_text=gettext_lazy("Tell the person the answer first; it is recorded once it is clear to them."),
    )


class ReturnForm(VerbForm):
    reason = CleanTextField(
        label=gettext_lazy("Reason for the return"), max_length=1000, min_length=3, rows=3
    )


class WithdrawForm(VerbForm):
    said_by = CleanCharField(label=gettext_lazy("Who asked for the withdrawal"), max_length=150)
    reason = CleanTextField(label=gettext_lazy("Reason"), max_length=1000, min_length=3, rows=3)
