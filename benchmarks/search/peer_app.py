"""A database as a web service, by the same web server as the product: `/?match=…` answers ten full hits and facets.

BENCHMARK_PEER: `sqlite:<path>` or the address of a PostgreSQL database.
"""

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from benchmarks.search.postgresql import Postgresql
from benchmarks.search.sqlite import Sqlite

_WHICH = os.environ["BENCHMARK_PEER"]
_own = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = _peer().answer(parse_qs(environ["QUERY_STRING"])["match"][0]).body()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _peer() -> Sqlite | Postgresql:
    """A connection for each thread."""
    if not hasattr(_own, "peer"):
        kind, _colon, path = _WHICH.partition(":")
        _own.peer = Sqlite(Path(path)) if kind == "sqlite" else Postgresql(_WHICH)
    found: Sqlite | Postgresql = _own.peer
    return found
