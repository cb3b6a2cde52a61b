"""Someone with the database in hand: past the portal, past its guards and past its constraints."""

from contextlib import contextmanager
from dataclasses import replace

from django.db import connection

from audit.guards import Guard, trigger_statements
from research_committee.models import Decision


@contextmanager
def past_the_guards():
    """Yields a function that runs SQL; afterwards the guards are there again."""
    taken = []
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for name, statement in cursor.fetchall():
                taken.append(statement)
                cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET session_replication_role = replica")
        yield cursor.execute
        if is_sqlite:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
            for statement in taken:
                cursor.execute(statement)
        else:
            cursor.execute("SET session_replication_role = DEFAULT")


# The clock of the database cannot be moved, and the tests travel: the one guard that asks it stands aside, in the
# tests alone. `with_the_clock_of_the_database` puts it back.
ASKS_THE_CLOCK = "a_decision_is_not_dated_ahead"
_stood_aside: list[Guard] = []


def let_the_tests_travel() -> None:
    """Before the tables are made."""
    if not _stood_aside:
        _stood_aside.extend(guard for guard in Decision.guards if guard.name == ASKS_THE_CLOCK)
        Decision.guards = tuple(guard for guard in Decision.guards if guard.name != ASKS_THE_CLOCK)


def with_the_clock_of_the_database() -> None:
    """For the rest of a test, the guard stands as it does outside of the tests."""
    (guard,) = _stood_aside
    with connection.cursor() as cursor:
        for statement in trigger_statements(connection.vendor, replace(guard, table=Decision._meta.db_table)):
            cursor.execute(statement)
