"""What of a record only some may read: the permission for each such field, and what others see in its place.

A model says `sensitive = {"iban": Sensitive("beneficiaries.see_bank_account", masked_iban)}`. Timelines, conflicts and
the administration ask here, so that what is masked on one page is masked on all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.apps import apps
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Sensitive:
    """Who may read a field, and how its value looks to everybody else."""

    permission: str
    mask: Callable[[str], str] | None = None


def masked(model, name: str, value) -> str:
    """A value for those who may not read it; where there is nothing, nothing is hidden."""
    if value in (None, ""):
        return ""
    mask = model.sensitive[name].mask
    return mask(str(value)) if mask else _("confidential")


def hidden_from(reader, model) -> frozenset[str]:
    """The fields of this kind of record that this person may not read; without a reader, all that are sensitive."""
    sensitive = getattr(model, "sensitive", {})
    return frozenset(
        name for name, rule in sensitive.items() if reader is None or not reader.may(rule.permission)
    )


@lru_cache(maxsize=256)
def sensitive_model(label: str):
    """The model of this name where it has sensitive fields, otherwise None."""
    try:
        model = apps.get_model(label)
    except LookupError:
        return None
    return model if getattr(model, "sensitive", None) else None


def shown_changes(label: str, changes: dict, reader) -> dict:
    """The changes of one record as this person may read them: [from, to] of each field, masked where need be."""
    model = sensitive_model(label)
    hidden = hidden_from(reader, model) if model else frozenset()
    return {
        name: [masked(model, name, value) for value in change] if name in hidden else change
        for name, change in changes.items()
    }
