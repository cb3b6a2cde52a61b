"""The parts of approved versions, kept in memory: frozen in code and database, they cannot grow stale."""

from dataclasses import dataclass
from functools import lru_cache

from .models import PolicyVersion


@dataclass(frozen=True)
class Parts:
    """What an approved version contains, in the policy's order."""

    channels: tuple
    tools: tuple
    service_types: tuple
    required_documents: tuple
    categories: tuple
    steps: dict

    def documents_for(self, service_type_id: int) -> list:
        """The documents required for a service."""
        code = next(service.code for service in self.service_types if service.pk == service_type_id)
        return [document for document in self.required_documents if document.is_required_for(code)]


@lru_cache(maxsize=8)
def parts_of(version_id: int) -> Parts:
    """The parts of one approved version; raises DoesNotExist for any other."""
    version = PolicyVersion.objects.approved().with_parts().get(pk=version_id)
    in_order = {
        name: tuple(getattr(version, name).all())
        for name in ("channels", "tools", "service_types", "required_documents", "categories")
    }
    return Parts(**in_order, steps={step.code: step for step in version.steps.all()})
