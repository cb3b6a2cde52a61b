"""The form that takes over what the person's file already holds."""

from django import forms
from django.utils.translation import gettext_lazy

from audit.forms import VerbForm


class ReuseForm(VerbForm):
    """The documents on file, each to be ticked."""

    documents = forms.MultipleChoiceField(
        label=gettext_lazy("Documents in the person's file"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one document."),
            "invalid_choice": gettext_lazy(
                "This document was taken over or changed meanwhile; look at it again."
            ),
        },
    )

    def __init__(self, *args, offered=(), **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["documents"]
        field.choices = [(row.mark, f"{row.document.label} — {row.sentence}") for row in offered]
        field.initial = [row.mark for row in offered]
