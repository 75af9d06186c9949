"""Take the pictures of the READMEs from a running portal: python -m tests.browser.pictures http://127.0.0.1:8000"""

import sys
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright

from tests.browser.look import ROOT

PICTURES = ROOT / "docs" / "images"
SEARCH = f"/search?q={quote('散热 LED 类型=发明')}"
SIZES = {1440: 960, 390: 844}


def main(address: str, chromium: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, height in SIZES.items():
            _take(browser, address, width, height)
        browser.close()


def _take(browser: Browser, address: str, width: int, height: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
    page.goto(address + SEARCH)
    patent = page.locator("a[href*='/patents/']").first.get_attribute("href") or ""
    paths = {"search": SEARCH, "overview": "/overview?region=440704"}
    if width > 1_000:
        paths |= {"home": "/", "patent": patent}
    for name, path in paths.items():
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1_000)  # the charts grow into place
        page.screenshot(path=PICTURES / f"{name}-{width}.png")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "/usr/bin/chromium")
