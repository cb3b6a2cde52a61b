"""The forms in which a draft of the scale is written and adopted."""

from collections.abc import Iterator

from crispy_forms.layout import Fieldset, Layout, Row
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.calendars import riyadh_today
from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm

from ..forms.fields import CountField
from .content import LABELS, LONGEST_LABEL, MOST_LEVELS, MOST_POINTS

# What a level says, and how many of them a form has beyond those that are written.
LEVEL, BLANK_LEVELS = (*LABELS, "points"), 3
_EMPTY = {"label_ar": "", "label_en": "", "points": ""}


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
    """One part: its labels and its levels with their points; a level in which nothing is written is none.

    What a level is called in a report stays; `part` is None for a part that is not there yet.
    """

    def __init__(self, *args, part: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.part = part or {"code": "", "label_ar": "", "label_en": "", "most": "", "levels": []}
        known = {f"{level['code']}__": level for level in self.part["levels"]}
        blank = min(BLANK_LEVELS, MOST_LEVELS - len(known))
        # No code has a hyphen.
        self.levels = known | {f"further-{place}__": _EMPTY for place in range(1, blank + 1)}
        self._ask("", self.part)
        hint = _("Only for a part without levels: the researcher gives the points.")
        self._ask_points("most", _("Points at most"), "" if known else self.part["most"], 1, help_text=hint)
        for prefix, level in self.levels.items():
            self._ask(prefix, level, required=False)
            self._ask_points(f"{prefix}points", _("Points"), level["points"])
        begun = _("required in a level in which something stands")
        self.required_if = {f"{prefix}{name}": begun for prefix in self.levels for name in LEVEL}
        self.required_if["most"] = _("required without levels")

    def _ask(self, prefix: str, row: dict, **options) -> None:
        labels = (("label_ar", _("In Arabic")), ("label_en", _("In English")))
        for name, label in labels:
            given = {"label": label, "max_length": LONGEST_LABEL, "initial": row[name], "rows": 2}
            field = CleanTextField(**given, **options)
            field.widget.attrs |= {"dir": "ltr" if name == "label_en" else "rtl"}
            self.fields[f"{prefix}{name}"] = field

    def _ask_points(self, name: str, label: str, points: int | str, lowest: int = 0, **options) -> None:
        given = {"label": label, "min_value": lowest, "max_value": MOST_POINTS, "initial": points}
        self.fields[name] = CountField(**given, required=False, **options)

    @property
    def layout(self):
        groups = [Fieldset(_("The part"), Row(*LABELS), "most")]
        for place, prefix in enumerate(self.levels, start=1):
            title = _("Level %(place)d") % {"place": place}
            labels = Row(*(f"{prefix}{name}" for name in LABELS))
            groups.append(Fieldset(title, labels, f"{prefix}points"))
        return Layout(*groups)

    def clean(self):
        filled = super().clean()
        for prefix in self._written_levels():
            for name in LEVEL:
                if filled.get(f"{prefix}{name}") in (None, "") and f"{prefix}{name}" not in self.errors:
                    self.add_error(
                        f"{prefix}{name}", _("Fill in this part of the level, or empty all of it.")
                    )
        if not self._written_levels() and filled.get("most") is None and "most" not in self.errors:
            self.add_error("most", _("Give the points at most, or write at least two levels."))
        return filled

    def _written_levels(self) -> list[str]:
        """The levels in which something stands."""
        return [
            prefix
            for prefix in self.levels
            if any(str(self[f"{prefix}{name}"].value() or "").strip() for name in LEVEL)
        ]

    def written(self, code: str, level_codes: Iterator[str]) -> dict:
        """The part as it was filled in; the most points are those of its greatest level."""
        filled = self.cleaned_data
        levels = [
            {
                "code": next(level_codes) if self.levels[prefix] is _EMPTY else self.levels[prefix]["code"],
                **{name: filled[f"{prefix}{name}"] for name in LEVEL},
            }
            for prefix in self._written_levels()
        ]
        most = max(level["points"] for level in levels) if levels else filled["most"]
        labels = {name: filled[name] for name in LABELS}
        return {"code": code, **labels, "most": most, "levels": levels}
