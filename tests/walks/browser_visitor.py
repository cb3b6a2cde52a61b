"""The visitor of the walk with a real browser: clicks what can be seen, types, chooses, and presses buttons."""

from types import SimpleNamespace
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Response

from .page import Form, Page
from .visitor import Visitor, filled_in, url_name
from .window import Window

_MARK_RESULTS = """document.body.addEventListener(
  "htmx:afterSettle", () => { document.body.dataset.settled = "yes"; }, {once: true})"""


class BrowserVisitor(Visitor):
    """Somebody at a window; every page that is opened is looked at."""

    def __init__(self, username: str, window: Window):
        super().__init__(username)
        self.window = window

    def open(self, address: str, status: int = 200) -> Page:
        return self._arrive(self.window.page.goto(address), status)

    def click(self, name: str, number: int = 0, *, having: str = "", status: int = 200) -> Page:
        found = [link for link in self.page.links if url_name(link) == name and having in link]
        assert len(found) > number, (
            f"{self.username} finds no link to {name} on {self.address}: {self.page.text[:600]}"
        )
        # What folds something out where scripts run leads nowhere else.
        link = self._seen(f'a[href="{found[number]}"]:not([data-unfolds])')
        if link.get_attribute("hx-get") or link.get_attribute("data-hx-get"):
            # It opens in place; its own page is what those without scripts see (the board has a test of its own).
            return self.open(found[number], status)
        return self._press(link, status)

    def send(self, control: str = "idempotency_key", status: int = 200, **filled) -> Page:
        form = self.page.form_with(control)
        filled_in(form, filled)
        controls = self.window.page.locator("form", has=self.window.page.locator(f'[name="{control}"]')).first
        live = controls.get_attribute("hx-post") is not None
        if live:
            self.window.page.evaluate(_MARK_RESULTS)
        for name, value in filled.items():
            _fill(controls.locator(f'[name="{name}"]'), form, name, value)
        if not live:
            return self._press(_button(controls), status)
        # Results come by themselves while one types.
        self.window.page.locator("body[data-settled]").wait_for()
        return self._read()

    def _seen(self, selector: str) -> Locator:
        """The first of these that can be seen; on a phone the rest of the menu is unfolded for it."""
        shown = self.window.page.locator(selector).locator("visible=true")
        more = self.window.page.locator(".bottombar__more summary").locator("visible=true")
        if not shown.count() and more.count():
            more.click()
        return shown.first

    def _press(self, target: Locator, status: int) -> Page:
        with self.window.page.expect_navigation() as arrival:
            target.click()
        return self._arrive(arrival.value, status)

    def _arrive(self, response: Response, status: int) -> Page:
        page = self._read()
        assert response.status == status, (
            f"{self.username} gets {response.status} at {self.address}: "
            f"{page.texts('errors') or page.text[:600]}"
        )
        return page

    def _read(self) -> Page:
        parts = urlsplit(self.window.page.url)
        self.address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self.page = Page(SimpleNamespace(text=self.window.page.content()))
        self.window.look()
        return self.page


def _button(controls: Locator) -> Locator:
    """The button that does what the form is for; the others keep what was typed, or ask for more rows."""
    first = controls.locator("button[type=submit].button--primary")
    return first if first.count() else controls.locator("button[type=submit]")


def _fill(control: Locator, form: Form, name: str, value) -> None:
    kind = form.controls[name].kind
    if kind == "select":
        control.select_option(value)
    elif kind in ("radio", "checkbox"):
        wanted = value if isinstance(value, list | tuple) else [value]
        for box in control.all():
            if kind == "checkbox" or box.get_attribute("value") in wanted:
                box.set_checked((box.get_attribute("value") or "on") in wanted)
    elif kind == "file":
        value.seek(0)
        control.set_input_files({"name": value.name, "mimeType": value.content_type, "buffer": value.read()})
    else:
        control.fill(value)
