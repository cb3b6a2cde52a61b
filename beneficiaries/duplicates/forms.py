"""The forms with which two files are told apart, merged, and taken apart again."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from arabic.forms import CleanCharField
from audit.forms import VerbForm

from ..models import Beneficiary
from .comparison import compared_fields
from .merging import versions_of
from .pairs import LONGEST_REASON

FROM = "from_"


class ReasonForm(VerbForm):
    """One sentence that explains the act."""

    because = CleanCharField(
        label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class ProposeMergeForm(ReasonForm):
    """Which file is kept, and from which file each field comes that is not the same in both."""

    kept = forms.TypedChoiceField(label=_("File that is kept"), widget=forms.RadioSelect, coerce=int)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, second = self.about.first, self.about.second
        self.fields["kept"].choices = [(person.pk, _file_in_words(person)) for person in (first, second)]
        self.fields["kept"].initial = first.pk
        self.fields["because"].label = _("Why it is one person")
        for row in compared_fields(first, second, user=self.actor):
            if not row["is_same"]:
                self.fields[FROM + row["name"]] = self._choice_between(row)

    def _choice_between(self, row: dict) -> forms.ChoiceField:
        people = (self.about.first, self.about.second)
        choices = [
            (person.pk, text or _("nothing")) for person, text in zip(people, row["texts"], strict=True)
        ]
        # What says something before what says nothing.
        first_with_words = next(person for person, text in zip(people, row["texts"], strict=True) if text)
        return forms.TypedChoiceField(
            label=row["label"],
            choices=choices,
            initial=first_with_words.pk,
            widget=forms.RadioSelect,
            coerce=int,
        )

    @property
    def layout(self):
        chosen = [name for name in self.fields if name.startswith(FROM)]
        fields = [Fieldset(_("What the two files say differently"), *chosen)] if chosen else []
        return Layout(Fieldset(_("The file"), "kept"), *fields, Fieldset(_("Reason"), "because"))

    @property
    def proposal(self) -> dict:
        """The two files in their parts, and the fields that come from the one that is given up."""
        people = {person.pk: person for person in (self.about.first, self.about.second)}
        kept = people.pop(self.cleaned_data["kept"])
        (merged,) = people.values()
        acts = self.acts()
        taken_over = [
            name.removeprefix(FROM) for name, pk in acts.items() if name.startswith(FROM) and pk == merged.pk
        ]
        return {
            "kept": kept,
            "merged": merged,
            "taken_over": taken_over,
            "because": self.cleaned_data["because"],
        }


class ApproveMergeForm(VerbForm):
    """Nothing to fill in: what stood on the screen is sent along."""

    seen_files = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_files"].initial = versions_of(self.about.kept, self.about.merged)


def _file_in_words(person: Beneficiary) -> str:
    """Enough to tell two files of one name apart."""
    words = _("{name}, file {number}, {city}")
    # One element: the parts of a choice stand beside each other in columns.
    name, city = (format_html("<bdi>{}</bdi>", part) for part in (person.full_name, person.city))
    return format_html("<span>{}</span>", format_html(words, name=name, number=person.pk, city=city))
