"""The shape of the research report, with the sums of the figures that stand in it."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import AmountField, CleanTextField, DualDateField
from audit.forms import VerbForm

from .forms.fields import CountField
from .models.reports import SCORE_PARTS, ResearchReport, VisitKind
from .outcomes import Recommendation
from .pages.studies import balance

# Where the browser writes a sum.
PLACE = "#"


class ReportForm(VerbForm):
    """The study of one request, usable at the door."""

    visited_on = DualDateField(label=gettext_lazy("Day of the visit"), until_today=True)
    visit_kind = forms.ChoiceField(
        label=gettext_lazy("Place of the visit"), choices=VisitKind.choices, widget=forms.RadioSelect
    )
    household_size = CountField(label=gettext_lazy("Persons in the household"), min_value=1, max_value=60)
    monthly_income = AmountField(label=gettext_lazy("Monthly income in riyals"), max_digits=10)
    monthly_expenses = AmountField(label=gettext_lazy("Monthly expenses in riyals"), max_digits=10)
    findings = CleanTextField(label=gettext_lazy("Findings"), max_length=4000, rows=6)
    needs = CleanTextField(label=gettext_lazy("Needs"), max_length=2000, rows=4)
    recommendation = forms.ChoiceField(
        label=gettext_lazy("Recommendation"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    recommendation_text = CleanTextField(
        label=gettext_lazy("Recommendation in words"), max_length=2000, rows=3
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for part, most in SCORE_PARTS.items():
            self.fields[part] = CountField(
                label=capfirst(ResearchReport._meta.get_field(part).verbose_name),
                min_value=0,
                max_value=most,
                help_text=_("From 0 to %(most)d.") % {"most": most},
            )
        if "household_size" in self.initial:
            known = _("As the household's page says; correct what is otherwise at the visit.")
            self.fields["household_size"].help_text = known
        # The reasons of a refusal are listed in the order of the page.
        for last in ("recommendation", "recommendation_text"):
            self.fields[last] = self.fields.pop(last)

    @property
    def layout(self):
        return Layout(
            Fieldset(_("The visit"), Row("visited_on", "visit_kind")),
            Fieldset(
                _("Household and budget"),
                "household_size",
                Row("monthly_income", "monthly_expenses"),
                template="research_committee/budget_fields.html",
            ),
            Fieldset(_("What was found"), "findings", "needs"),
            Fieldset(
                _("Score, one hundred points together"),
                Row("score_income", "score_housing"),
                Row("score_health", "score_family"),
                template="research_committee/score_fields.html",
            ),
            Fieldset(_("Recommendation to the committee"), "recommendation", "recommendation_text"),
        )

    @cached_property
    def sums(self) -> dict:
        """What the figures on the screen add up to, as far as they can be read; the browser adds on as one types."""
        income, expenses = self._typed("monthly_income"), self._typed("monthly_expenses")
        counted = [points for part in SCORE_PARTS if (points := self._typed(part)) is not None]
        return {
            "left": None if None in (income, expenses) else balance(income - expenses),
            "left_over": balance(0)["label"],
            "short": balance(-1)["label"],
            "riyals": _("%(amount)s riyals") % {"amount": PLACE},
            "score": _of_most(sum(counted)) if counted else "",
            "points": _of_most(PLACE),
            "parts": " ".join(self[part].id_for_label for part in SCORE_PARTS),
        }

    def _typed(self, name: str):
        """The figure that stands in a field now, or None where there is none that can be read."""
        try:
            return self.fields[name].clean(self[name].value())
        except forms.ValidationError:
            return None


def _of_most(points) -> str:
    return _("%(points)s of %(most)s") % {"points": points, "most": sum(SCORE_PARTS.values())}
