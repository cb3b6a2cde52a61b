"""The shape of what is written about a visit, at the door and at the desk."""

from datetime import date, datetime, time

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import RIYADH, riyadh_day, riyadh_today
from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm
from beneficiaries.models.files import FileKind
from beneficiaries.papers import PaperField
from intake.forms.opening import ClockField

from ..models.reports import VisitKind
from ..models.visits import ConsentGiven
from .rules import day_of

NO_CONSENT = "none"


def _even_so() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("I can do both"),
        help_text=gettext_lazy("Only when another visit of yours is within the same hour."),
        required=False,
    )


class WhenForm(VerbForm):
    """A day and a time of that day in Riyadh, and whether another visit within the hour is known."""

    day = DualDateField(label=gettext_lazy("Day"))
    time = ClockField(label=gettext_lazy("Time"), help_text=gettext_lazy("For example 16:30."))
    even_so = _even_so()

    def acts(self) -> dict:
        filled = super().acts()
        return {"starts_at": _moment(filled.pop("day"), filled.pop("time")), **filled}


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, RIYADH)


class ArrangeForm(WhenForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Place of the visit"),
        choices=VisitKind.choices,
        widget=forms.RadioSelect,
        initial=VisitKind.FIELD,
    )
    note = CleanCharField(
        label=gettext_lazy("What to know"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For yourself: the way to the door, who opens, what to bring."),
    )

    layout = Layout(Row("day", "time"), "kind", "note", "even_so")


class MoveForm(WhenForm):
    reason = CleanCharField(label=gettext_lazy("Why it is moved"), max_length=500)

    layout = Layout(Row("day", "time"), "reason", "even_so")

    def __init__(self, *args, about=None, **kwargs):
        super().__init__(*args, about=about, **kwargs)
        local = timezone.localtime(about.starts_at, RIYADH)
        self.fields["day"].initial, self.fields["time"].initial = riyadh_day(about.starts_at), local.time()


class TakeOverForm(VerbForm):
    even_so = _even_so()


class WhyForm(VerbForm):
    reason = CleanCharField(label=gettext_lazy("Why"), max_length=500)


class VisitForm(VerbForm):
    """One visit as it was. `about` is the appointment it came from, or the request."""

    visited_on = DualDateField(label=gettext_lazy("Day of the visit"), until_today=True)
    kind = forms.ChoiceField(
        label=gettext_lazy("Place of the visit"), choices=VisitKind.choices, widget=forms.RadioSelect
    )
    at_home = CleanCharField(
        label=gettext_lazy("Who was there"),
        max_length=300,
        help_text=gettext_lazy("For example: the mother and two of the children."),
    )
    seen = CleanTextField(
        label=gettext_lazy("What was seen"),
        max_length=4000,
        rows=6,
        help_text=gettext_lazy("The home, its equipment, who lives there: what you saw yourself."),
    )

    layout = Layout(Row("visited_on", "kind"), "at_home", "seen")

    def __init__(self, *args, appointment=None, **kwargs):
        super().__init__(*args, **kwargs)
        known = (day_of(appointment), appointment.kind) if appointment else (riyadh_today(), VisitKind.FIELD)
        self.fields["visited_on"].initial, self.fields["kind"].initial = known


class PictureField(PaperField):
    """One photograph; what the camera wrote beside the dots is left out when it is drawn anew."""

    default_help_text = gettext_lazy(
        "One photograph: JPEG, PNG or HEIC. The place and the time that a phone writes into it are not kept."
    )

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs |= {"accept": "image/jpeg,image/png,image/heic,.jpg,.jpeg,.png,.heic"}
        self.widget.attrs.pop("multiple", None)

    def to_python(self, data):
        paper = super().to_python(data)
        if paper is not None and paper.kind not in (FileKind.JPEG, FileKind.PNG):
            raise ValidationError(_("Choose one photograph: JPEG, PNG or HEIC."), code="no_photograph")
        return paper


class PhotoForm(VerbForm):
    picture = PictureField(label=gettext_lazy("Picture"))
    caption = CleanCharField(label=gettext_lazy("What it shows"), max_length=200)
    consent_by = CleanCharField(
        label=gettext_lazy("Who consented"),
        max_length=150,
        help_text=gettext_lazy("Whoever lives there and may say so, for example: the person, the husband."),
    )
    consent_given = forms.ChoiceField(
        label=gettext_lazy("How the consent was given"), widget=forms.RadioSelect, choices=()
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent_given"].choices = [
            *ConsentGiven.choices,
            (NO_CONSENT, _("Nobody has consented")),
        ]
