"""Take the pictures of the READMEs from a running portal: python -m tests.browser.pictures http://127.0.0.1:8000

The officer's cockpit too where ONESTOP_DATA is the portal's folder: for that moment there is one officer more.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.look import ROOT

PICTURES = ROOT / "docs" / "images"
SEARCH = f"/search?q={quote('散热 LED 类型=发明')}"
DISTRICT = "region=440704&day=2023-12-31"
SIZES = {1920: 1080, 1440: 960, 390: 844}
OFFICERS = "cockpit"
COLOURS = 128
"""Enough for these pages, and a third of the bytes."""


def main(address: str, chromium: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    with officer() as session, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, height in SIZES.items():
            _take(browser, address, width, height, session)
        browser.close()


@contextmanager
def officer() -> Iterator[str]:
    """The session of one who is signed in; empty where the portal's folder is not named."""
    if "ONESTOP_DATA" not in os.environ:
        yield ""
        return
    os.environ |= {"DJANGO_SETTINGS_MODULE": "onestop.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    import django

    django.setup()
    from django.test import Client

    from onestop.accounts.factories import make_person
    from onestop.accounts.roles import Role

    person, client = make_person(Role.OFFICER, second_factor=True), Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    try:
        yield client.session.session_key or ""
    finally:
        client.logout()
        person.delete()


def _take(browser: Browser, address: str, width: int, height: int, session: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    for name, path in _paths(page, address, width, session).items():
        if name == OFFICERS:
            context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1_000)  # the charts grow into place
        file = PICTURES / f"{name}-{width}.png"
        page.screenshot(path=file)
        _shrink(file)
    context.close()


def _paths(page: Page, address: str, width: int, session: str) -> dict[str, str]:
    if width == max(SIZES):
        return {"screen": f"/screen?{DISTRICT}"}
    every = {"search": SEARCH, "overview": f"/overview?{DISTRICT}"}
    if width == min(SIZES):
        return every
    page.goto(address + SEARCH)
    patent = page.locator("a[href*='/patents/']").first.get_attribute("href") or ""
    every |= {"home": "/", "patent": patent, "map": "/map?region=440700&day=2023-12-31"}
    return every | ({OFFICERS: f"/officer/cockpit?{DISTRICT}"} if session else {})


def _shrink(file: Path) -> None:
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "/usr/bin/chromium")
