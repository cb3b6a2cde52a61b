"""The forms of step 2 beside the one of a single document."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arabic.forms import CleanCharField, CleanTextField, DualDateField
from audit.forms import VerbForm

from ..models.records import HowTold, Verdict
from .asking import reason_day_does_not_do, usual_day
from .comparing import Comparison, reasons_against_comparison
from .facts import stated_in_words
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


class FactsForm(VerbForm):
    """Each stated fact with what proves it, the verdict, and what was found."""

    def __init__(self, *args, stated=(), kept=None, proofs=None, **kwargs):
        """`stated` are the facts on the page, `kept` the checks by fact, `proofs` the documents that can prove."""
        super().__init__(*args, **kwargs)
        self.stated, self.required_if = stated, {}
        documents = [("", "—"), *((str(pk), str(check)) for pk, check in (proofs or {}).items())]
        for fact in stated:
            check = (kept or {}).get(fact.fact)
            stale = check is not None and check.stated_sha256 != fact.sha256
            self._ask(fact, check, stale, documents)

    def _ask(self, fact, check, stale: bool, documents: list) -> None:
        name = fact.fact
        verdict = forms.ChoiceField(
            label=gettext_lazy("Verdict"), choices=[("", _("Not compared")), *Verdict.choices], required=False
        )
        verdict.help_text = stated_in_words(fact, check if stale else None)
        proof = forms.ChoiceField(label=gettext_lazy("Proven by"), choices=documents, required=False)
        found = CleanCharField(label=gettext_lazy("What was found instead"), max_length=300, required=False)
        if check is not None and not stale:
            verdict.initial, proof.initial, found.initial = check.verdict, check.proven_by_id, check.found
        shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=fact.sha256)
        seen = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=check.version if check else 0
        )
        asked = {"verdict": verdict, "proof": proof, "found": found, "shown": shown, "seen": seen}
        self.fields |= {f"{name}_{part}": field for part, field in asked.items()}
        self.required_if |= {
            f"{name}_verdict": gettext_lazy("required with the rest"),
            f"{name}_found": gettext_lazy("required if it differs"),
        }

    @property
    def layout(self):
        return Layout(
            *(
                Fieldset(
                    fact.label,
                    Row(
                        f"{fact.fact}_verdict",
                        f"{fact.fact}_proof",
                        f"{fact.fact}_found",
                        css_class="pair--three",
                    ),
                )
                for fact in self.stated
            )
        )

    def comparisons(self, filled: dict) -> list[Comparison]:
        return [
            Comparison(
                fact=fact.fact,
                verdict=filled.get(f"{fact.fact}_verdict") or "",
                proven_by=int(filled.get(f"{fact.fact}_proof") or 0) or None,
                found=filled.get(f"{fact.fact}_found") or "",
                shown_sha256=filled.get(f"{fact.fact}_shown") or "",
                seen_version=filled.get(f"{fact.fact}_seen"),
            )
            for fact in self.stated
        ]

    def reasons_against(self, filled):
        return [reason for row in self.comparisons(filled) for reason in reasons_against_comparison(row)]


class AskForm(VerbForm):
    """Until when the missing documents are expected, and how the person was told."""

    bring_until = DualDateField(label=gettext_lazy("Expected until"))
    how_told = forms.ChoiceField(
        label=gettext_lazy("How the person is told"),
        choices=HowTold.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "By letter: the portal issues it with the list and the day, to be printed or sent. By message: the portal "
            "sends one that names the day only."
        ),
    )

    def __init__(self, *args, kept=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = kept.version if kept else 0
        self.fields["bring_until"].initial = usual_day()

    def reasons_against(self, filled):
        day = filled.get("bring_until")
        reason = reason_day_does_not_do(day) if day else None
        return [("bring_until", reason)] if reason else []
