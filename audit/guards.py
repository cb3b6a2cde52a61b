"""What the database itself refuses: one trigger per promise, the same on SQLite and PostgreSQL.

A model says `append_only = True`, or lists `guards = (Guard(...),)`; history tables are append-only without saying so.
The triggers are put in place after every `migrate`, so that a rebuilt table never stays without them.
"""

from dataclasses import dataclass, replace

from django.apps import apps
from django.db import connections
from django.db.backends.utils import truncate_name

ALWAYS = "1 = 1"


@dataclass(frozen=True)
class Guard:
    """A refusal in the database: `name` reads as a sentence, `forbidden_when` is portable SQL over OLD and NEW."""

    name: str
    events: tuple[str, ...]
    forbidden_when: str = ALWAYS
    table: str = ""
    # Where SQLite says the same condition in other words (it has no arithmetic of days).
    sqlite: str = ""


def guards_of(model):
    """Every guard that stands on a model's table and on its history."""
    table = model._meta.db_table
    if getattr(model, "append_only", False):
        yield from _kept_as_written(model, table)
    elif not getattr(model, "removable", True) and not _kept_by_its_own(model):
        yield Guard(f"{table}_is_kept", ("DELETE",), table=table)
    for guard in getattr(model, "guards", ()):
        yield replace(guard, table=guard.table or table)
    if hasattr(model._meta, "simple_history_manager_attribute"):
        history = getattr(model, model._meta.simple_history_manager_attribute).model._meta.db_table
        yield Guard(f"{history}_is_append_only", ("UPDATE", "DELETE"), table=history)


def _kept_as_written(model, table: str):
    """Nothing of the row changes, or nothing but the links that follow and the version that counts it."""
    name, follows = f"{table}_is_append_only", getattr(model, "follows", ())
    if not follows:
        yield Guard(name, ("UPDATE", "DELETE"), table=table)
        return
    yield Guard(name, ("DELETE",), table=table)
    links = {model._meta.get_field(field).column for field in follows}
    kept = [field.column for field in model._meta.concrete_fields if field.column not in links | {"version"}]
    # SQLite learned the standard's words for it only lately.
    yield Guard(
        name,
        ("UPDATE",),
        _another_differs(kept, links, "IS DISTINCT FROM"),
        table=table,
        sqlite=_another_differs(kept, links, "IS NOT"),
    )


def _another_differs(kept, links, differs: str) -> str:
    changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in kept)
    moved = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in sorted(links))
    return f"{changed} OR NOT ({moved})"


def _kept_by_its_own(model) -> bool:
    """Whether the model itself names the guard that keeps its rows."""
    return any(
        "DELETE" in guard.events and guard.forbidden_when == ALWAYS for guard in getattr(model, "guards", ())
    )


def step_aside_before_migrate(sender, using, **kwargs):
    """SQLite rebuilds a table to alter it, which triggers that name the table do not survive: they come back after."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def install_after_migrate(sender, using, **kwargs):
    """Puts every guard of the project in place whose table exists (post_migrate runs once per app)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            for guard in guards_of(model) if model._meta.db_table in tables else ():
                if guard.table in tables:
                    for statement in trigger_statements(connection.vendor, guard):
                        cursor.execute(statement)


def trigger_statements(vendor: str, guard: Guard):
    """What puts one guard, whose table is named, in place for each of its events."""
    for event in guard.events:
        yield from _statements(vendor, guard, event)


def _statements(vendor: str, guard: Guard, event: str):
    # PostgreSQL would cut a longer name without a word, and two of them could become one.
    name = truncate_name(f"{guard.name}_on_{event.lower()}", length=63, hash_len=6)
    if vendor == "sqlite":
        yield f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{guard.table}" FOR EACH ROW '
            f"WHEN {guard.sqlite or guard.forbidden_when} BEGIN SELECT RAISE(ABORT, '{guard.name}'); END"
        )
    else:
        passed = "OLD" if event == "DELETE" else "NEW"
        yield (
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
            f"IF {guard.forbidden_when} THEN RAISE EXCEPTION '{guard.name}' USING ERRCODE = 'check_violation'; "
            f"END IF; RETURN {passed}; END $guard$"
        )
        yield (
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {event} ON "{guard.table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{name}"()'
        )
        if event == "DELETE":
            # TRUNCATE passes row triggers by, and knows no rows to make an exception for.
            truncated = truncate_name(f"{guard.name}_on_truncate", length=63, hash_len=6)
            yield (
                f'CREATE OR REPLACE FUNCTION "{truncated}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
                f"RAISE EXCEPTION '{guard.name}' USING ERRCODE = 'check_violation'; END $guard$"
            )
            yield (
                f'CREATE OR REPLACE TRIGGER "{truncated}" BEFORE TRUNCATE ON "{guard.table}" '
                f'EXECUTE FUNCTION "{truncated}"()'
            )
