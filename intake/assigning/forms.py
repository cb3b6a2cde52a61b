"""Choosing a researcher: for a referral, for a study that changes hands, and for a district."""

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from arabic.forms import CleanCharField, CleanTextField
from arabic.text import kept_together
from audit.forms import VerbForm

from .suggesting import Candidate, Suggestion, load_in_words


class ResearcherField(forms.ModelChoiceField):
    """The researchers who work here, each with how much is under study; what is chosen is still looked up."""

    def __init__(self, **kwargs):
        super().__init__(
            label=_("Social researcher"), queryset=User.objects.none(), empty_label="—", **kwargs
        )

    def offer(self, candidates: list[Candidate], suggestion: Suggestion | None) -> None:
        """Lays the suggestion out, with why; anybody else may be chosen by hand."""
        self.queryset = User.objects.working_as(Role.RESEARCHER)
        self.choices = [("", self.empty_label), *[(one.pk, _in_words(one)) for one in candidates]]
        if suggestion is not None:
            self.initial, self.help_text = suggestion.candidate.pk, suggestion.sentence


def _in_words(candidate: Candidate) -> str:
    return f"{kept_together(candidate.name)} — {load_in_words(candidate.load)}"


class DistrictForm(VerbForm):
    """A district that the researcher of the page serves from now on."""

    city = CleanCharField(label=_("City"), max_length=80)
    district = CleanCharField(
        label=_("District"), max_length=80, required=False, help_text=_("Empty: the whole city.")
    )

    layout = Layout(Row("city", "district"))


class EndDistrictForm(VerbForm):
    """Nothing to fill in."""


class ReassignForm(VerbForm):
    """Who takes the study over, and why."""

    researcher = ResearcherField()
    reason = CleanTextField(
        label=_("Why the researcher changes"),
        max_length=1000,
        rows=3,
        help_text=_("Both researchers and whoever reads the history later see it."),
    )

    def __init__(self, *args, offered=(), suggestion=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["researcher"].offer(offered, suggestion)
