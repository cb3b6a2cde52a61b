"""A list that was taken along: the page where its file waits, and the file, for the one who took it."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arabic.sheets import CONTENT_TYPES
from audit.exporting import Export
from audit.models import ReadLog
from audit.reading import log_export_fetched
from beneficiaries.documents.export import ExpiringExport
from beneficiaries.duplicates.export import DuplicatesExport
from beneficiaries.listing.export import PeopleExport
from correspondence.register.export import IncomingExport, LettersExport
from intake.views.exports import RequestExport
from research_committee.views import SessionsExport

_EXPORTS = (
    *(PeopleExport, ExpiringExport, DuplicatesExport, RequestExport, SessionsExport),
    *(LettersExport, IncomingExport),
)
LISTS = {export.key: export for export in _EXPORTS}
# So long the file can be fetched; later the list is taken along anew, with a reason of that day.
WAITS = timedelta(hours=1)


@require_safe
def export_detail(request, pk):
    """What stands in the access log about this copy, and the way to the file."""
    taken, export = _find(request, pk)
    context = {
        "facts": [{"label": label, "value": value, "hint": ""} for label, value in export.about(taken)],
        "is_over": _is_over(taken),
        "again_url": f"{reverse(export.form_name)}?{export.choice.query}",
        "crumbs": [{"url": export.list_url(), "label": export.title}],
        "taken": taken,
    }
    return render(request, "export_detail.html", context)


@require_safe
def export_file(request, pk):
    """The file, row by row; it is in the access log before the first of them."""
    taken, export = _find(request, pk)
    if _is_over(taken):
        return HttpResponseRedirect(reverse("export_detail", args=[pk]))
    log_export_fetched(request, taken)
    kind = taken.details["format"]
    name = f"{export.key}-{timezone.localtime(taken.at):%Y-%m-%d}-{taken.pk}.{kind}"
    return StreamingHttpResponse(
        export.blocks(taken),
        headers={
            "Content-Type": CONTENT_TYPES[kind],
            "Content-Disposition": content_disposition_header(True, name),
        },
    )


def _find(request, pk: int) -> tuple[ReadLog, Export]:
    """An export of this person's own; nobody else's exists for them."""
    rows = ReadLog.objects.filter(user=request.user, action=ReadLog.Action.EXPORT).select_related("user")
    taken = get_object_or_404(rows, pk=pk)
    export_class = LISTS.get(taken.details.get("list"))
    if export_class is None:
        raise Http404
    if not request.user.may(export_class.permission):
        raise PermissionDenied(_("Your role does not include this page."))
    return taken, export_class(taken.details["filter"], request.user)


def _is_over(taken: ReadLog) -> bool:
    return timezone.now() - taken.at > WAITS
