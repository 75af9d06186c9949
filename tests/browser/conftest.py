"""The platform as it runs for visitors, and a Chromium that looks at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
START_WITHIN_SECONDS = 60


@pytest.fixture(scope="session")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a running platform with a part of the demonstration district, on a database of its own."""
    environment = os.environ | {"ONESTOP_DATA": str(tmp_path_factory.mktemp("district"))}
    environment.pop("ONESTOP_DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "tests.browser.district"], check=True, cwd=ROOT, env=environment)
    port = _free_port()
    command = [sys.executable, "-m", "onestop.cli", "serve", "--no-worker", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            yield _wait_for(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/accessibility", timeout=5):
                return address
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("the platform did not start")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    # Its event loop runs in this thread from now on; Django would refuse the database to every later test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
