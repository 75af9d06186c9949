"""Three nodes, one ended with kill -9 while searches and indexing go on, later brought back.

Nothing that was committed is lost, no answer is wrong, all are answered; some are slower.
"""

import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from onestop.search.cluster import address, client
from onestop.search.engine import SearchRequest, SearchResponse
from onestop.search.engines.opensearch import OpenSearchEngine, index_body, serving
from onestop.search.parser import parse
from onestop.search.schema import Document, Value
from onestop.search.tests.corpus import TYPE
from tests.cluster.server import Cluster

STABLE = 600
"""Documents that do not change: every search must find exactly these."""
BATCH = 25
BEFORE_SECONDS, WITHOUT_SECONDS, AFTER_SECONDS = 3.0, 12.0, 5.0
SLOWEST_SECONDS = 30.0


def _document(key: int, title: str) -> Document:
    values: dict[str, tuple[Value, ...]] = {
        "title": (title,),
        "ipc": (f"E{key % 3}",),
        "filed_on": (20_000_101 + key,),
    }
    return Document(key, 1, values, {"title": title})


@pytest.fixture
def engine(three: Cluster) -> OpenSearchEngine:
    at = address(f"{three.url}/?shards=3&replicas=1&timeout=60")
    client(at).indices.create(index="lost-node", body=index_body(TYPE, at))
    made = OpenSearchEngine(TYPE, "lost-node", at)
    made.write(_document(key, f"恒定锚索{key}") for key in range(1, STABLE + 1))
    client(at).indices.put_settings(index="lost-node", body=serving(at))
    three.wait()
    return made


class Work:
    """Does something again and again in a thread; what went wrong is kept, and how long each turn took."""

    def __init__(self, turn: Callable[[], None]) -> None:
        self.turn = turn
        self.seconds: list[float] = []
        self.wrong: list[str] = []
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        while not self.is_over.is_set():
            started = time.monotonic()
            try:
                self.turn()
            except Exception as error:
                self.wrong.append(f"{type(error).__name__}: {error}")
            self.seconds.append(time.monotonic() - started)

    def end(self) -> None:
        self.is_over.set()
        self.thread.join(timeout=120)
        assert not self.thread.is_alive()


def _is_right(response: SearchResponse) -> bool:
    facets = {each.value: each.count for each in response.facets["ipc"]}
    return (
        response.total == STABLE
        and facets == {f"E{rest}": STABLE // 3 for rest in range(3)}
        and len(response.hits) == 20
        and all(hit.payload["title"] == f"恒定锚索{hit.key}" for hit in response.hits)
    )


def test_a_node_is_lost_and_comes_back(three: Cluster, engine: OpenSearchEngine, tmp_path: Path) -> None:
    request = SearchRequest(parse("TI=恒定锚索", TYPE), limit=20, facets=("ipc",))
    committed: list[int] = []

    def search() -> None:
        assert _is_right(engine.search(request))

    def list_all() -> None:
        assert list(engine.keys(request.query)) == list(range(1, STABLE + 1))

    works = [Work(search), Work(list_all), Work(_writer(engine, committed))]
    try:
        time.sleep(BEFORE_SECONDS)
        lost = _manager(engine)
        three.kill(lost)
        with_all = len(committed)
        time.sleep(WITHOUT_SECONDS)
        without_one = len(committed)
        three.start(lost)
        three.wait()
        time.sleep(AFTER_SECONDS)
    finally:
        for work in works:
            work.end()
    assert [work.wrong for work in works] == [[], [], []]
    assert len(committed) > without_one > with_all > 0
    assert max(max(work.seconds) for work in works) < SLOWEST_SECONDS
    assert [key for key, _version in engine.versions()] == [*range(1, STABLE + 1), *committed]
    found = engine.search(SearchRequest(parse("TI=新增", TYPE), limit=0))
    assert found.total == len(committed)


def _writer(engine: OpenSearchEngine, committed: list[int]) -> Callable[[], None]:
    batches = _batches()

    def write() -> None:
        keys = next(batches)
        engine.write(_document(key, f"新增{key}") for key in keys)
        committed.extend(keys)

    return write


def _batches() -> Iterator[range]:
    for start in count(STABLE + 1, BATCH):
        yield range(start, start + BATCH)


def _manager(engine: OpenSearchEngine) -> str:
    """The node that leads the cluster: the worst to lose."""
    found = engine.client.cat.cluster_manager(format="json")
    name: str = found[0]["node"]
    return name
