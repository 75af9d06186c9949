"""One OpenSearch node for all tests of a run; the test of a lost node starts three of its own."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from onestop.search.cluster import address, client
from onestop.search.engines.opensearch import OpenSearchEngine, index_body
from onestop.search.schema import DocumentType
from tests.cluster.server import Cluster, MissingTool, classes, java, running

MakeEngine = Callable[[DocumentType, int], OpenSearchEngine]
_number = count(1)


@pytest.fixture(scope="session")
def tools() -> None:
    """Skips, by name, where the machine cannot start an OpenSearch."""
    try:
        java()
        classes()
    except MissingTool as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def node(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("node")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def make_engine(node: Cluster) -> MakeEngine:
    """An engine on a new index with so many shards."""

    def make(document_type: DocumentType, shards: int) -> OpenSearchEngine:
        at = address(f"{node.url}/?shards={shards}")
        name = f"test-{next(_number)}"
        client(at).indices.create(index=name, body=index_body(document_type, at))
        return OpenSearchEngine(document_type, name, at)

    return make


@pytest.fixture(scope="session")
def three(tools: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("three"), nodes=3, heap="512m") as cluster:
        yield cluster
