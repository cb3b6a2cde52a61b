"""What other rooms know of a merge: each may have a `merging.py`, as it may have a `verification.py`.

`STAYS` names the links to a person that stay where they are, with the reason; `reasons_against(kept, merged)` yields
what stands against joining the two files; `notes_on(kept, merged, joined)` says what follows from it.
"""

import importlib

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def merging_modules() -> list:
    """The `merging.py` of every room that has one."""
    return [
        importlib.import_module(f"{app.name}.merging")
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "merging")
    ]


def asked_of_rooms(name: str, *given) -> list:
    """What the rooms answer to one of these questions, one after the other."""
    return [answer for room in merging_modules() for answer in getattr(room, name, _nothing)(*given)]


def _nothing(*given) -> tuple:
    return ()
