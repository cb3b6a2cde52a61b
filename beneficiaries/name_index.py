"""The index of names: each word of a folded name is found by its beginning, the same on SQLite and PostgreSQL.

PostgreSQL keeps the words in an inverted index over the column, SQLite in a table of its own that triggers keep up to
date. Both are put in place after every `migrate`, since SQLite rebuilds a table to alter it.
"""

from django.db import connections
from django.db.models import CharField, Lookup
from django.db.models.functions import Collate

TABLE, WORDS = "beneficiaries_beneficiary", "beneficiaries_name_words"
# Exactly the words of the folded name: no dictionary of the server takes part. STRICT keeps the function from being
# written out in the statement, so that its COST is seen: without it PostgreSQL takes reading all names for cheap, and
# looks for a name that nobody has in every row.
_WORDS_OF = "words_of_name({column})"
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION words_of_name(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
    "COST 1000 AS $$SELECT array_to_tsvector(array_remove(string_to_array($1, ' '), ''))$$",
    'DROP INDEX IF EXISTS "person_by_words_of_name"',
    f'CREATE INDEX IF NOT EXISTS person_by_each_word_of_name ON "{TABLE}" '
    # SPEED: a list of entries still to be sorted in would be read from end to end at every search.
    f"USING gin (({_WORDS_OF.format(column='search_name')})) WITH (fastupdate = off)",
    f'CREATE INDEX IF NOT EXISTS person_by_beginning_of_name ON "{TABLE}" (search_name COLLATE "C", id)',
)
_ADD = f'INSERT INTO "{WORDS}"(rowid, search_name) VALUES (NEW.id, NEW.search_name);'  # noqa: S608
_DROP = f'INSERT INTO "{WORDS}"("{WORDS}", rowid, search_name) VALUES (\'delete\', OLD.id, OLD.search_name);'  # noqa: S608
_SQLITE = (
    f'CREATE VIRTUAL TABLE IF NOT EXISTS "{WORDS}" USING fts5(search_name, content="{TABLE}", content_rowid="id", '
    'tokenize="unicode61 remove_diacritics 0", prefix="2 3")',
    f'CREATE TRIGGER IF NOT EXISTS "{WORDS}_added" AFTER INSERT ON "{TABLE}" BEGIN {_ADD} END',
    f'CREATE TRIGGER IF NOT EXISTS "{WORDS}_removed" AFTER DELETE ON "{TABLE}" BEGIN {_DROP} END',
    f'CREATE TRIGGER IF NOT EXISTS "{WORDS}_changed" AFTER UPDATE OF search_name ON "{TABLE}" '
    f"WHEN OLD.search_name <> NEW.search_name BEGIN {_DROP} {_ADD} END",
    f'CREATE INDEX IF NOT EXISTS person_by_beginning_of_name ON "{TABLE}" (search_name, id)',
    # What happened to the names while the triggers stood aside.
    f'INSERT INTO "{WORDS}"("{WORDS}") VALUES (\'rebuild\')',  # noqa: S608
)


def install_after_migrate(sender, using, **kwargs):
    """Puts the index in place once the table exists."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
                cursor.execute(statement)


def in_order(names):
    """The names letter by letter, in the one order that both databases and the index have."""
    return Collate(names, "C" if connections["default"].vendor == "postgresql" else "BINARY")


@CharField.register_lookup
class HasWords(Lookup):
    """`search_name__has_words=("احم", "عبد")`: each of these begins a word of the name."""

    lookup_name = "has_words"
    prepare_rhs = False

    def get_prep_lookup(self):
        return tuple(self.rhs)

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        query = " & ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "':*" for word in self.rhs)
        return f"{_WORDS_OF.format(column=column)} @@ %s::tsquery", [*params, query]

    def as_sqlite(self, compiler, connection):
        key = f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{connection.ops.quote_name('id')}"
        query = " ".join('"' + word.replace('"', '""') + '" *' for word in self.rhs)
        return f'{key} IN (SELECT rowid FROM "{WORDS}" WHERE "{WORDS}" MATCH %s)', [query]  # noqa: S608


@CharField.register_lookup
class Begins(Lookup):
    """`search_name__begins="احمد عبد"`: the name begins like this; answered from the index of beginnings."""

    lookup_name = "begins"

    def as_postgresql(self, compiler, connection):
        return self._between(compiler, connection, ' COLLATE "C"')

    def as_sqlite(self, compiler, connection):
        return self._between(compiler, connection, "")

    def _between(self, compiler, connection, collation):
        column, params = self.process_lhs(compiler, connection)
        # No letter comes after U+10FFFF.
        sql = f"({column}{collation} >= %s AND {column}{collation} < %s)"
        return sql, [*params, self.rhs, *params, f"{self.rhs}\U0010ffff"]
