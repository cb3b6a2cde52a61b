"""What is silently wrong elsewhere, and fails here."""

import sys
from copy import copy
from pathlib import Path

from django.conf import settings


class UndefinedVariable(AssertionError):
    """A template of ours prints something that nobody gave it."""


class Undefined(str):
    """Stands where a template's variable is missing: in our own templates a failure, in others nothing, as ever."""

    def __contains__(self, piece):
        # Asked for "%s"; then Django formats this text with the variable.
        return True

    def __mod__(self, variable):
        resolving = sys._getframe(1).f_locals
        expression, context = resolving["self"], resolving["context"]
        template = context.render_context.template or context.template
        if is_ours(template.origin.name):
            raise UndefinedVariable(f"{variable} in {template.origin.name}")
        filtered = copy(expression)
        filtered.is_var, filtered.var = False, ""
        return filtered.resolve(context)


def is_ours(template: str) -> bool:
    path = Path(template)
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
