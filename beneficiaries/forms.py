"""The form of a person's file."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Branch, User
from accounts.roles import roles_with
from arabic.calendars import PartialDate, Precision, dual_partial
from arabic.forms import CleanCharField, PartialDateField
from audit.forms import VerbForm
from audit.refusals import Refused

from .duplicates.pairs import LooksLikeAnother
from .fields import CodeField, CountryField, PhoneField
from .identity import identity_as_stored
from .models import Beneficiary, Gender, IdentityKind
from .people import as_printed, draft_of
from .rules import reasons_against


class PersonForm(VerbForm):
    """Who the person is, how to reach them, and where they live."""

    identity_kind = forms.ChoiceField(
        label=_("Identity document"), choices=IdentityKind.choices, initial=IdentityKind.NATIONAL_ID
    )
    identity_number = CodeField(
        label=_("Identity number"),
        max_length=30,
        required=False,
        as_stored=identity_as_stored,
        help_text=_("10 digits; a national ID begins with 1, an Iqama with 2."),
    )
    identity_country = CountryField(label=_("Country of the document"), required=False)
    identity_missing_reason = CleanCharField(
        label=_("Why there is no document"), max_length=300, required=False
    )
    identity_follow_up_by = forms.ModelChoiceField(
        label=_("Who follows the document up"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    first_name = CleanCharField(label=_("First name"), max_length=60)
    father_name = CleanCharField(label=_("Father's name"), max_length=60)
    grandfather_name = CleanCharField(label=_("Grandfather's name"), max_length=60, required=False)
    family_name = CleanCharField(label=_("Family name"), max_length=60)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, widget=forms.RadioSelect)
    birth_date = PartialDateField(label=_("Birth date"), until_today=True)
    phone = PhoneField(label=_("Phone"), region="SA")
    city = CleanCharField(label=_("City"), max_length=80)
    district = CleanCharField(label=_("District"), max_length=80, required=False)
    branch = forms.ModelChoiceField(
        label=_("Branch"), queryset=Branch.objects.all(), required=False, empty_label=_("Head office")
    )

    required_if = {
        "identity_number": _("required if there is a document"),
        "identity_country": _("required for a passport or a Gulf card"),
        "identity_missing_reason": _("required if there is no document"),
        "identity_follow_up_by": _("required if there is no document"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.about is not None:
            self.initial = {**_as_typed(self.about), **self.initial}
            born = dual_partial(self.about.birth_date, self.about.birth_precision)
            self.fields["birth_date"].help_text = _("On record: %(date)s.") % {"date": born}
        self.fields["identity_follow_up_by"].queryset = _who_may_follow_up(self.about)
        if not self.actor.may("beneficiaries.see_everyone"):
            del self.fields["branch"]

    @property
    def layout(self):
        place = [name for name in ("city", "district", "branch") if name in self.fields]
        return Layout(
            Fieldset(
                _("Identity"),
                Row("identity_kind", "identity_number"),
                Row(
                    *("identity_country", "identity_missing_reason", "identity_follow_up_by"),
                    css_class="pair--three",
                ),
            ),
            Fieldset(
                _("Name"),
                Row("first_name", "father_name"),
                Row("grandfather_name", "family_name"),
                "gender",
                "birth_date",
            ),
            Fieldset(_("Phone and place"), "phone", Row(*place, css_class="pair--three")),
            *self._last_questions(),
        )

    def _last_questions(self) -> list[str]:
        return []

    def reasons_against(self, filled):
        try:
            return reasons_against(draft_of(self.about, self.acts(), by=self.actor))
        except Refused as refusal:
            return refusal.by_field

    def acts(self) -> dict:
        fields = super().acts()
        born = fields.pop("birth_date", None)
        if born is not None:
            fields |= {
                "birth_date": born.date,
                "birth_precision": born.precision,
                "birth_printed": as_printed(born),
            }
        return fields


class NewPersonForm(PersonForm):
    """A person who has no file yet, with what usually comes next."""

    start_request = forms.BooleanField(
        label=_("Then open a support request for this person"), required=False, initial=True
    )
    different_because = CleanCharField(
        label=_("Why this is another person"),
        max_length=300,
        required=False,
        help_text=_("For example: the father's phone stands in the files of his children."),
    )
    compared_with = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    required_if = PersonForm.required_if | {"different_because": _("required to open a file all the same")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"identity_follow_up_by": self.actor, **self.initial}
        if not self.actor.may("intake.receive_request"):
            del self.fields["start_request"]

    # Files that look like this person's, once the verb has named them.
    found: list = []

    def _last_questions(self):
        is_asked = self.found or "different_because" in self.data
        unlike = [Fieldset(_("Another person"), "different_because")] if is_asked else []
        return unlike + (["start_request"] if "start_request" in self.fields else [])

    def add_refusal(self, refusal):
        if isinstance(refusal, LooksLikeAnother):
            self.found = refusal.found
            self.data = self.data.copy()
            self.data["compared_with"] = ",".join(str(one.person.pk) for one in refusal.found)
        super().add_refusal(refusal)

    @property
    def wants_request(self) -> bool:
        """Whether to go on to the new request."""
        return self.cleaned_data.get("start_request", False)

    def acts(self):
        fields = super().acts()
        for besides in ("start_request", "different_because", "compared_with"):
            fields.pop(besides, None)
        return fields

    @property
    def unlike(self) -> dict:
        """Why this is another person than those whose files stood on the screen."""
        shown = self.cleaned_data["compared_with"].split(",")
        return {
            "different_because": self.cleaned_data["different_because"],
            "compared_with": {int(pk) for pk in shown if pk.isascii() and pk.isdecimal() and len(pk) < 19},
        }


def _as_typed(person: Beneficiary) -> dict:
    """What stands in the file, as the fields show it."""
    names = [name for name in PersonForm.base_fields if hasattr(person, name)]
    born = PartialDate(person.birth_date, Precision(person.birth_precision), person.birth_printed)
    return {name: getattr(person, name) for name in names} | {"birth_date": born}


def _who_may_follow_up(person: Beneficiary | None):
    """Active colleagues who may change a person's data, and whoever follows this document up now."""
    colleagues = User.objects.filter(pk=person.identity_follow_up_by_id if person else None)
    for role in roles_with("beneficiaries.change_person"):
        colleagues |= User.objects.working_as(role)
    return colleagues.order_by("full_name", "pk")
