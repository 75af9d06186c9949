"""Records of Lens as JSON, in the three shapes in which it gives them."""

import json
from pathlib import Path
from typing import Any

import pytest

from onestop.ingest import sources
from onestop.ingest.cleaning import clean
from onestop.ingest.sources import open_table
from onestop.records.types import PatentRecord

LINES = (Path(sources.__file__).parent / "lens_json/samples/made_export.jsonl").read_text(encoding="utf-8")
FIRST, SECOND = (json.loads(line) for line in LINES.splitlines()[:2])


def records(folder: Path, text: str) -> list[Any]:
    path = folder / "export"
    path.write_text(text, encoding="utf-8")
    table = open_table(path, {})
    assert table.source == "lens_json"
    return [clean(row, table, "").record for row in table.rows()]


@pytest.mark.parametrize(
    "shape",
    [
        lambda found: "\n".join(map(json.dumps, found)),
        lambda found: json.dumps(found, indent=1),
        lambda found: json.dumps({"total": 2, "data": found, "results": 2}),
        lambda found: json.dumps({"total": 2, "data": found}, indent=2),
    ],
    ids=["lines", "array", "answer", "answer on many lines"],
)
def test_every_shape_gives_the_same_records(tmp_path: Path, shape: Any) -> None:
    chinese, american = records(tmp_path, shape([FIRST, SECOND]))
    assert (chinese.application_number, chinese.title) == ("2023100000119", "一种示范用锚索张拉装置")
    assert [(each.cited, each.category, each.phase) for each in chinese.citations] == [
        ("US2012057518", "", "SEA"),
        ("", "X", "SEA"),
    ]
    assert [str(each.claimed_on) for each in chinese.priorities] == ["2023-01-03", "2022-01-03"]
    assert american.number == "US2024000001A1"


@pytest.mark.parametrize("junk", [None, 3, "text", [], {}, [None], {"a": None}])
@pytest.mark.parametrize("key", ["biblio", "abstract", "lang", "kind", "date_published"])
def test_a_value_of_another_kind_costs_itself(tmp_path: Path, key: str, junk: Any) -> None:
    broken, whole = records(tmp_path, json.dumps([{**FIRST, key: junk}, FIRST]))
    assert isinstance(whole, PatentRecord)
    assert broken is None or broken.application_number == "2023100000119"


def test_the_language_of_a_title(tmp_path: Path) -> None:
    texts = [{"text": "Titre", "lang": "fr"}, {"text": "Title", "lang": "en"}]
    biblio = {**SECOND["biblio"], "invention_title": texts}
    english, french = records(
        tmp_path, json.dumps([{**SECOND, "biblio": biblio}, {**SECOND, "lang": "fr", "biblio": biblio}])
    )
    assert ([text for _language, text in english.titles], [text for _language, text in french.titles]) == (
        ["Title"],
        ["Titre"],
    )
