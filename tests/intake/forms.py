"""Sending what no careful person would send, and looking at what comes back."""

import re
import uuid
from contextlib import contextmanager
from unittest import mock

from audit.models import AuditEntry, HandedIn
from correspondence import issuing
from correspondence.checking import new_code
from tests.walks.page import Control, Form, Page

ARABIC = re.compile("[\u0621-\u064a]{2,}")
# Characters that turn or hide other text; no page holds one. (The portal's own dates hold a left-to-right mark.)
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u061c\u200b\ufeff\u2060\x00]")


def shown_form(client, path: str, control: str = "idempotency_key") -> Form:
    """The form of a page as it stands before anybody touches it.

    A page whose gate is closed shows none; then it is the form that somebody kept open from before.
    """
    response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    forms = [form for form in Page(response).forms if control in form.controls]
    return forms[0] if forms else kept_open()


def kept_open() -> Form:
    key = Control("idempotency_key", "hidden", [str(uuid.uuid4())])
    return Form("", "post", {key.name: key})


def send(client, path: str, **filled):
    """The form of a page with these controls filled in; None leaves a control out."""
    data = shown_form(client, path).as_shown() | filled
    return client.post(path, {name: value for name, value in data.items() if value is not None})


@contextmanager
def one_code_for_every_letter():
    """What was issued twice from the same words is the same paper, to the byte."""
    code = new_code()
    with mock.patch.object(issuing, "new_code", return_value=code):
        yield


@contextmanager
def nothing_is_saved():
    before = AuditEntry.objects.count(), HandedIn.objects.count()
    yield
    assert (AuditEntry.objects.count(), HandedIn.objects.count()) == before


def reason_beside(response, field: str) -> str:
    """The Arabic sentence that stands beside a field, and in the summary above the form."""
    assert response.status_code in (409, 422), response.status_code
    page = Page(response)
    beside = [
        element.text for element in page.elements if element.attributes.get("id") == f"id_{field}_error"
    ]
    assert beside, f"nothing beside {field}: {page.texts('errors')}"
    assert ARABIC.search(beside[0]), beside
    assert beside[0] in page.texts("errors")[0]
    return beside[0]


def reasons_above(response) -> str:
    """The Arabic sentences above a form that was refused as a whole."""
    assert response.status_code in (409, 422), response.status_code
    (above,) = Page(response).texts("errors")
    assert ARABIC.search(above), above
    return above


def is_kept(response, **typed: str) -> None:
    """The form that came back holds what was typed."""
    form = Page(response).form_with("idempotency_key")
    held = {name: form.controls[name].values for name in typed}
    assert held == {name: [value] for name, value in typed.items()}
