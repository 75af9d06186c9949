import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner, Result

from onestop.cli.demo import demo
from onestop.core.errors import UserError
from onestop.demo import abroad, cases, generator, lists, neighbours
from onestop.records import services as records
from onestop.records.models import Patent, PatentKind, SourceFile
from onestop.records.registers.records import InternationalRecord
from onestop.records.types import PatentRecord
from onestop.search.services import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    def some(seed: int) -> Iterator[PatentRecord]:
        yield PatentRecord(PatentKind.INVENTION, "一种台灯", "2023190000007")
        yield PatentRecord(PatentKind.DESIGN, "台灯", "2023390000003")

    def none(seed: int) -> Iterator[InternationalRecord]:
        return iter(())

    monkeypatch.setattr(generator, "records", some)
    monkeypatch.setattr(generator, "international_applications", none)
    monkeypatch.setattr(lists, "records", lambda patents, seed: iter(()))
    monkeypatch.setattr(neighbours, "records", lambda district, seed: iter(()))
    monkeypatch.setattr(cases, "summaries", lambda seed: iter(()))
    monkeypatch.setattr(abroad, "documents", lambda patents, seed: iter(()))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(demo, arguments)


def counts(*arguments: str) -> dict[str, object]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)
    assert isinstance(found.pop("seconds"), float)
    return found


def test_load_index_and_remove() -> None:
    loaded = dict.fromkeys(("updated", "unchanged", "international", "listed"), 0)
    loaded |= {"read": 2, "created": 2, "indexed": True}
    assert counts() == loaded
    assert waiting() == 0
    assert counts() == loaded | {"created": 0, "unchanged": 2}
    assert counts("--if-empty") == {"read": 0, "indexed": True}
    assert counts("--remove") == {"removed": 2, "indexed": True}
    assert waiting() == 0
    assert counts("--if-empty")["created"] == 2


def test_for_people() -> None:
    result = run()
    assert result.exit_code == 0
    assert "created:" in result.stdout


def test_real_records_refuse() -> None:
    file = SourceFile.objects.create(digest="real", name="real.csv", size=1)
    records.store([(1, PatentRecord(PatentKind.INVENTION, "锚索", "2015108177127"))], file)
    refused = run()
    assert refused.exit_code == 1
    assert isinstance(refused.exception, UserError)
    assert "--force" in refused.exception.hint
    assert Patent.objects.count() == 1
    assert counts("--force")["created"] == 2
    assert counts("--remove")["removed"] == 2
    assert Patent.objects.count() == 1


def test_contradicting_options_are_wrong_use() -> None:
    assert run("--remove", "--force").exit_code == 2
