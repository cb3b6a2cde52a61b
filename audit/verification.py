"""Does the history still tell the truth? Every audited row against its newest history row, named when it does not."""

from django.apps import apps
from django.utils.translation import gettext as _

from .models import Audited, AuditEntry


def audited_models():
    """Every concrete model that keeps a history."""
    return [model for model in apps.get_models() if issubclass(model, Audited)]


def findings():
    """One sentence for every audited row that differs from its newest history row, or lost its rows."""
    for model in audited_models():
        yield from _findings_of(model)


def _findings_of(model):
    history = model.history.model
    tracked = [field.attname for field in model.history.model.tracked_fields]
    newest = _newest_history(history, model._meta.pk.attname, ["history_type", *tracked])
    label = model._meta.label
    seen = set()
    for row in model._base_manager.order_by("pk").values(*tracked).iterator(chunk_size=2000):
        pk = row[model._meta.pk.attname]
        seen.add(pk)
        recorded = newest.get(pk)
        if recorded is None:
            yield _("%(row)s has no history.") % {"row": f"{label} {pk}"}
        elif recorded["history_type"] == "-":
            yield _("%(row)s exists although its history says that it was removed.") % {
                "row": f"{label} {pk}"
            }
        else:
            differing = [name for name in tracked if row[name] != recorded[name]]
            if differing:
                yield _("%(row)s differs from its newest history row in: %(fields)s.") % {
                    "row": f"{label} {pk}",
                    "fields": ", ".join(differing),
                }
    for pk, recorded in newest.items():
        if pk not in seen and recorded["history_type"] != "-":
            yield _("%(row)s is missing although its history says that it exists.") % {"row": f"{label} {pk}"}
    yield from _entries_against_history(model, history)


def _newest_history(history, pk_name, names):
    rows = history.objects.order_by("history_id").values(pk_name, *names).iterator(chunk_size=2000)
    return {row[pk_name]: row for row in rows}


def _entries_against_history(model, history):
    """The trail and the history of a model name the same rows, and versions count 1, 2, 3 …"""
    label = model._meta.label
    entries = AuditEntry.objects.filter(model=model._meta.label_lower).order_by("object_pk", "seq")
    recorded = set(history.objects.values_list("history_id", flat=True))
    expected: dict[int, int] = {}
    for pk, seq, history_id in entries.values_list("object_pk", "seq", "history_id").iterator(
        chunk_size=2000
    ):
        expected[pk] = expected.get(pk, 0) + 1
        if seq != expected[pk]:
            yield _("%(row)s: version %(seq)s is missing from the trail.") % {
                "row": f"{label} {pk}",
                "seq": expected[pk],
            }
            expected[pk] = seq
        if history_id not in recorded:
            yield _("%(row)s: the history row of version %(seq)s is missing.") % {
                "row": f"{label} {pk}",
                "seq": seq,
            }
        recorded.discard(history_id)
    for history_id in sorted(recorded):
        yield _("%(model)s: history row %(id)s was not written by the portal.") % {
            "model": label,
            "id": history_id,
        }
