"""What every request passes on its way in and out."""

import errno
import logging
import time

from django.conf import settings
from django.contrib.auth import logout, user_logged_in
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.signing import BadSignature, TimestampSigner
from django.db import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import HttpResponse, HttpResponseNotAllowed
from django.middleware.locale import LocaleMiddleware
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.views.defaults import bad_request

from accounts.views import ask_to_sign_in
from audit import drafts

log = logging.getLogger(__name__)


class OutageMiddleware:
    """Answers 503 while the database is away and 507 when the disk is full, with a page that needs neither."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, (OperationalError, InterfaceError)):
            log.error("The database is away: %s", exception)
            return outage_page(503)
        if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
            log.error("The disk is full: %s", exception)
            return outage_page(507)
        return None


def outage_page(status: int) -> HttpResponse:
    """The page that needs neither the database nor the session."""
    response = HttpResponse(render_to_string("503.html"), status=status)
    response["Retry-After"] = "30"
    return response


class ChosenLanguageMiddleware(LocaleMiddleware):
    """Arabic unless the person chose otherwise: what the browser prefers is not a choice of theirs."""

    def process_request(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


SIGNED_IN = "signed_in"


@receiver(user_logged_in)
def _note_the_moment(sender, request, **kwargs):
    request.session[SIGNED_IN] = int(time.time())


def _trace_of(session) -> str:
    """Tells one session from another without being its key."""
    return salted_hmac("rifada.idle", session.session_key or "", algorithm="sha256").hexdigest()


class PrivatePagesMiddleware:
    """Signed-in pages are never stored by browsers or proxies, and end after half an hour without a click."""

    cookie = "seen"

    def __init__(self, get_response):
        self.get_response = get_response
        self.signer = TimestampSigner(salt="rifada.idle")

    def __call__(self, request):
        if request.user.is_authenticated and self._idle_too_long(request):
            logout(request)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
            # SECURITY: a page that asks by itself is no click, and does not keep a session alive.
            if getattr(request, "asks_by_itself", False):
                return response
            response.set_cookie(
                self.cookie,
                self.signer.sign(_trace_of(request.session)),
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    def _idle_too_long(self, request):
        seen = request.COOKIES.get(self.cookie)
        try:
            key = self.signer.unsign(seen) if seen else ""
        except BadSignature:
            return True
        if key != _trace_of(request.session):
            # SECURITY: whoever leaves the cookie out has half an hour from the sign-in, and not the whole day.
            return time.time() - request.session.get(SIGNED_IN, 0) > settings.SESSION_IDLE_SECONDS
        try:
            self.signer.unsign(seen, max_age=settings.SESSION_IDLE_SECONDS)
        except BadSignature:
            return True
        return False


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Strangers sign in first; a form that was sent after its session had ended is kept meanwhile."""

    def handle_no_permission(self, request, view_func):
        draft = drafts.typed_into(request) if request.method == "POST" else None
        if draft is not None:
            return ask_to_sign_in(request, draft)
        return super().handle_no_permission(request, view_func)


class PlainMethodsMiddleware:
    """Pages are read and forms are sent. Views that are not ours would answer TRACE or PUT like a GET.

    They also hand a NUL in an address on to PostgreSQL, which cannot hold one.
    """

    methods = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in self.methods:
            return HttpResponseNotAllowed(self.methods)
        if "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, None)
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
