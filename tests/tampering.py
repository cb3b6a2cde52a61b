"""Someone with the database in hand: past the portal, past its guards and past its constraints."""

from contextlib import contextmanager

from django.db import connection


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
