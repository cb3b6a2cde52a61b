"""Shapes of what is filled in about policy versions in the administration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from arabic.forms import DualDateField
from audit.forms import SeenVersionForm, VerbForm

from .models import PolicyVersion, RequiredDocument
from .wording import keep_line, keep_text


class PolicyLineField(forms.CharField):
    """One line of a policy, kept as the policy has it."""

    def to_python(self, value):
        return keep_line(super().to_python(value))


class PolicyTextField(PolicyLineField):
    """Several lines of a policy."""

    widget = forms.Textarea({"rows": 4})

    def to_python(self, value):
        return keep_text(forms.CharField.to_python(self, value))


def written_in_its_direction(form_field, db_field):
    """English wordings and codes run from left to right on an Arabic page too."""
    if db_field.name == "code" or db_field.name.endswith("_en"):
        form_field.widget.attrs["dir"] = "ltr"
    return form_field


class PolicyVersionForm(SeenVersionForm):
    """A draft; its fields are named by the admin's fieldsets."""

    class Meta:
        model = PolicyVersion
        fields = []
        field_classes = dict.fromkeys(("title_ar", "title_en"), PolicyLineField) | {
            f"{name}_{language}": PolicyTextField
            for name in ("purpose", "pledge", "privacy_notice")
            for language in ("ar", "en")
        }

    def clean(self):
        cleaned = super().clean()
        for name in ("committee_size", "appeal_days", "review_months", "retention_years"):
            if cleaned.get(name) == 0:
                self.add_error(name, _("This number must be at least 1."))
        if _is_less(cleaned, "target_reply_days", "minimum_reply_days"):
            self.add_error("target_reply_days", _("The promise cannot be before the minimum reply period."))
        if _is_less(cleaned, "committee_size", "quorum_minimum"):
            self.add_error("quorum_minimum", _("The committee has fewer members than this."))
        return cleaned


def _is_less(cleaned, name, other) -> bool:
    values = cleaned.get(name), cleaned.get(other)
    return None not in values and values[0] < values[1]


class RequiredDocumentForm(SeenVersionForm):
    service_codes = forms.MultipleChoiceField(
        label=_("required for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: required for every service."),
    )

    class Meta:
        model = RequiredDocument
        fields = ["code", "label_ar", "label_en", "validity", "months", "service_codes", "position"]

    def __init__(self, *args, services=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service_codes"].choices = services

    def clean(self):
        cleaned = super().clean()
        counted = cleaned.get("validity") == RequiredDocument.Validity.ISSUED_WITHIN_MONTHS
        if counted and not cleaned.get("months"):
            self.add_error("months", _("Say within how many months the document must have been issued."))
        if not counted:
            cleaned["months"] = None
        return cleaned


class VersionActForm(VerbForm):
    """An act about a version as it was read."""

    seen_content = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, about=None, **kwargs):
        super().__init__(*args, about=about, **kwargs)
        if not self.is_bound:
            self.fields["seen_content"].initial = about.content_now()


class ApproveVersionForm(VersionActForm):
    """The board's approval, as the minutes print it."""

    session = PolicyLineField(label=_("Session number"), max_length=40)
    term = PolicyLineField(label=_("Term of the board"), max_length=40, required=False)
    place = PolicyLineField(label=_("Place of the session"), max_length=200)
    printed_hijri = PolicyLineField(
        label=_("Hijri date as printed"),
        max_length=60,
        help_text=_("Day/month/year, for example 14/10/1444."),
    )
    printed_gregorian = PolicyLineField(
        label=_("Gregorian date as printed"),
        max_length=60,
        help_text=_("Day/month/year, for example 4/5/2023."),
    )
    as_printed_reason = PolicyTextField(
        label=_("Why the dates are recorded as printed"),
        max_length=2000,
        required=False,
        help_text=_("Only when the two printed dates disagree; they are then kept as printed."),
    )
    effective_on = DualDateField(label=_("In force from"))
    chaired_by = PolicyLineField(label=_("Who chaired the session"), max_length=150)
    signed_by = PolicyLineField(label=_("Who signs for the executive"), max_length=150)
    approved_title = PolicyLineField(
        label=_("Title in the approval"),
        max_length=200,
        required=False,
        help_text=_("Leave empty when the minutes name the title of the document itself."),
    )
    title_remark = PolicyTextField(
        label=_("Remark on the title"),
        max_length=2000,
        required=False,
        help_text=_("Only when the minutes name another title than the document."),
    )
    scan = forms.FileField(
        label=_("Scan of the minutes"), required=False, help_text=_("PDF, JPEG or PNG."), max_length=200
    )

    def add_refusal(self, refusal):
        problems = getattr(refusal, "problems", None)
        if problems is None:
            super().add_refusal(refusal)
            return
        for field, reason in problems:
            self.add_error(field, reason)


class WithdrawVersionForm(VerbForm):
    reason = PolicyTextField(label=_("Reason"), max_length=2000)
