"""The shapes of the forms about who goes, who becomes the head, and the budget."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.forms import AmountField, CleanCharField, DualDateField
from arabic.text import listed
from audit.forms import VerbForm

from ..models import Direction, Relation
from ..models.budget import KINDS
from .forms import RELATIONS, AddressForm, MemberField
from .heads import proposed_relation

STAYS, LEAVES = "stays", "leaves"


class LeaveForm(VerbForm):
    """Why and when somebody no longer belongs to the household."""

    because = CleanCharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("For example marriage, work in another city, or death."),
    )
    on = DualDateField(label=gettext_lazy("On which day"), until_today=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = riyadh_today()


class GoingForm(LeaveForm):
    """Somebody goes to live elsewhere, alone or with those who depend on them."""

    together = forms.BooleanField(
        label=gettext_lazy("Whoever depends on them goes along"), required=False, initial=True
    )

    def __init__(self, *args, followers=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["together"].help_text = listed(followers)
        if not followers:
            del self.fields["together"]

    @property
    def reasons(self) -> list:
        """The last questions of every way of going."""
        together = ["together"] if "together" in self.fields else []
        return [*together, Row("because", "on")]


class MoveForm(GoingForm):
    """Into another household."""

    relation = forms.ChoiceField(label=gettext_lazy("Relation"), choices=RELATIONS)
    depends_on = MemberField(label=gettext_lazy("Of whom, and on whom they depend"))

    def __init__(self, *args, members=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["depends_on"].offer(members)
        head = next((row for row in members if row.relation == Relation.HEAD), None)
        self.fields["depends_on"].initial = str(head.pk) if head else None

    @property
    def layout(self):
        return Layout(Row("relation", "depends_on"), *self.reasons)


class MoveOutForm(GoingForm, AddressForm):
    """Into a household of their own."""

    @property
    def layout(self):
        return Layout(
            Fieldset(_("The new home"), *AddressForm.layout), Fieldset(_("The move"), *self.reasons)
        )


class HeadForm(LeaveForm):
    """What becomes of the old head, and of those who depended on the old one."""

    old_head = forms.ChoiceField(
        label=gettext_lazy("The head until now"),
        choices=[
            (STAYS, gettext_lazy("stays in the household")),
            (LEAVES, gettext_lazy("has left it or died")),
        ],
        widget=forms.RadioSelect,
    )
    old_becomes = forms.ChoiceField(
        label=gettext_lazy("To the new head they are"), choices=RELATIONS, required=False
    )

    required_if = {
        "old_becomes": gettext_lazy("required if they stay"),
        "because": gettext_lazy("required if they left"),
        "on": gettext_lazy("required if they left"),
    }

    def __init__(self, *args, new_head=None, old_head=None, dependants=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["because"].required = self.fields["on"].required = False
        self.left_behind = {f"relation_{row.pk}": row.pk for row in dependants}
        depends_on_old = (
            new_head is not None and old_head is not None and new_head.depends_on_id == old_head.pk
        )
        of_new = new_head.relation if depends_on_old else Relation.OTHER
        self.fields["old_becomes"].initial = proposed_relation(of_new)
        for row in dependants:
            self.fields[f"relation_{row.pk}"] = forms.ChoiceField(
                label=_("To the new head %(name)s is") % {"name": row},
                choices=RELATIONS,
                required=False,
                initial=proposed_relation(of_new, row.relation),
            )
        self.required_if = self.required_if | dict.fromkeys(self.left_behind, _("required if they left"))

    @property
    def layout(self):
        return Layout(
            "old_head",
            Fieldset(_("If they stay"), "old_becomes"),
            Fieldset(_("If they left"), Row("because", "on"), *self.left_behind),
        )

    def acts(self) -> dict:
        filled = super().acts()
        if filled["old_head"] == STAYS:
            return {"old_becomes": filled["old_becomes"]}
        relations = {pk: filled[name] for name, pk in self.left_behind.items()}
        return {"because": filled["because"], "on": filled["on"], "relations": relations}

    def reasons_against(self, filled):
        if filled.get("old_head") == STAYS and not filled.get("old_becomes"):
            return [("old_becomes", _("Say what the former head is to the new one."))]
        if filled.get("old_head") == LEAVES and not filled.get("because"):
            return [("because", _("Write why the member leaves."))]
        return []


def _kinds() -> list:
    return [
        (direction.label, [(f"{direction.value}.{kind.value}", kind.label) for kind in KINDS[direction]])
        for direction in Direction
    ]


class BudgetLineForm(VerbForm):
    """What comes in or goes out each month."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of income or expense"), choices=lambda: [("", "—"), *_kinds()]
    )
    monthly_amount = AmountField(label=gettext_lazy("Riyals a month"), max_digits=10)
    note = CleanCharField(label=gettext_lazy("Note"), max_length=300, required=False)

    layout = Layout(Row("kind", "monthly_amount"), "note")

    def acts(self) -> dict:
        fields = super().acts()
        direction, kind = fields["kind"].split(".")
        return fields | {"direction": direction, "kind": kind}


class EndLineForm(VerbForm):
    """Nothing to fill in: the line ends today."""
