"""Approved versions and their parts, kept in memory: frozen in code and database, they cannot grow stale."""

import time
from dataclasses import dataclass
from functools import lru_cache

from .models import PolicyVersion


@dataclass(frozen=True)
class Parts:
    """An approved version and what it contains, in the policy's order."""

    version: PolicyVersion
    channels: tuple
    tools: tuple
    service_types: tuple
    required_documents: tuple
    categories: tuple
    decision_reasons: tuple
    steps: dict

    def documents_for(self, service_type_id: int) -> list:
        """The documents required for a service."""
        code = next(service.code for service in self.service_types if service.pk == service_type_id)
        return [document for document in self.required_documents if document.is_required_for(code)]


@lru_cache(maxsize=8)
def parts_of(version_id: int) -> Parts:
    """The parts of one approved version; raises DoesNotExist for any other."""
    approved = PolicyVersion.objects.approved().select_related("association")
    version = approved.with_parts().get(pk=version_id)
    in_order = {
        name: tuple(getattr(version, name).all())
        for name in (
            *("channels", "tools", "service_types", "required_documents", "categories"),
            "decision_reasons",
        )
    }
    return Parts(version=version, **in_order, steps={step.code: step for step in version.steps.all()})


SHOWN_FOR_SECONDS = 10
_shown: tuple[float, PolicyVersion | None] = (0.0, None)


def shown_in_force() -> PolicyVersion | None:
    """The version in force for page frames, asked anew every ten seconds. Rules ask `PolicyVersion.objects.in_force`.

    That none is in force is never remembered: the approval of the first version shows at once.
    """
    global _shown
    until, version = _shown
    if version is None or time.monotonic() > until:
        version = PolicyVersion.objects.in_force()
        _shown = (time.monotonic() + SHOWN_FOR_SECONDS, version)
    return version


def forget() -> None:
    """Empties this memory (tests roll their databases back under it)."""
    global _shown
    _shown = (0.0, None)
    parts_of.cache_clear()
