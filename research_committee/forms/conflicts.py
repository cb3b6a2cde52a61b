"""Conflicts of interest: what members declare, and the ruling on what is found."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField, CleanTextField
from audit.forms import VerbForm
from beneficiaries.fields import CodeField, PhoneField
from beneficiaries.iban import iban_as_stored
from beneficiaries.identity import identity_as_stored

from ..conflicts.declaring import reasons_against_particulars, reasons_against_relation
from ..conflicts.ruling import findings_to_rule_on

OWN_FACTS = ("identity_number", "family_name", "city", "district", "phone", "iban")


def _number(**kwargs) -> CodeField:
    return CodeField(
        label=gettext_lazy("Identity number"), max_length=40, as_stored=identity_as_stored, **kwargs
    )


class DeclareParticularsForm(VerbForm):
    """A member's own facts, compared with the people of the requests."""

    identity_number = _number(help_text=gettext_lazy("Of your national ID or Iqama."))
    family_name = CleanCharField(label=gettext_lazy("Family name"), max_length=60)
    city = CleanCharField(label=gettext_lazy("City"), max_length=80)
    district = CleanCharField(label=gettext_lazy("District"), max_length=80)
    phone = PhoneField(label=gettext_lazy("Phone"), region="SA")
    iban = CodeField(
        label=gettext_lazy("IBAN"),
        max_length=60,
        required=False,
        as_stored=iban_as_stored,
        help_text=gettext_lazy("Of your own account."),
    )

    layout = Layout(
        Fieldset(gettext_lazy("Who you are"), Row("identity_number", "family_name")),
        Fieldset(gettext_lazy("Where you live"), Row("city", "district")),
        Fieldset(gettext_lazy("Phone and bank account"), Row("phone", "iban")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.about.version if self.about.pk else 0
        self.initial = {name: getattr(self.about, name) for name in OWN_FACTS} | self.initial

    def reasons_against(self, filled):
        lines = {name: filled.get(name, "") for name in ("family_name", "city", "district")}
        number, iban = filled.get("identity_number", ""), filled.get("iban", "")
        return reasons_against_particulars(number=number, phone=filled.get("phone"), iban=iban, lines=lines)


class DeclareRelationForm(VerbForm):
    """To whom a member is tied: by number, by name, or by both."""

    name = CleanCharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("At least two names, for example the first name and the family name."),
    )
    identity_number = _number(required=False, help_text=gettext_lazy("It finds the person without a doubt."))
    relation = CleanCharField(
        label=gettext_lazy("What ties you"),
        max_length=200,
        help_text=gettext_lazy("For example: my sister's husband, or my partner in a shop."),
    )
    required_if = {
        "name": gettext_lazy("required without an identity number"),
        "identity_number": gettext_lazy("required without a name"),
    }
    layout = Layout(Row("name", "identity_number"), "relation")

    def reasons_against(self, filled):
        number, name = filled.get("identity_number", ""), filled.get("name", "")
        return reasons_against_relation(number=number, name=name, relation=filled.get("relation", ""))


class EndRelationForm(VerbForm):
    """Ending needs nothing but the confirmation."""


class RuleOnConflictForm(VerbForm):
    """Which finding, whether it stands, and why."""

    finding = forms.ChoiceField(label=gettext_lazy("What was found"), widget=forms.RadioSelect)
    confirmed = forms.ChoiceField(
        label=gettext_lazy("Ruling"),
        choices=[
            ("yes", gettext_lazy("It stands: the member has no part in this item")),
            ("no", gettext_lazy("It does not stand: the member votes")),
        ],
        widget=forms.RadioSelect,
    )
    reason = CleanTextField(
        label=gettext_lazy("Reason"),
        max_length=500,
        rows=3,
        help_text=gettext_lazy("Read by the chair, the secretary, the member and the auditor."),
    )

    def __init__(self, *args, file=None, chosen="", **kwargs):
        super().__init__(*args, **kwargs)
        names = {seat.user_id: seat.user for seat in file.session_file.seats}
        self.found = {finding.key: finding for finding in findings_to_rule_on(file, self.actor)}
        self.members = names
        self.fields["finding"].choices = [
            (key, self._in_words(names[finding.member_id], finding)) for key, finding in self.found.items()
        ]
        only = next(iter(self.found), "") if len(self.found) == 1 else ""
        self.fields["finding"].initial = chosen if chosen in self.found else only

    @staticmethod
    def _in_words(member, finding) -> str:
        return _("%(who)s: %(sentence)s") % {"who": member.full_name, "sentence": finding.sentence}

    def acts(self) -> dict:
        filled = super().acts()
        finding = self.found[filled.pop("finding")]
        return {
            **filled,
            "confirmed": filled["confirmed"] == "yes",
            "member": self.members[finding.member_id],
            "ground": finding.ground,
        }
