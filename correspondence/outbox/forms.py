"""The forms about one message: sent again, handed over, given up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from arabic.forms import CleanCharField
from audit.forms import VerbForm

from .acts import LONGEST_NAME, LONGEST_NOTE


class SendAgainForm(VerbForm):
    """Of a message that perhaps arrived, somebody says that it may come twice."""

    may_come_twice = forms.BooleanField(
        label=_("The person does not have the message, or it does no harm if it comes twice.")
    )


class HandOverForm(VerbForm):
    """Who was told, and what they said."""

    reached = CleanCharField(label=_("Who was reached"), max_length=LONGEST_NAME)
    note = CleanCharField(
        label=_("Note"), max_length=LONGEST_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class DropForm(VerbForm):
    """Why nobody needs the message any more."""

    because = CleanCharField(
        label=_("Why"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )
