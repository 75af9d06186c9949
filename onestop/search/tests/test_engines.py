"""The contract suite on the engine in the process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from onestop.search.engine import Engine
from onestop.search.engines.tantivy import TantivyEngine
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


def test_a_second_reader_sees_what_was_written(tmp_path: Path) -> None:
    TantivyEngine(TYPE, tmp_path).write(documents())
    assert TantivyEngine(TYPE, tmp_path).count() == len(documents())
