"""Somebody at a desk: signs in, follows only links that the page shows, and sends only forms that it holds."""

from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from .page import Form, Page

PASSWORD = "ورقة-وقلم-1446"


def url_name(address: str) -> str:
    """The name of the page behind an address, "" for what is none of ours."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


class Visitor:
    """One person with a browser. `page` is what stands on the screen."""

    def __init__(self, username: str):
        self.username = username
        self.client = Client(enforce_csrf_checks=True)
        self.page: Page | None = None
        self.address = ""

    def sign_in(self) -> "Visitor":
        self.open("/")
        assert url_name(self.address) == "login"
        self.send("username", username=self.username, password=PASSWORD)
        assert url_name(self.address) == "home", self.page.text[:400]
        return self

    def open(self, address: str, status: int = 200) -> Page:
        """Types an address; follows where the portal leads."""
        return self._show(self.client.get(address, follow=True), status)

    def click(self, name: str, number: int = 0, *, having: str = "", status: int = 200) -> Page:
        """Follows a link of this page that leads to the page called `name` (and whose address has `having`)."""
        found = [link for link in self.page.links if url_name(link) == name and having in link]
        assert len(found) > number, (
            f"{self.username} finds no link to {name} on {self.address}: {self.page.text[:600]}"
        )
        return self.open(found[number], status)

    def offers(self, name: str) -> bool:
        """Whether the page has a link to the page called `name`."""
        return any(url_name(link) == name for link in self.page.links)

    def send(self, control: str = "idempotency_key", status: int = 200, **filled) -> Page:
        """Fills in the form that has this control and presses its button."""
        form = self.page.form_with(control)
        data = filled_in(form, filled)
        address = form.action or self.address
        if form.method.lower() == "get":
            return self._show(self.client.get(address, data, follow=True), status)
        return self._show(self.client.post(address, data, follow=True), status)

    def _show(self, response, status) -> Page:
        self.address = response.request["PATH_INFO"]
        if query := response.request.get("QUERY_STRING"):
            self.address += f"?{query}"
        self.page = Page(response)
        assert response.status_code == status, (
            f"{self.username} gets {response.status_code} at {self.address}: "
            f"{self.page.texts('errors') or self.page.text[:600]}"
        )
        return self.page


def filled_in(form: Form, filled: dict) -> dict:
    """The form as shown, with these controls filled in; a control that is not there fails."""
    missing = filled.keys() - form.controls.keys()
    assert not missing, f"the form has no {sorted(missing)}; it has {sorted(form.controls)}"
    data = form.as_shown()
    for name, value in filled.items():
        values = value if isinstance(value, list | tuple) else [value]
        kind = form.controls[name].kind
        if kind in ("select", "radio", "checkbox"):
            offered = {choice for choice, _words in form.controls[name].offered}
            assert offered.issuperset(values), f"{name} offers {offered}, not {values}"
        data[name] = list(values)
    return data
