"""What every test may rely on: an index folder of its own, the real files, a Chromium, skips said by name.

`--no-skips` (or ONESTOP_CI=1) makes a skipped test a failure of the run, so that a build that lacks a browser
or did not read the real files that lie beside it cannot be green.
"""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import hypothesis
import pytest
from _pytest.terminal import TerminalReporter
from django.utils import translation
from pytest_django import Settings

SHARED = Path(__file__).resolve().parent.parent / "shared" / "data"
NO_SHARED = "the real files of ../shared/data are not here"
NO_BROWSER = "no Chromium found; install one or set ONESTOP_CHROMIUM"
_count = count()
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# No test is about time: a busy machine must not make a property false. The build tries the same examples each time,
# so that it tells of a change and not of luck; other runs search on.
hypothesis.settings.register_profile(
    "onestop",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    derandomize=os.environ.get("ONESTOP_CI") == "1",
)
hypothesis.settings.load_profile("onestop")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--no-skips",
        action="store_true",
        default=os.environ.get("ONESTOP_CI") == "1",
        help="fail when a test was skipped (the real files may be absent, as in a public clone)",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=NO_SHARED))
        if item.get_closest_marker("browser") and not _find_chromium():
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Only where the reports come together: in the one process, or in the controller of several."""
    reporter: TerminalReporter | None = session.config.pluginmanager.get_plugin("terminalreporter")
    if not session.config.getoption("no_skips") or hasattr(session.config, "workerinput") or reporter is None:
        return
    wrong = _unexcused(reporter)
    if wrong and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    if config.getoption("no_skips"):
        for name in _unexcused(terminalreporter):
            terminalreporter.write_line(f"FAILED {name} - skipped, and --no-skips allows none", red=True)


def _unexcused(reporter: TerminalReporter) -> list[str]:
    """Skipped tests, except those of real files that are not here."""
    return [
        report.nodeid
        for report in reporter.stats.get("skipped", [])
        if SHARED.is_dir() or NO_SHARED not in str(report.longrepr)
    ]


def _find_chromium() -> str:
    named = os.environ.get("ONESTOP_CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, _BROWSERS)), "")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files; a test that asks for it also carries the marker `shared`."""
    if not SHARED.is_dir():
        pytest.skip(NO_SHARED)
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; a test that asks for it also carries the marker `browser`."""
    return _find_chromium() or pytest.skip(NO_BROWSER)


@pytest.fixture(autouse=True)
def _own_index(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every test starts without an index: what one test indexed, the next must not find. So with models."""
    settings.SEARCH_URL = ""
    settings.SEARCH_DIR = tmp_path_factory.getbasetemp() / f"index-{next(_count)}"
    settings.MODELS_DIR = settings.SEARCH_DIR / "models"
    settings.MARK_IMAGES_DIR = settings.SEARCH_DIR / "mark-images"
    yield
    shutil.rmtree(settings.SEARCH_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language behind in the thread: the next test starts with the platform's own."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _own_database_of_commands() -> None:
    """A command that a test starts uses the SQLite in its own data folder, whatever database the tests are on."""
    os.environ.pop("ONESTOP_DATABASE_URL", None)
    os.environ.pop("ONESTOP_SEARCH_URL", None)
