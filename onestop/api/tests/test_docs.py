"""The page of the documentation, and the document that is committed."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from onestop.api.api import api

COMMITTED = Path(settings.BASE_DIR) / "docs" / "reference" / "openapi.json"


def test_committed_document_is_that_of_the_program() -> None:
    """`make docs` writes it anew; a change of it is a change of what others rely on."""
    assert json.loads(COMMITTED.read_text("utf-8")) == json.loads(json.dumps(api.get_openapi_schema()))


def test_page_needs_no_other_server(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert any("swagger" in address for address in addresses)
    for address in addresses:
        assert address.startswith("/static/"), address
        response = client.get(address)
        response.close()
        assert response.status_code == 200, address


@pytest.mark.browser
def test_page_works_under_our_content_security_policy(live_server: LiveServer, chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        page = browser.new_page()
        complaints: list[str] = []
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}/api/v1/docs")
        page.get_by_text("/api/v1/search", exact=False).first.wait_for()
        assert complaints == []
        browser.close()
