from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from arabic.forms import LegibleData
from audit.forms import SeenVersionForm

from .models import User
from .roles import Role, reason_roles_clash


class SignInForm(LegibleData, AuthenticationForm):
    summary_title = _("The sign-in did not succeed.")
    error_messages = {
        "invalid_login": _("The sign-in name or the password is not right."),
        "inactive": _("The sign-in name or the password is not right."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update({"class": "form-control", "dir": "ltr"})
        self.fields["password"].widget.attrs.update({"class": "form-control", "dir": "ltr"})

    def clean_username(self):
        """No account has a longer name; django-axes could not keep it, and would break on it."""
        username = self.cleaned_data["username"]
        if len(username) > User._meta.get_field("username").max_length:
            raise self.get_invalid_login_error()
        return username


class StaffForm(SetPasswordMixin, SeenVersionForm):
    """An account with its roles, as the administrator fills it in."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("New password again")
    )

    class Meta:
        model = User
        fields = ["username", "full_name", "branch", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["roles"].initial = sorted(self.instance.roles)
            self.fields["password1"].required = self.fields["password2"].required = False

    def clean_roles(self):
        roles = self.cleaned_data["roles"]
        clash = reason_roles_clash(Role(role) for role in roles)
        if clash:
            raise forms.ValidationError(clash)
        return roles

    def clean(self):
        if self.cleaned_data.get("password1") or not self.instance.pk:
            self.validate_passwords()
            self.validate_password_for_user(self.instance)
        return super().clean()
