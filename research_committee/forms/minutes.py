"""Minutes: signed with the password typed once more, locked, added to."""

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import CleanTextField
from audit.forms import VerbForm


class DrawUpMinutesForm(VerbForm):
    """Drawing up needs nothing but the confirmation."""


class SignMinutesForm(VerbForm):
    """Who signs proves once more to be who signed in. `sha256` is the digest that stands on the screen."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
        help_text=gettext_lazy("The one with which you sign in; it takes the place of your handwriting."),
    )

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["sha256"].initial = self.about.sha256

    def clean_password(self):
        """SECURITY: asked through the door of the sign-in, which counts wrong ones and closes after too many."""
        password = self.cleaned_data["password"]
        found = authenticate(self.request, username=self.actor.get_username(), password=password)
        if found is None or found.pk != self.actor.pk:
            raise forms.ValidationError(_("This is not your password; nothing was signed."))
        return password


class LockMinutesForm(VerbForm):
    reason = CleanTextField(
        label=gettext_lazy("Why signatures are missing"),
        max_length=500,
        rows=3,
        help_text=gettext_lazy("It is printed on the minutes beside the names that are missing."),
    )


class AddendumForm(VerbForm):
    text = CleanTextField(label=gettext_lazy("Correction"), max_length=4000, rows=6)
    reason = CleanTextField(
        label=gettext_lazy("Reason"),
        max_length=500,
        rows=2,
        help_text=gettext_lazy("For example: the name of a member was misspelled."),
    )
