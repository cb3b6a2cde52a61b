"""Copies of a request's whole story by the thousand: every write that its trail names, done again in its order.

Nothing is invented: each row enters as the story's history has it, so all guards and constraints judge the copies too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import connection
from django.db.models import Max, Q

from audit.models import AuditEntry
from beneficiaries.models import Beneficiary, StoredFile
from correspondence.models import Letter, Notice, Serial
from intake.models import HandlingStep, Registration, SupportRequest
from research_committee.models import AgendaItem, CommitteeSession

ITEMS_OF_A_SESSION = 30
NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})"
# What is unique is made from the copy's own key.
_OWN = {
    (SupportRequest, "reference"): "'90-' || (1000000 + {key})",
    (StoredFile, "key"): "'copy-' || {key}",
    (Registration, "number"): "'copy-' || {key}",
    (Letter, "code"): "'copy-' || {key}",
    (Letter, "key"): "'copy-' || {key}",
    (Notice, "key"): {
        "sqlite": "printf('%032x', {key})",
        "postgresql": "lpad(to_hex({key}), 32, '0')::uuid",
    },
}
_LAST_OF_ITS_KIND = (
    f'COALESCE((SELECT MAX(number) FROM "{Letter._meta.db_table}" last '  # noqa: S608
    "WHERE last.kind = source.kind AND last.year = source.year), 0)"
)


@dataclass
class Replay:
    """The copies of one story: for the people from `people` on, decided in the sessions from `sessions` on."""

    story: SupportRequest
    number: int
    people: int
    sessions: int = 0
    # How far apart the copies were last moved.
    seconds: int = 60
    # Where the copies of a row begin: (model, key of the story's row) → key of the first copy.
    first: dict = field(default_factory=dict)

    def write(self) -> range:
        """Writes the copies and returns the keys of the requests."""
        story = self.story
        self.first[Beneficiary, story.beneficiary_id] = self.people
        about = Q(about_request=story.pk) | Q(about_person=story.beneficiary_id, about_request=None)
        entries = AuditEntry.objects.filter(about).exclude(model=Beneficiary._meta.label_lower)
        for entry in entries.order_by("pk"):
            self._write_again(entry)
        for step in HandlingStep.objects.filter(support_request=story.pk).order_by("pk"):
            self._insert(HandlingStep, f"{_table(HandlingStep)} WHERE id = {step.pk}", id=_next(HandlingStep))
        start = self.first[SupportRequest, story.pk]
        return range(start, start + self.number)

    def _write_again(self, entry: AuditEntry) -> None:
        """The row as it was written then, its history row and its entry in the trail."""
        model = apps.get_model(entry.model)
        history = model.history.model
        source = f"{_table(history)} WHERE history_id = {entry.history_id}"
        if entry.kind == AuditEntry.Kind.CREATED:
            self.first[model, entry.object_pk] = _next(model)
            self._insert(model, source, id=_next(model))
            if model is Letter:
                _count_on(Letter.objects.get(pk=self.first[model, entry.object_pk]), self.number)
        else:
            self._update(model, source, self.first[model, entry.object_pk])
        row, past = self.first[model, entry.object_pk], _next(history)
        self._insert(history, source, id=row, history_id=past)
        request = {"about_request": self.first[SupportRequest, self.story.pk]} if entry.about_request else {}
        self._insert(
            AuditEntry,
            f"{_table(AuditEntry)} WHERE id = {entry.pk}",
            id=_next(AuditEntry),
            object_pk=row,
            history_id=past,
            about_person=self.people,
            **request,
        )

    def _insert(self, model, source: str, **keys: int) -> None:
        values = {row.column: self._value(model, row, keys, "n") for row in model._meta.concrete_fields}
        _run(
            f"INSERT INTO {_table(model)} ({_names(values)}) {NUMBERS.format(last=self.number - 1)} "  # noqa: S608
            f"SELECT {', '.join(values.values())} FROM numbers, (SELECT * FROM {source}) source"
        )

    def _update(self, model, source: str, first: int) -> None:
        place = f"(copy.id - {first})"
        values = ", ".join(
            f'"{row.column}" = {self._value(model, row, {"id": first}, place)}'
            for row in model._meta.concrete_fields
            if not row.primary_key
        )
        _run(
            f"UPDATE {_table(model)} AS copy SET {values} FROM (SELECT * FROM {source}) source "  # noqa: S608
            f"WHERE copy.id BETWEEN {first} AND {first + self.number - 1}"
        )

    def _value(self, model, column, keys: dict, place: str) -> str:
        """What stands in this column of the copy at `place`."""
        owner = getattr(model, "instance_type", model)
        copied = f'source."{column.column}"'
        if column.name in keys:
            return f"{keys[column.name]} + {place}"
        if (owner, column.name) in _OWN:
            return _own(owner, column.name).format(key=f"({keys['id']} + {place})")
        if (owner, column.name) == (Letter, "number"):
            given = f"(SELECT number FROM {_table(Letter)} WHERE id = {keys['id']} + {place})"  # noqa: S608
            return f"{_LAST_OF_ITS_KIND} + 1 + {place}" if model is Letter else given
        if (owner, column.name) == (AgendaItem, "position"):
            return f"{place} % {ITEMS_OF_A_SESSION} + 1"
        if (owner, column.name) == (SupportRequest, "state_since"):
            return _earlier(copied, f"{place} * {self.seconds}")
        if column.related_model is CommitteeSession:
            return f"{self.sessions} + {place} / {ITEMS_OF_A_SESSION}"
        cases = " ".join(self._pointing(owner, column, place))
        return f"CASE {copied} {cases} ELSE {copied} END" if cases else copied

    def _pointing(self, owner, column, place: str) -> Iterator[str]:
        """To the copy where the story's row points to a row of the story, by its key or by its name."""
        named = owner in (Letter, Notice) and column.name == "about"
        for (target, key), first in self.first.items():
            if named:
                label = target._meta.label_lower
                yield f"WHEN '{label}:{key}' THEN '{label}:' || ({first} + {place})"
            elif column.is_relation and target is column.related_model:
                yield f"WHEN {key} THEN {first} + {place}"


def _count_on(letter: Letter, number: int) -> None:
    """The series knows that so many of its numbers were given; it lets itself be counted on one by one only."""
    statement = f"UPDATE {_table(Serial)} SET last = last + 1 WHERE series = %s AND year = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(letter.kind, letter.year)] * number)


def _own(model, name: str) -> str:
    words = _OWN[model, name]
    return words if isinstance(words, str) else words[connection.vendor]


def _table(model) -> str:
    return f'"{model._meta.db_table}"'


def _names(columns) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _next(model) -> int:
    """The first key that nothing has taken yet."""
    name = model._meta.pk.name
    return (model._base_manager.aggregate(last=Max(name))["last"] or 0) + 1


def _earlier(moment: str, seconds: str) -> str:
    """The moment so many seconds before, in the words of the database."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%f000', {moment}, '-' || ({seconds}) || ' seconds')"
    return f"{moment} - ({seconds}) * interval '1 second'"


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("%", "%%"), [])
