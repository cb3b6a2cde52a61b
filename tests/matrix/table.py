"""The whole table of addresses, beside what the resolver answers."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from .addresses import HOUSEHOLDS, OPEN, PEOPLE, REQUESTS, SESSIONS, Address
from .administration import ADMINISTRATION
from .appeal_addresses import APPEALS
from .assigning_addresses import ASSIGNING
from .beside_study_addresses import BESIDE_STUDIES
from .check_addresses import CHECKS
from .conflict_addresses import CONFLICTS
from .duplicates import DUPLICATES
from .files import FILES
from .knowledge_addresses import KNOWLEDGE
from .letter_addresses import LETTERS
from .link_addresses import LINKS
from .message_addresses import MESSAGES
from .minutes_addresses import MINUTES
from .register_addresses import REGISTER
from .sitting_addresses import SITTINGS
from .study_addresses import STUDIES
from .visit_addresses import VISITS

ADDRESSES = [
    *OPEN,
    *PEOPLE,
    *FILES,
    *HOUSEHOLDS,
    *REQUESTS,
    *CHECKS,
    *ASSIGNING,
    *KNOWLEDGE,
    *LETTERS,
    *MESSAGES,
    *REGISTER,
    *LINKS,
    *SESSIONS,
    *SITTINGS,
    *MINUTES,
    *APPEALS,
    *BESIDE_STUDIES,
    *CONFLICTS,
    *VISITS,
    *STUDIES,
    *DUPLICATES,
    *ADMINISTRATION,
]


def groups() -> dict[str, list[Address]]:
    """All addresses by what is tried in one go."""
    grouped: dict[str, list[Address]] = {}
    for address in ADDRESSES:
        grouped.setdefault(address.group or address.key, []).append(address)
    return grouped


def in_the_resolver(patterns=None, namespace: str = "", route: str = ""):
    """The key of every address that the portal answers: its name, or its route where it has none."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else here
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from in_the_resolver(pattern.url_patterns, inner, here)
