from pathlib import Path

import pytest
from pytest_django import Settings

from onestop.reference import checks, datafiles, workdays


@pytest.fixture
def _edited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The package's data files, as a copy that the test may spoil."""
    for path in datafiles.FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(datafiles, "FOLDER", tmp_path)
    datafiles.data_file.cache_clear()
    workdays.calendar_years.cache_clear()


@pytest.fixture(autouse=True)
def _forget() -> object:
    yield
    datafiles.data_file.cache_clear()
    workdays.calendar_years.cache_clear()


def test_all_is_well() -> None:
    assert checks.data_files_parse() == []
    assert checks.regions_are_installed() == []


@pytest.mark.usefixtures("_edited")
def test_a_file_that_is_no_longer_yaml() -> None:
    (datafiles.FOLDER / "locarno.yaml").write_text("classes: [", encoding="utf-8")
    (problem,) = checks.data_files_parse()
    assert problem.id == "reference.E001"
    assert "locarno.yaml" in problem.msg
    assert problem.hint


@pytest.mark.usefixtures("_edited")
@pytest.mark.parametrize(
    "content", ["2027: {notices: [], days_off: [02-30], working_days: []}", "2027: {}", "[]"]
)
def test_a_calendar_that_has_no_days(content: str) -> None:
    (datafiles.FOLDER / "calendar.yaml").write_text(content, encoding="utf-8")
    (problem,) = checks.data_files_parse()
    assert problem.id == "reference.E001"
    assert "calendar.yaml" in problem.msg


def test_regions_that_are_not_installed(settings: Settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path
    (problem,) = checks.regions_are_installed()
    assert problem.id == "reference.E002"
    assert problem.hint
    assert "make setup" in problem.hint
