"""The base of every form that creates or moves something."""

import uuid

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from arabic.forms import LegibleData
from arabic.text import listed

from .drafts import MARK, Draft, mark_of
from .refusals import Refused, Stale
from .writing import refuse_stale

COMPARED, LONGEST_VERSION = "compared_version", 10


class MarkField(forms.CharField):
    """Says for whom a form is shown, whatever was sent in its place."""

    widget = forms.HiddenInput

    def bound_data(self, data, initial):
        return initial


class AskedField(forms.BoundField):
    """A question as the page shows it."""

    @property
    def condition(self) -> str:
        """When this question, which may be left empty, must be answered all the same; "" for never."""
        return self.form.required_if.get(self.name, "")

    @property
    def stored_now(self) -> str | None:
        """What somebody else has stored here meanwhile, beside what was typed; None when nobody has."""
        conflict = self.form.conflict
        value = conflict.stored_now().get(self.name) if conflict else None
        return value if value is None else value or "—"

    @property
    def reading_direction(self) -> str:
        return self.field.widget.attrs.get("dir", "auto")

    @property
    def aria_describedby(self):
        described = super().aria_describedby
        if self.stored_now is None or self.is_hidden:
            return described
        return f"{described or ''} {self.auto_id}_stored".strip()


class VerbForm(LegibleData, forms.Form):
    """Shape of one act. Carries a key that makes sending it twice harmless, and the version that was on the screen."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    filled_by = MarkField(required=False)

    # The address of the form without anything typed, and whether it shows what was typed before the page expired.
    anew_url, is_draft, lost_files = "", False, ""
    # Of fields that must be filled in only in some cases: in which, as words after "required".
    required_if: dict[str, str] = {}
    # Somebody else's save that this one would have overwritten.
    conflict: Stale | None = None
    bound_field_class = AskedField
    # The order and grouping of the fields: a crispy Layout, or None for the order of declaration.
    layout = None

    def __init__(self, *args, actor=None, about=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.about = actor, about
        if actor is not None:
            self.fields["filled_by"].initial = mark_of(actor)
        if about is not None and hasattr(about, "version"):
            self.fields["seen_version"].initial = about.version

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.render_hidden_fields = True
        if self.layout is not None:
            helper.layout = self.layout
        return helper

    def show_again(self, draft: Draft) -> None:
        """Shows what was typed before the page expired; it is judged when it is sent."""
        self._errors = ErrorDict()
        self.is_draft = True
        self.lost_files = listed(self.fields[name].label for name in draft.files if name in self.fields)

    def acts(self) -> dict:
        """What was filled in, without the carriers."""
        carriers = {"idempotency_key", "seen_version", MARK}
        return {name: value for name, value in self.cleaned_data.items() if name not in carriers}

    def clean_seen_version(self) -> int | None:
        """The version that was on the screen, or the later one whose changes the person says to have compared."""
        compared = self.data.get(COMPARED, "")
        known = compared.isascii() and compared.isdecimal() and len(compared) < LONGEST_VERSION
        return int(compared) if known else self.cleaned_data["seen_version"]

    @property
    def version_now(self) -> int | None:
        """The version that stands in the page of today, to be compared with what was typed."""
        return self.fields["seen_version"].initial

    def add_refusal(self, refusal) -> None:
        """Shows a rule's reasons beside the field they are about, or above the form."""
        if isinstance(refusal, Stale):
            refusal.reader, self.conflict = self.actor, refusal
            self.add_error(None, refusal.sentence)
            return
        self._name(refusal.by_field)

    def _name(self, reasons) -> None:
        for field, reason in reasons:
            self.add_error(field if field in self.fields else None, reason)

    def reasons_against(self, filled: dict) -> list[tuple[str | None, str]]:
        """What the act's own rules say against the fields that are filled in so far: named with what is misspelled."""
        return []

    def clean(self):
        filled = super().clean()
        reasons = self.reasons_against(filled)
        self._name([(field, reason) for field, reason in reasons if field not in self.errors])
        return filled


class RecordForm(LegibleData, forms.ModelForm):
    """A record in the administration."""


class SeenVersionForm(RecordForm):
    """A form that is refused when somebody else saved the row after it was opened."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            try:
                refuse_stale(self.instance, cleaned.get("seen_version"))
            except Refused as refusal:
                raise ValidationError([str(reason) for reason in refusal.reasons]) from refusal
        return cleaned
