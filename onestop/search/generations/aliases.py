"""Generations in the cluster: indexes side by side, and an alias to the one in use.

onestop-patent                    the alias that everybody searches and the writer writes
onestop-patent-<schema>-<time>    a generation
"""

import logging
from functools import lru_cache
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import AuthorizationException, NotFoundError
from opensearchpy.exceptions import ConnectionError as NoConnection

from onestop.search import cluster
from onestop.search.cluster import Address, patiently
from onestop.search.engines.opensearch import FORMAT, OpenSearchEngine, index_body, prepare, serving
from onestop.search.registry import source

__all__ = ["FORMAT", "current", "engine", "make", "opened", "prepare", "remove_others", "size", "switch"]

log = logging.getLogger(__name__)
MAX_CLAUSES = 16_384
_CHANGE_SECONDS = 60
_COPY_SECONDS = 600
"""How long a switch waits for the copies of a new index; it goes on without them, a lost node may not stop it."""


def engine(name: str) -> OpenSearchEngine:
    return _open(name, _alias(name), cluster.current(), is_alias=True)


def opened(name: str, generation: str) -> OpenSearchEngine:
    return _open(name, f"{_alias(name)}-{generation}", cluster.current(), is_alias=False)


def current(name: str) -> str:
    """Name of the generation in use; empty where there is none."""
    alias = _alias(name)
    try:
        found = patiently(lambda: _client().indices.get_alias(name=alias))
    except NotFoundError:
        return ""
    return max(str(each).removeprefix(f"{alias}-") for each in found)


def make(name: str, generation: str) -> None:
    _allow_many_clauses()
    body = index_body(source(name).document_type, cluster.current())
    index = f"{_alias(name)}-{generation}"
    patiently(lambda: _client().indices.create(index=index, body=body, request_timeout=_CHANGE_SECONDS))


def _allow_many_clauses() -> None:
    """As many words as tantivy lets a truncation stand for; where the account may not, the cluster's own limit holds."""
    body = {"persistent": {"indices.query.bool.max_clause_count": MAX_CLAUSES}}
    try:
        _client().cluster.put_settings(body=body)
    except (AuthorizationException, NoConnection) as error:
        log.warning("indices.query.bool.max_clause_count is not set to %d: %s", MAX_CLAUSES, error)


def switch(name: str, generation: str) -> None:
    """Point all readers and the writer to this generation, at once."""
    alias = _alias(name)
    index = f"{alias}-{generation}"
    patiently(
        lambda: _client().indices.put_settings(
            index=index, body=serving(cluster.current()), request_timeout=_CHANGE_SECONDS
        )
    )
    waiting: dict[str, Any] = {"wait_for_status": "green", "timeout": f"{_COPY_SECONDS}s"}
    patiently(
        lambda: _client().cluster.health(
            index=index, params=waiting, request_timeout=_COPY_SECONDS + 10, ignore=(408,)
        )
    )
    actions = [
        {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
        {"add": {"index": index, "alias": alias, "is_write_index": True}},
    ]
    patiently(
        lambda: _client().indices.update_aliases(body={"actions": actions}, request_timeout=_CHANGE_SECONDS)
    )


def remove_others(name: str, keep: str) -> None:
    alias = _alias(name)
    others = [each for each in _indexes(name) if each != f"{alias}-{keep}"]
    if others:
        patiently(lambda: _client().indices.delete(index=",".join(others), ignore=(404,)))


def size(name: str) -> int:
    """Bytes on disk of all generations and copies."""
    found = patiently(lambda: _client().indices.stats(index=f"{_alias(name)}-*", metric="store"))
    total: int = found["_all"]["total"]["store"]["size_in_bytes"] if found["_all"]["total"] else 0
    return total


def _indexes(name: str) -> list[str]:
    return list(patiently(lambda: _client().indices.get(index=f"{_alias(name)}-*")))


def _alias(name: str) -> str:
    return f"{cluster.current().prefix}{name}"


def _client() -> OpenSearch:
    return cluster.client(cluster.current())


@lru_cache(maxsize=8)
def _open(name: str, index: str, at: Address, *, is_alias: bool) -> OpenSearchEngine:
    return OpenSearchEngine(source(name).document_type, index, at, is_alias=is_alias)
