"""The forms in which a draft of the scale is written and adopted."""

from crispy_forms.layout import Fieldset, Layout
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm

from ..forms.fields import CountField
from .content import LONGEST_LABEL, MOST_POINTS


class TitleForm(VerbForm):
    """What the scale is called."""

    title_ar = CleanCharField(label=gettext_lazy("Title in Arabic"), max_length=LONGEST_LABEL)
    title_en = CleanCharField(label=gettext_lazy("Title in English"), max_length=LONGEST_LABEL)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("title_ar", "title_en"):
            self.fields[name].initial = getattr(self.about, name)


class AdoptForm(VerbForm):
    """From which day studies are scored by it."""

    from_day = DualDateField(label=gettext_lazy("In force from"), initial=riyadh_today)


class PartForm(VerbForm):
    """One part: its labels and its levels with their points; what a level is called in a report stays."""

    def __init__(self, *args, part: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.part = part
        self._ask("", part)
        if not part["levels"]:
            self._ask_points("most", _("Points at most"), part["most"], lowest=1)
        for level in part["levels"]:
            self._ask(f"{level['code']}__", level)
            self._ask_points(f"{level['code']}__points", _("Points"), level["points"])

    def _ask(self, prefix: str, row: dict) -> None:
        labels = (("label_ar", _("In Arabic")), ("label_en", _("In English")))
        for name, label in labels:
            field = CleanTextField(label=label, max_length=LONGEST_LABEL, initial=row[name], rows=2)
            field.widget.attrs |= {"dir": "ltr" if name == "label_en" else "rtl"}
            self.fields[f"{prefix}{name}"] = field

    def _ask_points(self, name: str, label: str, points: int, lowest: int = 0) -> None:
        self.fields[name] = CountField(label=label, min_value=lowest, max_value=MOST_POINTS, initial=points)

    @property
    def layout(self):
        names = ("label_ar", "label_en", *(() if self.part["levels"] else ("most",)))
        groups = [Fieldset(_("The part"), *names)]
        for place, level in enumerate(self.part["levels"], start=1):
            prefix = f"{level['code']}__"
            title = _("Level %(place)d") % {"place": place}
            fields = (f"{prefix}{name}" for name in ("label_ar", "label_en", "points"))
            groups.append(Fieldset(title, *fields))
        return Layout(*groups)

    def written(self) -> dict:
        """The part as it was filled in; the most points are those of its greatest level."""
        filled = self.cleaned_data
        levels = [
            {
                "code": level["code"],
                **{name: filled[f"{level['code']}__{name}"] for name in ("label_ar", "label_en", "points")},
            }
            for level in self.part["levels"]
        ]
        most = max(level["points"] for level in levels) if levels else filled["most"]
        labels = {name: filled[name] for name in ("label_ar", "label_en")}
        return {"code": self.part["code"], **labels, "most": most, "levels": levels}
