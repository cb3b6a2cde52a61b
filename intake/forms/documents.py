"""The form of one required document, which may also be missing."""

from django import forms
from django.utils.translation import gettext_lazy

from beneficiaries.documents import forms as documents
from policies.frozen import parts_of

from ..models.records import Verdict


class DocumentForm(documents.DocumentForm):
    """One required document as it was presented for a request."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("After comparing the document with what was stated."),
        error_messages={"required": gettext_lazy("Choose what the comparison showed.")},
    )
    channel = forms.ModelChoiceField(
        label=gettext_lazy("Came in over"),
        queryset=None,
        required=False,
        empty_label="—",
        help_text=gettext_lazy("The person may bring what is missing over any channel of the policy."),
    )

    def __init__(self, *args, kept=None, **kwargs):
        super().__init__(*args, kept=kept, **kwargs)
        channel, known = self.fields["channel"], parts_of(self.about.policy_version_id).channels
        channel.queryset = self.about.policy_version.channels.order_by("position")
        # Shown from memory; what is chosen is still looked up.
        channel.choices = [("", channel.empty_label), *[(row.pk, row.label) for row in known]]
        channel.initial = kept.channel_id if kept else self.about.channel_id

    def paper_and_comparison(self):
        paper, comparison = super().paper_and_comparison()
        paper.fields.append("channel")
        return [paper, comparison]
