"""A browser without a browser: requests through Django's own WSGI handler, in this process."""

import io
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"
# As long as Django's secrets are; a browser sends it twice, in the cookie and in the form.
CSRF = "m" * 32


class Visitor:
    """One signed-in person, or a stranger, with their cookies."""

    handler = None
    # Where the last answer led.
    led_to: str | None = None

    def __init__(self, user=None):
        Visitor.handler = Visitor.handler or WSGIHandler()
        self.cookies = {settings.CSRF_COOKIE_NAME: CSRF}
        if user is not None:
            client = Client()
            client.force_login(user, backend=BACKEND)
            self.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key

    def follow(self, path: str, form: dict) -> tuple[int, int]:
        """The same, and then the page to which the answer leads, as a browser goes on."""
        self.ask(path, form)
        return self.ask(self.led_to) if self.led_to else self.ask(path)

    def ask(self, path: str, form: dict | None = None) -> tuple[int, int]:
        """The status of the answer and its bytes."""
        told = {}

        def start_response(status, headers, *rest):
            told["status"], told["headers"] = int(status.split()[0]), headers

        answer = self.handler(self._environ(path, form), start_response)
        try:
            size = sum(len(part) for part in answer)
        finally:
            answer.close()
        self.led_to = dict(told["headers"]).get("Location")
        for name, value in told["headers"]:
            if name == "Set-Cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return told["status"], size

    def _environ(self, path: str, form: dict | None) -> dict:
        path, _mark, query = path.partition("?")
        body = b"" if form is None else urlencode({"csrfmiddlewaretoken": CSRF, **form}).encode()
        return {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "HTTP_ACCEPT_LANGUAGE": "ar",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
