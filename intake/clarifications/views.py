"""The page of the queue."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.reading import log_search

from ..models import Clarification
from ..pages.queue import addresses
from .queue import ANSWERED, answered_headings, answered_rows, nothing_waits, open_headings, open_rows


@require_safe
def clarification_list(request):
    """What waits for an answer of this person's roles, the oldest first; or what was answered."""
    if not request.user.may("intake.answer_clarification"):
        raise PermissionDenied(_("Your role does not include this page."))
    base, mark = reverse("clarification_list"), request.GET.get("after", "")
    state = ANSWERED if request.GET.get("state") == ANSWERED else ""
    rows, following = (answered_rows if state else open_rows)(request.user, mark)
    log_search(request, Clarification)
    context = {
        "rows": rows,
        "columns": answered_headings() if state else open_headings(),
        "is_answered": bool(state),
        "nothing_waits": nothing_waits(request.user),
        "segments": [
            {"url": base, "label": _("Waiting for an answer"), "count": "", "current": not state},
            {"url": f"{base}?state={ANSWERED}", "label": _("Answered"), "count": "", "current": bool(state)},
        ],
        **addresses(base, state, following, mark),
    }
    return render(request, "intake/clarifications/clarification_list.html", context)
