"""The contract suite on the engine in the process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.search.engine import Engine, SearchRequest
from onestop.search.engines import tantivy
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.parser import parse
from onestop.search.tests.contract import *  # noqa: F403 - the tests themselves
from onestop.search.tests.contract_ranking import *  # noqa: F403 - more of them
from onestop.search.tests.contract_ranking import RECENT
from onestop.search.tests.corpus import TYPE, documents, table_documents


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    made = TantivyEngine(TYPE, tmp_path_factory.mktemp("index"))
    made.write(documents())
    return made


@pytest.fixture(scope="module")
def table() -> Engine:
    made = TantivyEngine(TYPE)
    made.write(table_documents())
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[], Engine]:
    return lambda: TantivyEngine(TYPE, tmp_path)


def test_places_in_too_many_long_texts_are_not_looked_at(
    table: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onestop.search.engines.tantivy._LOOKED_AT", 20)
    assert list(table.keys(parse("TI=(锚索 5D 支护)", TYPE)))
    with pytest.raises(UserError) as caught:
        table.keys(parse("CLM=(锚索 5D 支护)", TYPE))
    assert caught.value.code == "search.too_many_to_read"


def test_a_second_reader_sees_what_was_written(tmp_path: Path) -> None:
    TantivyEngine(TYPE, tmp_path).write(documents())
    assert TantivyEngine(TYPE, tmp_path).count() == len(documents())


@pytest.mark.parametrize("text", ["锚索", "装置", "LED 灯", "NOT 锚索", "*"])
def test_recency_is_the_same_looked_up_one_by_one_and_step_by_step(
    table: TantivyEngine, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ranked(first: int, most: int) -> list[tuple[int, float]]:
        monkeypatch.setattr(tantivy, "_RANKED_FIRST", first)
        monkeypatch.setattr(tantivy, "_RANKED_AT_MOST", most)
        pages = [
            table.search(SearchRequest(parse(text, TYPE), limit=7, offset=offset, sort=RECENT)).hits
            for offset in range(0, 126, 7)
        ]
        return [(hit.key, round(hit.score, 4)) for page in pages for hit in page]

    whole = ranked(2_000, 10_000)
    assert whole == ranked(1, 10_000)
    by_steps = ranked(1, 0)
    assert [score for _key, score in whole] == pytest.approx([score for _key, score in by_steps], abs=2e-4)
    assert {key for key, _score in whole} == {key for key, _score in by_steps}
