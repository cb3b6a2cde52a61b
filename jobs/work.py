"""Which kinds of work there are, and how one is asked for."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from .models import Job

_KINDS: dict[str, Callable] = {}


def job(name: str) -> Callable:
    """Registers a function as a kind of work: `@job("room.verb_noun") def verb_noun(lease, *, …)`.

    It may be run again after a worker was lost: so it works in steps (`with lease.step():`), each of which happens
    once, and finds by itself what is left to do.
    """

    def register(function: Callable) -> Callable:
        if _KINDS.setdefault(name, function) is not function:
            raise ValueError(f"There are two kinds of work named {name}.")
        return function

    return register


def kind(name: str) -> Callable:
    """The function of this kind of work; a KeyError when no room knows it."""
    return _KINDS[name]


def enqueue(name: str, *, about: str = "", not_before: datetime | None = None, **arguments) -> Job:
    """Asks for a piece of work, in the caller's transaction: it is done if and only if that one is committed.

    About one thing the same work waits once: asking again gives the job that is already there.
    """
    kind(name)
    asked = Job(name=name, about=about, arguments=arguments, not_before=not_before or timezone.now())
    if not about:
        # Nothing that could be there already: no savepoint is needed.
        asked.save(force_insert=True)
        return asked
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        return Job.objects.unfinished().get(name=name, about=about)
    return asked


def newest_about(about: str) -> Job | None:
    """The last job about one thing, for the page that shows how far it has come."""
    return Job.objects.filter(about=about).order_by("-id").first()
