"""Who is asked: each builds its index, serves it, and says what a question to it looks like."""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command

from benchmarks.measure import size
from benchmarks.search import postgresql, sqlite
from benchmarks.search.answers import FACET_SIZE
from benchmarks.search.load import Question
from benchmarks.search.texts import FACETS
from onestop.records.fields import PATENT
from onestop.search import index
from onestop.search.cluster import address, client
from onestop.search.content import facet_field
from onestop.search.engines.opensearch import OpenSearchEngine, index_body, serving
from onestop.search.query import Node
from onestop.search.schema import Document
from tests.cluster.server import free_ports, running

START_SECONDS = 60
HITS = 10
_WORKERS = str(os.cpu_count() or 1)


class Peer(Protocol):
    name: str

    def build(self, documents: Iterable[Document]) -> None: ...
    def size(self) -> int: ...
    def question(self, node: Node) -> Question: ...
    def serving(self) -> Any:
        """A context that gives the port."""

    def total(self, answer: bytes) -> int: ...


class Product:
    name = "OneStop IP"

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        pass

    def build(self, documents: Iterable[Document]) -> None:
        call_command("migrate", verbosity=0)
        generation = index.new_generation(PATENT.name)
        engine = index.open_generation(PATENT.name, generation)
        engine.write(documents)
        engine.close()
        index.switch(PATENT.name, generation)

    def size(self) -> int:
        return index.size(PATENT.name)

    def question(self, node: Node) -> Question:
        return Question(f"/api/v1/search?{urlencode({'q': str(node), 'size': HITS})}")

    def serving(self) -> Any:
        return _served("onestop.wsgi:application", {"ONESTOP_API_PER_MINUTE": "0"})

    def total(self, answer: bytes) -> int:
        return int(json.loads(answer)["total"])


class Sqlite:
    name = sqlite.NAME

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.path = folder / "fts.sqlite3"

    def build(self, documents: Iterable[Document]) -> None:
        sqlite.Sqlite(self.path).write(documents)

    def size(self) -> int:
        return size(self.path.parent)

    def question(self, node: Node) -> Question:
        return Question(f"/?{urlencode({'match': sqlite.match_of(node)})}")

    def serving(self) -> Any:
        return _served("benchmarks.search.peer_app:application", {"BENCHMARK_PEER": f"sqlite:{self.path}"})

    def total(self, answer: bytes) -> int:
        return int(json.loads(answer)["total"])


class Postgresql:
    name = postgresql.NAME

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.url = options.postgresql
        self.bytes = 0

    def build(self, documents: Iterable[Document]) -> None:
        with postgresql.Postgresql(self.url) as database:
            database.write(documents)
            self.bytes = database.size()

    def size(self) -> int:
        return self.bytes

    def question(self, node: Node) -> Question:
        return Question(f"/?{urlencode({'match': postgresql.match_of(node)})}")

    @contextmanager
    def serving(self) -> Iterator[int]:
        with _served("benchmarks.search.peer_app:application", {"BENCHMARK_PEER": self.url}) as port:
            yield port
        with postgresql.Postgresql(self.url) as database:
            database.drop()

    def total(self, answer: bytes) -> int:
        return int(json.loads(answer)["total"])


class OpenSearch:
    name = "OpenSearch, one node"
    index = "benchmark"

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.stack = ExitStack()
        self.cluster = self.stack.enter_context(running(folder, 1, options.heap))
        self.at = address(f"{self.cluster.url}/?shards=1&timeout=120")
        self.engine = OpenSearchEngine(PATENT, self.index, self.at)
        self.bytes = 0

    def build(self, documents: Iterable[Document]) -> None:
        indices = client(self.at).indices
        indices.create(index=self.index, body=index_body(PATENT, self.at), request_timeout=120)
        self.engine.write(documents)
        indices.forcemerge(index=self.index, max_num_segments=1, request_timeout=1_200)
        indices.put_settings(index=self.index, body=serving(self.at), request_timeout=120)
        stats = indices.stats(index=self.index, metric="store")
        self.bytes = stats["_all"]["primaries"]["store"]["size_in_bytes"]

    def size(self) -> int:
        return self.bytes

    def question(self, node: Node) -> Question:
        facets = {
            name: {"terms": {"field": facet_field(PATENT.by_name[name]), "size": FACET_SIZE}}
            for name in FACETS
        }
        body = {"query": self.engine.compile(node), "size": HITS, "track_total_hits": True, "aggs": facets}
        return Question(f"/{self.index}/_search", json.dumps(body, ensure_ascii=False))

    @contextmanager
    def serving(self) -> Iterator[int]:
        with self.stack:
            yield self.cluster.http[self.cluster.names[0]]
            self.engine.close()

    def total(self, answer: bytes) -> int:
        return int(json.loads(answer)["hits"]["total"]["value"])


PEERS: Mapping[str, Callable[[Path, argparse.Namespace], Peer]] = {
    "product": Product,
    "sqlite": Sqlite,
    "postgresql": Postgresql,
    "opensearch": OpenSearch,
}


@contextmanager
def _served(application: str, environment: Mapping[str, str]) -> Iterator[int]:
    """By the web server of the product with a process for each core."""
    (port,) = free_ports(1)
    options = ("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", _WORKERS)
    command = [sys.executable, "-m", "granian", *options, "--blocking-threads", "4", "--no-ws"]
    own = {"ONESTOP_DATA": str(settings.DATA_DIR), "GRANIAN_LOG_LEVEL": "warning"}
    process = subprocess.Popen([*command, application], env={**os.environ, **own, **environment})
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _wait(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the web server does not answer")
