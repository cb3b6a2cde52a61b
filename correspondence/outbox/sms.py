"""SMS: into a file (the default), to the console, or over any provider that takes a web request."""

import http.client
import json
import os
import re
import ssl
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from ..models import Notice
from . import answers

LONGEST_ANSWER = 64 * 1024
LONGEST_REFERENCE = 120
AT_HOME = ("127.0.0.1", "localhost", "::1")
# Refusals of the moment; of a gateway that heard nothing from behind it, nobody knows what became of the message.
_LATER, _UNKNOWN = {408, 425, 429, 500, 503}, {502, 504}
_NAMED = re.compile(r"\{(to|digits|text|key|sender)\}")


def send(notice: Notice, text: str) -> str:
    """Sends one message by the back-end that is set; returns the provider's reference, "" where there is none."""
    return BACKENDS[settings.RIFADA_SMS](notice, text)


def to_file(notice: Notice, text: str) -> str:
    """One file per message under var/outbox, for an installation without a provider."""
    folder = Path(settings.OUTBOX_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{notice.key}.json"
    content = {"to": notice.address, "text": text, "key": str(notice.key)}
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
    return path.name


def to_console(notice: Notice, text: str) -> str:
    """On the terminal of the worker, for whoever develops."""
    sys.stdout.write(f"SMS {notice.address}: {text}\n")
    return ""


def over_http(notice: Notice, text: str) -> str:
    """Asks the provider's address once, and follows no redirection."""
    connection, path = _connection(settings.RIFADA_SMS_URL)
    try:
        try:
            connection.connect()
        except OSError:
            raise answers.NotSent(answers.NO_CONNECTION) from None
        try:
            connection.request(settings.RIFADA_SMS_METHOD, path, _body(notice, text), _headers(notice))
            with connection.getresponse() as response:
                status, answer = response.status, _read(response)
        except (OSError, http.client.HTTPException):
            raise answers.Unanswered(answers.NO_ANSWER) from None
    finally:
        connection.close()
    _judge(status)
    return _reference(answer)


def reason_not_set_up(url: str, body: str, secret: str) -> str:
    """What is wrong with the settings of the web provider; "" for nothing."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("https", "http") and parts.hostname and (parts.port or 1)
    except ValueError:
        is_address = False
    if not is_address:
        return "RIFADA_SMS_URL is no web address."
    if not (secret.isascii() and secret.isprintable()):
        return "RIFADA_SMS_SECRET holds characters that no header may have."
    if parts.scheme == "http" and parts.hostname not in AT_HOME:
        return "RIFADA_SMS_URL must begin with https: people's numbers go there."
    try:
        names = set(_NAMED.findall(json.dumps(json.loads(body))))
    except ValueError:
        return "RIFADA_SMS_BODY is no JSON."
    if "text" not in names or not names & {"to", "digits"}:
        return "RIFADA_SMS_BODY needs {text} and {to} (or {digits})."
    return ""


def _connection(url: str):
    if reason_not_set_up(url, settings.RIFADA_SMS_BODY, settings.RIFADA_SMS_SECRET.strip()):
        raise answers.NotSent(answers.NOT_SET_UP)
    parts, timeout = urlsplit(url), settings.RIFADA_SMS_TIMEOUT
    path = parts.path or "/"
    path = f"{path}?{parts.query}" if parts.query else path
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout), path
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout, context=context), path


def _headers(notice: Notice) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        "Idempotency-Key": str(notice.key),
        "Connection": "close",
    }
    if settings.RIFADA_SMS_SECRET:
        headers[settings.RIFADA_SMS_HEADER] = settings.RIFADA_SMS_SECRET.strip()
    return headers


def _body(notice: Notice, text: str) -> bytes:
    """The provider's own form of a message, with ours filled in; what stands in the text is no placeholder."""
    values = {
        "to": notice.address,
        "digits": notice.address.lstrip("+"),
        "text": text,
        "key": str(notice.key),
        "sender": settings.RIFADA_SMS_SENDER,
    }
    template = json.loads(settings.RIFADA_SMS_BODY)
    return json.dumps(_filled_in(template, values), ensure_ascii=False).encode()


def _filled_in(part, values: dict[str, str]):
    if isinstance(part, dict):
        return {name: _filled_in(value, values) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled_in(value, values) for value in part]
    return _NAMED.sub(lambda found: values[found[1]], part) if isinstance(part, str) else part


def _read(response) -> bytes:
    """The answer as far as it is needed, within the time that is set however slowly it drips."""
    until, parts, left = time.monotonic() + settings.RIFADA_SMS_TIMEOUT, [], LONGEST_ANSWER
    while left > 0 and (part := response.read1(min(left, 4096))):
        parts.append(part)
        left -= len(part)
        if time.monotonic() > until:
            raise TimeoutError
    return b"".join(parts)


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if status in _UNKNOWN:
        raise answers.Unanswered(answers.NO_ANSWER, status)
    if status in _LATER or status >= 500:
        raise answers.NotSent(answers.BUSY, status)
    raise answers.Refused(answers.REFUSED, status)


def _reference(answer: bytes) -> str:
    """Where the settings say under which name the provider gives its reference: no reference, no certainty."""
    path = settings.RIFADA_SMS_REFERENCE
    if not path:
        return ""
    try:
        found = json.loads(answer)
        for name in path.split("."):
            found = found[int(name)] if isinstance(found, list) else found[name]
    except (ValueError, LookupError, TypeError, RecursionError):
        found = None
    if not isinstance(found, str | int) or isinstance(found, bool) or not str(found).strip():
        raise answers.Unanswered(answers.NO_ANSWER)
    return "".join(str(found).split())[:LONGEST_REFERENCE]


BACKENDS = {"file": to_file, "console": to_console, "http": over_http}
