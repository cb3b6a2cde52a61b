"""The one page on which reception opens a request."""

from datetime import datetime

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.forms import CleanCharField, CleanTextField
from arabic.text import ascii_digits, clean_line
from audit.forms import VerbForm
from beneficiaries.phones import dialled

from ..models.contacts import CameAs, PreferredContact

QUESTIONS = (1, 2, 3)


class ClockField(forms.TimeField):
    """A time of today, as HH:MM in any digits."""

    default_error_messages = {"invalid": gettext_lazy("Write a time as hours and minutes, like 09:45.")}

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%H:%M", "%H.%M"], **kwargs)
        self.widget = forms.TimeInput(
            format="%H:%M", attrs={"dir": "ltr", "inputmode": "numeric", "size": "6"}
        )

    def to_python(self, value):
        return super().to_python(clean_line(ascii_digits(value)) if value else value)


class OpenRequestForm(VerbForm):
    """Who came, over which channel, what was said, and what is needed."""

    channel = forms.ModelChoiceField(label=gettext_lazy("Channel"), queryset=None, empty_label=None)
    service_type = forms.ModelChoiceField(
        label=gettext_lazy("Service asked for"), queryset=None, empty_label="—"
    )
    need = CleanTextField(
        label=gettext_lazy("The need, in the person's words"), max_length=2000, min_length=3, rows=3
    )
    came_as = forms.ChoiceField(
        label=gettext_lazy("Who came"), choices=CameAs.choices, widget=forms.RadioSelect, initial=CameAs.SELF
    )
    representative_name = CleanCharField(
        label=gettext_lazy("Representative's name"), max_length=150, required=False
    )
    representative_proof = CleanCharField(
        label=gettext_lazy("Proof of representation"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example the number of the power of attorney."),
    )
    arrived = ClockField(label=gettext_lazy("Arrival"))
    started = ClockField(label=gettext_lazy("Start of the talk"))
    ended = ClockField(
        label=gettext_lazy("End of the talk"), required=False, help_text=gettext_lazy("Empty means now.")
    )
    unclear = CleanTextField(
        label=gettext_lazy("What is unclear to the person"),
        max_length=2000,
        required=False,
        rows=2,
        help_text=gettext_lazy(
            "It is referred to whoever the policy names, and the pledge waits for the answer."
        ),
    )
    preferred_contact = forms.ChoiceField(
        label=gettext_lazy("Preferred contact"), choices=PreferredContact.choices, widget=forms.RadioSelect
    )
    phone_still_right = forms.BooleanField(label=gettext_lazy("The phone is still right"), required=False)
    privacy_notice_shown = forms.BooleanField(
        label=gettext_lazy("The person read or heard the privacy notice and acknowledged it")
    )

    required_if = {
        "representative_name": gettext_lazy("required if a representative came"),
        "representative_proof": gettext_lazy("required if a representative came"),
        **{f"question_{number}": gettext_lazy("required with an answer") for number in QUESTIONS},
        **{f"answer_{number}": gettext_lazy("required with a question") for number in QUESTIONS},
    }

    def __init__(self, *args, version=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = version.channels.order_by("position")
        self.fields["service_type"].queryset = version.service_types.order_by("position")
        self.fields["privacy_notice_shown"].help_text = version.privacy_notice
        self.fields["phone_still_right"].label = _still_right(self.about)
        self.fields["preferred_contact"].initial = PreferredContact.PHONE
        now = timezone.localtime().time()
        self.fields["arrived"].initial = self.fields["started"].initial = now
        for number in QUESTIONS:
            self.fields[f"question_{number}"] = CleanCharField(
                label=_("Question %(number)d") % {"number": number}, max_length=1000, required=False
            )
            self.fields[f"answer_{number}"] = CleanTextField(
                label=_("Answer given"), max_length=2000, required=False, rows=2
            )
        self.fields["answer_1"].help_text = _to_the_articles()

    @property
    def layout(self):
        questions = [Row(f"question_{number}", f"answer_{number}") for number in QUESTIONS]
        return Layout(
            Fieldset(_("What is asked for"), Row("channel", "service_type"), "need"),
            Fieldset(_("The visitor"), "came_as", Row("representative_name", "representative_proof")),
            Fieldset(_("The talk"), Row("arrived", "started", "ended", css_class="pair--three")),
            Fieldset(_("Questions and answers"), *questions, "unclear"),
            Fieldset(
                _("Contact and privacy"), "preferred_contact", "phone_still_right", "privacy_notice_shown"
            ),
        )

    def clean(self):
        filled = super().clean()
        if filled.get("came_as") == CameAs.REPRESENTATIVE:
            for name in ("representative_name", "representative_proof"):
                if not filled.get(name) and name not in self.errors:
                    self.add_error(name, _("Name the representative and the proof of representation."))
        for number in QUESTIONS:
            question, answer = filled.get(f"question_{number}"), filled.get(f"answer_{number}")
            if question and not answer:
                self.add_error(f"answer_{number}", _("Write the answer that was given."))
            if answer and not question:
                self.add_error(f"question_{number}", _("Write the question that was asked."))
        return filled

    def inquiries(self) -> list[tuple[str, str]]:
        """The questions with their answers."""
        pairs = [(self.cleaned_data[f"question_{n}"], self.cleaned_data[f"answer_{n}"]) for n in QUESTIONS]
        return [pair for pair in pairs if pair[0]]

    def talk(self) -> dict:
        """The fields of the contact: the times are of today, in Riyadh."""
        filled, now = self.cleaned_data, timezone.now()

        def moment(clock):
            return datetime.combine(riyadh_today(), clock, timezone.get_default_timezone())

        return {
            "came_as": filled["came_as"],
            "representative_name": filled["representative_name"],
            "representative_proof": filled["representative_proof"],
            "arrived_at": moment(filled["arrived"]),
            "started_at": moment(filled["started"]),
            "ended_at": moment(filled["ended"]) if filled["ended"] else now,
            "unclear": filled["unclear"],
            "preferred_contact": filled["preferred_contact"],
            "privacy_notice_shown_at": now if filled["privacy_notice_shown"] else None,
        }


def _still_right(person):
    phone = format_html('<bdi dir="ltr">{}</bdi>', dialled(person.phone))
    return format_html(_("The person is still reached under {phone}"), phone=phone)


def _to_the_articles():
    """Beside the page, so that nothing typed is lost."""
    words = _("Look for the answer in the knowledge base (opens beside)")
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', reverse("article_list"), words)


class AllowSameNeedForm(VerbForm):
    """An executive's permission for a second request."""

    service_type = forms.ModelChoiceField(label=gettext_lazy("Service"), queryset=None, empty_label="—")
    reason = CleanCharField(label=gettext_lazy("Reason"), max_length=500, min_length=3)

    def __init__(self, *args, version=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service_type"].queryset = version.service_types.order_by("position")
