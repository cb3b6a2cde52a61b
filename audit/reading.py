"""The trail of looks."""

from .models import ReadLog

# Who looked, where it was no member of staff: the look is written in the portal's own name.
FAMILY = "beneficiary"


def log_read(request, shown, action: str = ReadLog.Action.VIEW) -> None:
    """Records that the signed-in person saw this row; the only thing that a GET writes."""
    person, support_request = shown.audit_subjects()
    ReadLog.objects.create(
        user=request.user,
        acting_as=",".join(sorted(request.user.roles)),
        action=action,
        model=shown._meta.label_lower,
        object_pk=shown.pk,
        about_person=person,
        about_request=support_request,
        address=request.META.get("REMOTE_ADDR") or None,
    )


def log_family_read(request, shown, *, portal) -> None:
    """Records that a family looked at its own file over a private link; `portal` is the portal's own account."""
    person, support_request = shown.audit_subjects()
    ReadLog.objects.create(
        user=portal,
        acting_as=FAMILY,
        action=ReadLog.Action.VIEW,
        model=shown._meta.label_lower,
        object_pk=shown.pk,
        about_person=person,
        about_request=support_request,
        address=request.META.get("REMOTE_ADDR") or None,
    )


def log_reads(request, model, seen) -> None:
    """Records the look at a list, and at each row that it showed, given as (its key, its person, its request)."""
    shared = {
        "user": request.user,
        "acting_as": ",".join(sorted(request.user.roles)),
        "model": model._meta.label_lower,
        "address": request.META.get("REMOTE_ADDR") or None,
    }
    looks = [ReadLog(action=ReadLog.Action.SEARCH, **shared)]
    looks += [
        ReadLog(action=ReadLog.Action.VIEW, object_pk=pk, about_person=person, about_request=about, **shared)
        for pk, person, about in seen
    ]
    ReadLog.objects.bulk_create(looks)


def log_search(request, model) -> None:
    """Records that somebody searched among people (never the words: they are people's numbers and names)."""
    _log_list(request, model._meta.label_lower, ReadLog.Action.SEARCH)


def log_export(request, model, *, reason: str, details: dict) -> ReadLog:
    """Records that somebody takes a list along: why, and its rows, columns, format and filter."""
    label = model._meta.label_lower
    return _log_list(request, label, ReadLog.Action.EXPORT, reason=reason, details=details)


def log_export_fetched(request, taken: ReadLog) -> None:
    """Records that the file of an export was fetched."""
    _log_list(request, taken.model, ReadLog.Action.DOWNLOAD, details={"export": taken.pk})


def _log_list(request, label: str, action: str, **taken) -> ReadLog:
    return ReadLog.objects.create(
        user=request.user,
        acting_as=",".join(sorted(request.user.roles)),
        action=action,
        model=label,
        address=request.META.get("REMOTE_ADDR") or None,
        **taken,
    )
