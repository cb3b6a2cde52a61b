"""Our own pages for what goes wrong."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponseForbidden
from django.template.loader import render_to_string
from django.views.defaults import server_error

from accounts.views import ask_to_sign_in
from audit import drafts
from audit.views import SeeOther

from .middleware import outage_page


def csrf_failure(request, reason=""):
    """The form came back without its proof of origin: usually one left open while its owner signed in elsewhere.

    SECURITY: nothing is done. Its owner is shown the form again, filled in; no other site knows an owner's mark.
    """
    draft = drafts.typed_into(request) or drafts.carried_by(request)
    if draft is not None and not request.user.is_authenticated:
        return ask_to_sign_in(request, draft)
    if draft is not None and draft.user == request.user.pk:
        drafts.keep(request, draft)
        return SeeOther(draft.path)
    return HttpResponseForbidden(render_to_string("csrf_failure.html", request=request))


def broken(request):
    """handler500: an outage that no view saw (a full disk while the POST was read) is told as an outage."""
    exception = sys.exc_info()[1]
    if isinstance(exception, (OperationalError, InterfaceError)):
        return outage_page(503)
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        return outage_page(507)
    return server_error(request)
