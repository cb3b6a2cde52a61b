"""Taking a list back: its files go, its changes are reverted, as long as nothing was built on them."""

from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.writing import one_transaction, remove, write
from jobs.worker import Lease

from ..models import Beneficiary, DuplicatePair, ImportBatch, ImportRow, ImportStage, Outcome, PairState
from .judging import in_each_language
from .lists import locked
from .staging import counted

PIECE = 25
MOST_NAMED = 20
# Whatever points at a person by one of these was written by the import itself.
_OWN = ("pairs_as_first", "pairs_as_second")
REMOVED = gettext_lazy("File removed: its list was undone")
REVERTED = gettext_lazy("Personal data as before: the list was undone")
_KEPT = {"id", "version"}


def undo_list_rows(lease: Lease, batch: int) -> None:
    """Looks first whether anything stands in the way anywhere; only then takes back row by row."""
    brought = ImportBatch.objects.select_related("undone_by").get(pk=batch)
    if brought.stage != ImportStage.UNDOING:
        return
    written = brought.rows.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED))
    is_begun = brought.rows.filter(outcome=Outcome.UNDONE).exists()
    in_the_way = [] if is_begun else _in_the_way(lease, written)
    if in_the_way:
        _leave(lease, brought, in_the_way)
        return
    total, last, done = written.count(), 0, 0
    while True:
        with lease.step(), one_transaction():
            piece = list(written.filter(number__gt=last).order_by("number")[:PIECE])
            built_on = _built_on([row.person_pk for row in piece if row.outcome == Outcome.ADDED])
            for row in piece:
                if row.person_pk not in built_on:
                    _take_back(row, brought)
            done += len(piece)
            lease.hold(done=done, total=max(total, done))
        if not piece:
            break
        last = piece[-1].number
    _finish(lease, brought)


def _in_the_way(lease: Lease, written) -> list[int]:
    """The rows whose files were changed since, or to which something else belongs by now."""
    found, last = [], 0
    while piece := list(written.filter(number__gt=last).order_by("number")[: 20 * PIECE]):
        lease.hold()
        last = piece[-1].number
        people = [row.person_pk for row in piece]
        versions = dict(Beneficiary.objects.filter(pk__in=people).values_list("pk", "version"))
        opened = [row.person_pk for row in piece if row.outcome == Outcome.ADDED]
        built_on = _built_on(opened)
        found += [
            row.number
            for row in piece
            if versions.get(row.person_pk) != row.version_after or row.person_pk in built_on
        ]
    return found


def _built_on(people: list[int]) -> set[int]:
    """Of these files the ones to which anything belongs: asked of every link to a person that there is."""
    built_on = set()
    for link in Beneficiary._meta.related_objects:
        if link.related_name in _OWN or not link.related_model._meta.managed:
            continue
        if hasattr(link.related_model, "history_object"):
            continue
        name = link.field.attname
        rows = link.related_model._base_manager.filter(**{f"{name}__in": people})
        built_on |= set(rows.order_by().values_list(name, flat=True).distinct())
    settled = DuplicatePair.objects.exclude(state=PairState.WAITING)
    for name in ("first_id", "second_id"):
        built_on |= set(settled.filter(**{f"{name}__in": people}).values_list(name, flat=True))
    return built_on


def _take_back(row: ImportRow, batch: ImportBatch) -> None:
    """One row; what somebody built on it in this very moment stays, and is told."""
    try:
        with transaction.atomic():
            person = Beneficiary.objects.select_for_update().get(pk=row.person_pk)
            if person.version != row.version_after:
                return
            if row.outcome == Outcome.ADDED:
                _remove(person, batch)
                row.person_pk = None
            else:
                _revert(person, row.version_before, batch)
    except (ProtectedError, RestrictedError):
        return
    row.outcome = Outcome.UNDONE
    row.save(update_fields=["outcome", "person_pk"])


def _remove(person: Beneficiary, batch: ImportBatch) -> None:
    for pair in DuplicatePair.objects.filter(Q(first=person) | Q(second=person)):
        remove(pair, by=batch.undone_by, reason=REMOVED)
    remove(person, by=batch.undone_by, reason=REMOVED)


def _revert(person: Beneficiary, version: int, batch: ImportBatch) -> None:
    before = person.history.get(version=version)
    for field in Beneficiary._meta.concrete_fields:
        if field.name not in _KEPT:
            setattr(person, field.attname, getattr(before, field.attname))
    write(person, by=batch.undone_by, reason=REVERTED)


def _leave(lease: Lease, brought: ImportBatch, in_the_way: list[int]) -> None:
    """Nothing is undone; the page says which rows stand in the way."""

    def reason():
        numbers = ", ".join(map(str, in_the_way[:MOST_NAMED])) + (
            " …" if len(in_the_way) > MOST_NAMED else ""
        )
        sentence = _(
            "The list cannot be undone: the files of %(count)d rows were changed or used since (rows %(numbers)s)."
        )
        return [("", sentence % {"count": len(in_the_way), "numbers": numbers})]

    with lease.step(), one_transaction():
        now = locked(brought, ImportStage.UNDOING)
        now.stage, now.refusal = ImportStage.COMMITTED, in_each_language(reason)
        by, now.undone_by, now.undone_at = now.undone_by, None, None
        write(now, by=by, reason=gettext_lazy("List not undone: something was built on it"))


def _finish(lease: Lease, brought: ImportBatch) -> None:
    with lease.step(), one_transaction():
        now = locked(brought, ImportStage.UNDOING)
        now.outcomes, now.stage = counted(now, "outcome"), ImportStage.UNDONE
        write(now, by=now.undone_by, reason=gettext_lazy("List is undone"))
