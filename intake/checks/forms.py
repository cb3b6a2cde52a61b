"""The forms of step 2 beside the one of a single document."""

from django.utils.translation import gettext_lazy

from arabic.forms import CleanTextField
from audit.forms import VerbForm

from .waivers import SHORTEST_REASON, reason_waiver_says_nothing


class WaiveForm(VerbForm):
    """Why a document is let pass."""

    reason = CleanTextField(
        label=gettext_lazy("Why it is waived"),
        max_length=500,
        min_length=SHORTEST_REASON,
        rows=3,
        help_text=gettext_lazy(
            "In a sentence that explains it later. It stands on the request, on its papers and on the data sheet "
            "that the person signs."
        ),
    )

    def __init__(self, *args, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = kept.version if kept else 0

    def reasons_against(self, filled):
        nothing = reason_waiver_says_nothing(filled["reason"]) if filled.get("reason") else None
        return [("reason", nothing)] if nothing else []
