"""What people say about a list: the file, the meaning of its columns, and why it may come in."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch
from arabic.forms import CleanCharField
from audit.forms import VerbForm
from audit.refusals import Refused

from ..models import Gender
from .headings import IMPORTED, label_of
from .reading import kind_of, too_large_sentence

# A column that means nothing is said to do so, and never left empty.
NOTHING = "not_brought_in"


class ListField(forms.FileField):
    """A list as a file; what is no list is told beside the field."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    default_error_messages = {
        "required": _("Choose the file."),
        "empty": _("The file is empty."),
        "invalid": _("The file did not arrive. Choose it again."),
    }

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is not None:
            try:
                kind_of(upload, upload.name)
            except Refused as refusal:
                raise ValidationError([str(reason) for reason in refusal.reasons]) from refusal
        return upload


class BringForm(VerbForm):
    """One list of people."""

    file = ListField(label=_("The list"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = too_large_sentence()


class ColumnsForm(VerbForm):
    """For each column of the list what it means, and what holds for all rows that have no such column."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = []
        meanings = [(NOTHING, _("not brought in")), *((name, label_of(name)) for name in IMPORTED)]
        for place, heading in enumerate(self.about.found.get("headings", [])):
            name = f"column_{place}"
            self.columns.append(name)
            chosen = self.about.columns[place] if place < len(self.about.columns) else NOTHING
            label = heading or _("Column without a heading")
            self.fields[name] = forms.ChoiceField(label=label, choices=meanings, initial=chosen or NOTHING)
        self.fields |= _for_all()
        self.initial = {**self.about.for_all, **self.initial}

    @property
    def layout(self):
        pairs = [Row(*self.columns[place : place + 2]) for place in range(0, len(self.columns), 2)]
        return Layout(
            Fieldset(_("What each column holds"), *pairs),
            Fieldset(
                _("For all rows in which nothing else stands"),
                Row("city", "district"),
                Row("gender", "branch"),
                "identity_missing_reason",
            ),
        )

    def acts(self) -> dict:
        said = super().acts()
        branch = said.pop("branch", None)
        columns = [said.pop(name) for name in self.columns]
        return {"columns": columns, "for_all": {**said, "branch": branch.name if branch else ""}}


def _for_all() -> dict:
    return {
        "city": CleanCharField(label=_("City"), max_length=80, required=False),
        "district": CleanCharField(label=_("District"), max_length=80, required=False),
        "gender": forms.ChoiceField(label=_("Gender"), choices=[("", "—"), *Gender.choices], required=False),
        "branch": forms.ModelChoiceField(
            label=_("Branch"),
            queryset=Branch.objects.all(),
            to_field_name="name",
            required=False,
            empty_label="—",
        ),
        "identity_missing_reason": CleanCharField(
            label=_("Why there is no document"),
            max_length=300,
            required=False,
            help_text=_("For rows without an identity number. Left empty, such rows are errors."),
        ),
    }


class LetInForm(VerbForm):
    """Whether rows that look like files that are there come in too."""

    different_because = CleanCharField(
        label=_("Why these are other people"),
        max_length=300,
        required=False,
        help_text=_("Left empty, the rows that look like a file that is there are left out."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.about.verdicts.get("likely"):
            del self.fields["different_because"]
