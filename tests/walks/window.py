"""A window of a real browser. Every page it shows is looked at: its direction, its width, its console, and axe."""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

OFFICE = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
DIRECTION = {"ar": "rtl", "en": "ltr"}
_LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8")
# The size of targets stands in WCAG 2.2 and is off in axe unless asked for. Without `preload` axe does not fetch
# the style sheets once more, which no rule that is asked needs.
_AXE = {"resultTypes": ["violations"], "preload": False}
_ALL_BUT_CONTRAST = {
    **_AXE,
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
}
_CONTRAST = {**_AXE, "runOnly": ["color-contrast"]}
_ASKED: set[str] = set()
_MEASURED: set[str] = set()
_REPORT = """([part, options]) => axe.run(look[part] || document, options).then(
  found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)} ${node.failureSummary || ""}`)))"""
_TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  event => console.error(`CSP ${event.violatedDirective}: ${event.blockedURI}`))"""


class Window:
    """One person's browser window; `language` is what every page in it must speak."""

    def __init__(self, browser: Browser, address: str, size: dict, language: str = "ar", **options):
        self.address, self.language = address, language
        self.context = browser.new_context(
            base_url=address,
            viewport=size,
            locale="ar-SA",
            timezone_id="Asia/Riyadh",
            reduced_motion="reduce",
            **options,
        )
        self.context.add_init_script(_TELL_VIOLATIONS)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _watch(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")

    def close(self) -> None:
        self.context.close()

    def look(self) -> None:
        """Fails with everything that is wrong with the page on the screen."""
        page = self.page
        page.evaluate(_LOOK)
        page.evaluate("look.still()")
        wrong = self.complaints + [f"too wide: {name}" for name in page.evaluate("look.tooWide()")]
        root = page.locator("html")
        said = (root.get_attribute("lang"), root.get_attribute("dir"))
        if said != (self.language, DIRECTION[self.language]):
            wrong.append(f"speaks {said}")
        wrong += self._axe(page.evaluate("look.build()"))
        self.complaints = []
        assert not wrong, f"{page.url} at {page.viewport_size}:\n" + "\n".join(wrong)

    def _axe(self, build: str) -> list[str]:
        """What axe finds, where it was not asked about a page built like this one."""
        if build in _ASKED:
            return []
        self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate(_REPORT, ["", _ALL_BUT_CONTRAST]) + self._contrast()
        if not found:
            _ASKED.add(build)
        return found

    def _contrast(self) -> list[str]:
        """What axe says of the contrast of letters, where none were looked at that are dressed like these."""
        dresses = self.page.evaluate("known => look.newDresses(known)", list(_MEASURED))
        if not dresses:
            return []
        # axe does not measure Arabic letters.
        self.page.evaluate("look.swapLetters()")
        found = [
            f"in Latin letters {one}" for one in self.page.evaluate(_REPORT, ["newlyDressed", _CONTRAST])
        ]
        self.page.evaluate("look.swapLetters()")
        if not found:
            _MEASURED.update(dresses)
        return found
