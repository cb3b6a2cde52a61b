"""The shapes of the forms about a home and its members; what is allowed is decided by the rules."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy

from arabic.calendars import PartialDate, Precision, riyadh_today
from arabic.forms import CleanCharField, DualDateField, PartialDateField
from arabic.text import ascii_digits, clean_line
from audit.forms import VerbForm

from ..models import Gender, Household, HouseholdMember, Housing, Relation
from ..rules import reason_short_address_is_wrong
from .homes import MOST_ROOMS

RELATIONS = [("", "—"), *((value, label) for value, label in Relation.choices if value != Relation.HEAD)]
GENDERS = [("", "—"), *Gender.choices]


class RoomsField(forms.IntegerField):
    """A few rooms, in digits of any script."""

    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Write a whole number in digits.")}

    def to_python(self, value):
        return super().to_python(ascii_digits(clean_line(value)) if isinstance(value, str) else value)

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}


class MemberField(forms.ChoiceField):
    """A member of a household, chosen by name from those that were read for the page."""

    def __init__(self, *, members=(), **kwargs):
        super().__init__(**kwargs)
        self.offer(members)

    def offer(self, members) -> None:
        self.members = {str(row.pk): row for row in members}
        self.choices = [("", "—"), *((pk, str(row)) for pk, row in self.members.items())]

    def clean(self, value):
        return self.members.get(super().clean(value))


class AddressForm(VerbForm):
    """Where and how the household lives."""

    city = CleanCharField(label=gettext_lazy("City"), max_length=80)
    district = CleanCharField(label=gettext_lazy("District"), max_length=80, required=False)
    short_address = CleanCharField(
        label=gettext_lazy("Short national address"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Four Latin letters and four digits, for example RRRD2929."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    housing = forms.ChoiceField(
        label=gettext_lazy("Housing"), choices=Housing.choices, widget=forms.RadioSelect
    )
    rooms = RoomsField(label=gettext_lazy("Rooms"), min_value=1, max_value=MOST_ROOMS, required=False)
    housing_note = CleanCharField(label=gettext_lazy("About the housing"), max_length=500, required=False)

    layout = Layout(Row("city", "district"), "short_address", "housing", Row("rooms", "housing_note"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if isinstance(self.about, Household):
            names = [name for name in AddressForm.base_fields if hasattr(self.about, name)]
            self.initial = {name: getattr(self.about, name) for name in names} | self.initial

    def reasons_against(self, filled):
        short = ascii_digits(filled.get("short_address", "")).upper().replace(" ", "")
        reason = reason_short_address_is_wrong(short)
        return [("short_address", reason)] if reason else []


class RelationForm(VerbForm):
    """What somebody is to whom in the household, and since when they live there."""

    relation = forms.ChoiceField(label=gettext_lazy("Relation"), choices=RELATIONS)
    depends_on = MemberField(label=gettext_lazy("Of whom, and on whom they depend"))
    since_on = DualDateField(label=gettext_lazy("In the household since"), until_today=True)

    layout = Layout(Row("relation", "depends_on"), "since_on")

    def __init__(self, *args, members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["depends_on"].offer(members)
        self.fields["since_on"].initial = riyadh_today()
        head = next((row for row in members if row.relation == Relation.HEAD), None)
        if head is not None:
            self.fields["depends_on"].initial = str(head.pk)


class FileMemberForm(RelationForm):
    """A member who has a file; perhaps the household has named them before they had one."""

    named_as = MemberField(label=gettext_lazy("Named in this household already as"), required=False)

    def __init__(self, *args, members=(), **kwargs):
        super().__init__(*args, members=members, **kwargs)
        without_file = [row for row in members if row.person_id is None]
        self.fields["named_as"].offer(without_file)
        if not without_file:
            del self.fields["named_as"]

    @property
    def layout(self):
        named = ["named_as"] if "named_as" in self.fields else []
        return Layout(Row("relation", "depends_on"), "since_on", *named)


class NamedMemberForm(RelationForm):
    """A member who has no file: known by name, and as far as one knows by birth."""

    name = CleanCharField(label=gettext_lazy("Name"), max_length=200)
    gender = forms.ChoiceField(label=gettext_lazy("Gender"), choices=GENDERS, required=False)
    birth_date = PartialDateField(label=gettext_lazy("Birth date"), until_today=True, required=False)

    layout = Layout(
        Fieldset(gettext_lazy("The member"), Row("name", "gender"), "birth_date"),
        Fieldset(gettext_lazy("In the household"), Row("relation", "depends_on"), "since_on"),
    )

    def acts(self) -> dict:
        fields = super().acts()
        born = fields.pop("birth_date", None)
        return fields | {
            "birth_date": born.date if born else None,
            "birth_precision": born.precision if born else "",
        }


class _Known:
    """The form of a member who is there already, filled with what is known."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        member: HouseholdMember = self.about
        known = {"relation": member.relation, "depends_on": member.depends_on_id, "since_on": member.since_on}
        if "name" in self.fields:
            born = member.birth_date and PartialDate(member.birth_date, Precision(member.birth_precision))
            known |= {"name": member.name, "gender": member.gender, "birth_date": born or None}
        self.initial = known | self.initial
        if member.relation == Relation.HEAD:
            for name in ("relation", "depends_on"):
                del self.fields[name]

    def _without_relation(self, *rows):
        mine = [] if "relation" not in self.fields else [Row("relation", "depends_on")]
        return Layout(*rows, *mine, "since_on")


class ChangeFileMemberForm(_Known, RelationForm):
    @property
    def layout(self):
        return self._without_relation()


class ChangeNamedMemberForm(_Known, NamedMemberForm):
    @property
    def layout(self):
        return self._without_relation(Row("name", "gender"), "birth_date")
