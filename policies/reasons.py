"""The reasons that a decision of the committee may name: those of the policy version, or ours where it names none."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from .frozen import parts_of
from .models import DecisionReason, PolicyVersion
from .wording import in_active_language

DEFAULTS_FILE = Path(__file__).resolve().parent / "defaults" / "decision_reasons.toml"
OUTCOMES = tuple(DecisionReason.ReasonOf.values)


@dataclass(frozen=True)
class DefaultReason:
    """A reason of our own list, as a policy version would name it."""

    outcome: str
    code: str
    label_ar: str
    label_en: str

    @property
    def label(self) -> str:
        return in_active_language(self, "label")


def _read_defaults() -> dict[str, tuple[DefaultReason, ...]]:
    lists = tomllib.loads(DEFAULTS_FILE.read_text(encoding="utf-8"))
    return {
        outcome: tuple(DefaultReason(outcome=outcome, **row) for row in lists[outcome]) for outcome in lists
    }


DEFAULTS = _read_defaults()


def decision_reasons_of(version: PolicyVersion, outcome: str) -> tuple:
    """What may be named as the reason of a decision with this outcome, in the policy's order.

    For the outcomes of which a version names no reason, the portal's own list applies.
    """
    named = parts_of(version.pk).decision_reasons if version.is_approved else version.decision_reasons.all()
    own = tuple(reason for reason in named if reason.outcome == outcome)
    return own or DEFAULTS[outcome]


def reason_label(version: PolicyVersion, code: str) -> str:
    """What a code says to people; "" of a decision that was recorded before reasons had codes."""
    known = (reason for outcome in OUTCOMES for reason in decision_reasons_of(version, outcome))
    return next((reason.label for reason in known if reason.code == code), "")


def names_its_own(version: PolicyVersion, outcome: str) -> bool:
    return decision_reasons_of(version, outcome) is not DEFAULTS[outcome]
