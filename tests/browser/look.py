"""One visitor's eyes: a page that notes what goes wrong on it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

ROOT = Path(__file__).resolve().parent.parent.parent
SCREENSHOTS = ROOT / "tests" / "screenshots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHT = 900
CHARTS_ARE_DRAWN = (
    "[...document.querySelectorAll('.chart-canvas')].every((each) => each.querySelector('svg'))"
)


class Visitor:
    """Looks at pages of one site at one width, in light or dark, and keeps pictures of them."""

    def __init__(self, browser: Browser, address: str, width: int, *, is_dark: bool = False) -> None:
        self.address = address
        self.suffix = f"{width}-dark" if is_dark else str(width)
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if is_dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        """What the browser complains of, but for the status of pages that are asked for as errors."""
        if message.type in ("error", "warning") and "status of 40" not in message.text:
            self.complaints.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"asked another server: {request.url}")

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def look(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture; nothing is wider than the screen, nothing is wrong with the accessibility."""
        self.page.wait_for_load_state()
        self.page.wait_for_function(CHARTS_ARE_DRAWN)
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.suffix}.png", full_page=whole)
        root = "document.documentElement"
        assert self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), (
            f"{name} is wider than the screen"
        )
        assert self._violations() == [], name
        assert self.complaints == [], name

    def _violations(self) -> list[str]:
        """Of axe, run by the debugging protocol: as a script of the page the security policy would stop it."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        answer: dict[str, Any] = self.page.evaluate(f"axe.run({{runOnly: {RULES}}})")
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in answer["violations"]]

    def total(self) -> int:
        """Of the result list."""
        return int(self.page.inner_text("#total .number").replace(",", ""))
