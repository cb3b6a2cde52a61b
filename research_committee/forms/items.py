"""What members do with one item: vote, recuse, carry over."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from arabic.forms import CleanTextField
from audit.forms import VerbForm

from ..outcomes import Outcome


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
