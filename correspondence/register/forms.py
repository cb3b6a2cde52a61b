"""The forms of the register: a hand-over, and a letter that came in."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.forms import CleanCharField, DualDateField
from audit.forms import VerbForm
from beneficiaries.fields import CodeField
from beneficiaries.identity import identity_as_stored
from beneficiaries.models import Beneficiary
from beneficiaries.papers import PaperField

from .. import hand_overs, incoming
from ..models import HowHandedOver


class HandOverForm(VerbForm):
    """How a letter reached whom, and when."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it was handed over"),
        choices=HowHandedOver.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how the letter was handed over.")},
    )
    received_by_name = CleanCharField(label=gettext_lazy("Who received it"), max_length=150)
    handed_on = DualDateField(label=gettext_lazy("Handed over on"), initial=riyadh_today)
    note = CleanCharField(label=gettext_lazy("Note"), max_length=300, required=False)

    layout = Layout(Fieldset("", "how", Row("received_by_name", "handed_on"), "note"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A letter is never changed: what counts is the letter, not its version.
        if self.about.beneficiary is not None:
            self.fields["received_by_name"].initial = self.about.beneficiary.full_name

    def reasons_against(self, filled):
        words = {name: filled.get(name) for name in ("received_by_name", "handed_on")}
        return hand_overs.reasons_against(self.about, **words)


class IncomingForm(VerbForm):
    """What stands on a letter that came in."""

    received_on = DualDateField(label=gettext_lazy("Came in on"), initial=riyadh_today, until_today=True)
    sender = CleanCharField(label=gettext_lazy("From whom"), max_length=200)
    sender_number = CleanCharField(
        label=gettext_lazy("Number on the letter"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As the sender wrote it."),
    )
    subject = CleanCharField(label=gettext_lazy("Subject"), max_length=200)
    person = CodeField(
        label=gettext_lazy("Identity number of the person whom it is about"),
        max_length=30,
        required=False,
        as_stored=identity_as_stored,
        help_text=gettext_lazy("Only for letters about a person who has a file here."),
    )
    scan = PaperField(label=gettext_lazy("Scan of the letter"), required=False)

    layout = Layout(Fieldset("", Row("received_on", "sender_number"), "sender", "subject", "person", "scan"))

    def clean_person(self) -> Beneficiary | None:
        number = self.cleaned_data["person"]
        if not number:
            return None
        seen = Beneficiary.objects.visible_to(self.actor).filter(identity_number=number)
        people = list(seen.exclude(standing="merged")[:2])
        if not people:
            raise forms.ValidationError(_("There is no file of this person that you may see."))
        return people[0]

    def reasons_against(self, filled):
        words = {name: filled[name] for name in ("sender", "subject", "received_on") if name in filled}
        return incoming.reasons_against(words, self.actor)

    def acts(self):
        facts = super().acts()
        return facts | {"beneficiary": facts.pop("person")}


class IncomingCorrectForm(IncomingForm):
    """The same once more with the reason; whom the letter is about stays as it is unless somebody says otherwise."""

    about_nobody = forms.BooleanField(
        label=gettext_lazy("The letter is about no single person"), required=False
    )
    reason = CleanCharField(label=gettext_lazy("Why the entry is corrected"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("received_on", "sender", "sender_number", "subject"):
            self.fields[name].initial = getattr(self.about, name)
        if self.about.beneficiary is not None:
            words = _("Now: {name}. Leave it empty to keep this person.")
            self.fields["person"].help_text = format_html(words, name=self.about.beneficiary.full_name)
        else:
            del self.fields["about_nobody"]
        if self.about.key:
            # What was scanned stays.
            del self.fields["scan"]

    @property
    def layout(self):
        asked = [name for name in ("about_nobody", "scan") if name in self.fields]
        words = (Row("received_on", "sender_number"), "sender", "subject", "person", *asked)
        return Layout(Fieldset("", *words), Fieldset("", "reason"))

    def acts(self):
        facts = super().acts()
        nobody = facts.pop("about_nobody", False)
        if facts["beneficiary"] is None and not nobody:
            facts["beneficiary"] = self.about.beneficiary
        return facts
