"""The contract suite on the engine in the process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.search.engine import Engine
from onestop.search.engines.tantivy import TantivyEngine
from onestop.search.parser import parse
from onestop.search.tests.contract import *  # noqa: F403 - the tests themselves
from onestop.search.tests.contract_ranking import *  # noqa: F403 - more of them
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
