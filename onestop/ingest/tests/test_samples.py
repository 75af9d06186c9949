"""Every source's samples, read and cleaned, give what stands beside them: sample.ext -> sample.ext.json."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onestop.ingest import sources
from onestop.ingest.cleaning import Cleaned, clean
from onestop.records.types import PatentRecord

FOLDER = Path(sources.__file__).parent
SAMPLES = sorted(path for path in FOLDER.glob("*/samples/*") if path.suffix != ".json")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_sample(sample: Path) -> None:
    expected = sample.with_name(sample.name + ".json")
    assert seen(sample) == json.loads(expected.read_text(encoding="utf-8"))


def test_every_source_has_a_sample() -> None:
    assert {path.parts[-3] for path in SAMPLES} == {source.name for source in sources.SOURCES}


def seen(sample: Path) -> dict[str, Any]:
    table = sources.open_table(sample, {})
    rows = [clean(row, table, "") for row in table.rows() if not row.is_blank]
    return {
        "source": table.source,
        "columns": {field: list(names) for field, names in table.columns.items()},
        "ignored": list(table.ignored),
        "rows": [_plain(row) for row in rows],
    }


def _plain(cleaned: Cleaned) -> dict[str, Any]:
    found = [f"{finding.outcome.value} {finding.code}" for finding in cleaned.findings]
    return {"line": cleaned.row.line, "findings": found, "record": cleaned.record and _told(cleaned.record)}


def _told(record: PatentRecord) -> dict[str, Any]:
    """The fields that the row says something about, as JSON."""
    told = {each.name: getattr(record, each.name) for each in fields(record)}
    return {name: _json(value) for name, value in told.items() if value not in ("", (), None)}


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        said = (getattr(value, name) for name in value.__dataclass_fields__)
        return " ".join(str(_json(each)) for each in said if each not in ("", None))
    return str(value)
