"""The questions of a study, and the study that the answers make."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import AmountField, CleanCharField, CleanTextField
from audit.forms import VerbForm
from beneficiaries.models.households import Housing

from ..forms.fields import CountField
from ..models import ResearchReport
from ..outcomes import Recommendation
from ..research import Recommended
from ..study_rules import MOST_ROOMS, reasons_against_report
from ..studying.desk import StudyDesk
from ..studying.names import Condition, Dwelling, Presence
from ..studying.sheet import Home, Member, Sheet
from .chapters import CHAPTERS
from .rows import RowsOfTables


class CountedSaving(forms.IntegerField):
    """How often the draft had been saved when the page was opened; a page that comes back shows today's number."""

    widget = forms.HiddenInput

    def bound_data(self, data, initial):
        return initial


def _choices(names) -> list[tuple[str, str]]:
    return [("", "—"), *((value, capfirst(label)) for value, label in names.choices)]


class ReportForm(RowsOfTables, VerbForm):
    """The study of one request, usable at the door."""

    saving = CountedSaving(required=False)
    home_dwelling = forms.ChoiceField(label=gettext_lazy("Kind of home"), choices=lambda: _choices(Dwelling))
    home_tenure = forms.ChoiceField(label=gettext_lazy("Owned or rented"), choices=lambda: _choices(Housing))
    home_rooms = CountField(label=gettext_lazy("Rooms"), min_value=1, max_value=MOST_ROOMS, required=False)
    home_condition = forms.ChoiceField(
        label=gettext_lazy("Condition of the home"), choices=lambda: _choices(Condition)
    )
    home_note = CleanCharField(label=gettext_lazy("About the housing"), max_length=500, required=False)
    health = CleanTextField(
        label=gettext_lazy("Health of the household"), max_length=2000, rows=3, required=False
    )
    findings = CleanTextField(label=gettext_lazy("Findings"), max_length=4000, rows=6)
    recommendation = forms.ChoiceField(
        label=gettext_lazy("Recommendation"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    recommended_service = forms.TypedChoiceField(
        label=gettext_lazy("Recommended service"), coerce=int, empty_value=None, required=False
    )
    recommended_amount = AmountField(label=gettext_lazy("Recommended amount in riyals"), required=False)
    recommendation_text = CleanTextField(
        label=gettext_lazy("Recommendation in words"), max_length=2000, rows=3
    )

    annex = CleanTextField(
        label=gettext_lazy("Confidential annex"),
        help_text=gettext_lazy(
            "Only the committee and you read it: what must not stand in the study itself."
        ),
        max_length=4000,
        rows=3,
        required=False,
    )

    required_if = {"recommended_service": gettext_lazy("required to recommend acceptance without an amount")}
    # The draft that the page shows, and whether another window saved a later one.
    reopened = None

    def __init__(self, *args, desk: StudyDesk, **kwargs):
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.fields["saving"].initial = desk.drafts.saving
        self._add_members()
        self.add_tables()
        self._add_score()
        self.fields["recommended_service"].choices = [("", "—"), *desk.services]
        self.order_fields(self._in_order_of_page())

    def _add_members(self) -> None:
        for member in self.desk.household.members:
            self.fields[f"member_{member.key}_presence"] = forms.ChoiceField(
                label=_("%(name)s: lives there?") % {"name": member.name},
                choices=Presence.choices,
                widget=forms.RadioSelect,
            )
            self.fields[f"member_{member.key}_note"] = CleanCharField(
                label=_("%(name)s: note") % {"name": member.name}, max_length=300, required=False
            )

    def _add_score(self) -> None:
        for part in self.desk.scale.parts if self.desk.scale else ():
            if part.levels:
                levels = [(level.code, level.label) for level in part.levels]
                field = forms.ChoiceField(label=part.label, choices=levels, widget=forms.RadioSelect)
            else:
                hint = _("From 0 to %(most)d.") % {"most": part.most}
                field = CountField(label=part.label, min_value=0, max_value=part.most, help_text=hint)
            self.fields[part.field] = field

    def _in_order_of_page(self) -> list[str]:
        """The reasons of a refusal are listed in the order of the page."""
        order = [part for chapter in CHAPTERS for part in chapter.parts]
        return [name for part in order for name in self.fields if name.startswith(part)]

    def forget_errors(self) -> None:
        """A draft is shown as it was typed; it is judged when it is submitted."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    @cached_property
    def lacking(self) -> frozenset[str]:
        """The fields for which this page would be refused if it were submitted as it stands."""
        shown = {name: self[name].value() for name in self.fields}
        typed = {name: [str(value)] for name, value in shown.items() if value is not None}
        return frozenset({*self.errors, *ReportForm(MultiValueDict(typed), desk=self.desk).errors})

    def clean(self):
        self.complete_rows()
        return super().clean()

    def reasons_against(self, filled: dict) -> list[tuple[str | None, str]]:
        advice = {name: filled.get(name) for name in ("recommendation", "recommended_amount")}
        report = ResearchReport(
            support_request=self.desk.request,
            findings=filled.get("findings", ""),
            recommendation_text=filled.get("recommendation_text", ""),
            recommended_service=self._service(filled),
            **advice,
        )
        reasons = reasons_against_report(report, self.sheet(filled))
        return [(name, sentence) for name, sentence in reasons if self._is_still_right(self.field_of(name))]

    def _is_still_right(self, name: str | None) -> bool:
        return name not in self.fields or name not in self.errors

    def _name(self, reasons) -> None:
        super()._name([(self.field_of(name), sentence) for name, sentence in reasons])

    def field_of(self, name: str | None) -> str | None:
        table, _sep, rest = (name or "").partition("_")
        number, _sep, column = rest.partition("_")
        if table == "members" and number.isdecimal():
            return f"member_{self.desk.household.members[int(number)].key}_{column}"
        return super().field_of(name)

    def sheet(self, filled: dict) -> Sheet:
        """The study as far as it is filled in; what is missing is empty, for the rules to name."""
        home = {
            name: filled.get(f"home_{name}") or "" for name in ("dwelling", "tenure", "condition", "note")
        }
        return Sheet(
            members=tuple(
                Member(
                    member.name,
                    member.relation,
                    filled.get(f"member_{member.key}_presence", ""),
                    filled.get(f"member_{member.key}_note", ""),
                )
                for member in self.desk.household.members
            ),
            home=Home(**home, rooms=filled.get("home_rooms")),
            health=filled.get("health", ""),
            stated=self.desk.household.home,
            **self.read_rows(),
        )

    @cached_property
    def sheet_so_far(self) -> Sheet:
        """What stands in the page now, as far as it can be read."""
        if not hasattr(self, "cleaned_data") or not self.cleaned_data:
            self._errors, self.cleaned_data = ErrorDict(), {}
            for name, field in self.fields.items():
                try:
                    self.cleaned_data[name] = field.clean(self[name].value())
                except ValidationError:
                    continue
        return self.sheet(self.cleaned_data)

    def _service(self, filled: dict):
        chosen = filled.get("recommended_service")
        services = self.desk.case.parts.service_types
        return next((service for service in services if service.pk == chosen), None)

    def acts(self) -> dict:
        filled = self.cleaned_data
        parts = self.desk.scale.parts if self.desk.scale else ()
        return {
            "sheet": self.sheet(filled),
            "answers": {part.code: str(filled[part.field]) for part in parts},
            "findings": filled["findings"],
            "recommended": Recommended(
                recommendation=filled["recommendation"],
                recommendation_text=filled["recommendation_text"],
                recommended_service=self._service(filled),
                recommended_amount=filled["recommended_amount"],
            ),
            "annex": filled["annex"],
            "seen_saving": filled["saving"],
        }
