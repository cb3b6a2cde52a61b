"""The formats of the data sheet by number. One that was ever signed is never changed: the next is added."""

from types import ModuleType

from . import format_1, format_2

# Each: facts_of(case), the whole sheet; and stated_facts(person, stated), its parts about the person.
FORMATS: dict[int, ModuleType] = {1: format_1, 2: format_2}
NEWEST = max(FORMATS)
