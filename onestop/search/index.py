"""The index in use and how it is replaced, whatever the engine.

A rebuild makes a new generation beside the one in use and then swaps: searches never wait. The schema's digest in
a generation's name tells whether the program still fits the index. Generations lie in folders, or in the cluster
of ONESTOP_SEARCH_URL (`search.generations`).
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Protocol

from django.conf import settings

from onestop.core.locks import alone
from onestop.search.engine import Engine, Prepared
from onestop.search.generations import folders
from onestop.search.registry import source
from onestop.search.schema import DocumentType


class Generations(Protocol):
    """What the modules of `search.generations` have."""

    FORMAT: int

    def engine(self, name: str) -> Engine: ...
    def opened(self, name: str, generation: str) -> Engine: ...
    def current(self, name: str) -> str: ...
    def make(self, name: str, generation: str) -> None: ...
    def switch(self, name: str, generation: str) -> None: ...
    def remove_others(self, name: str, keep: str) -> None: ...
    def size(self, name: str) -> int: ...
    def prepare(
        self, document_type: DocumentType, values: Mapping[str, tuple[Any, ...]], payload: Mapping[str, Any]
    ) -> Prepared: ...


def _generations() -> Generations:
    if not settings.SEARCH_URL:
        return folders
    from onestop.search.generations import aliases  # the client of the cluster is loaded where it is used

    return aliases


def is_cluster() -> bool:
    return bool(settings.SEARCH_URL)


def engine(name: str) -> Engine:
    """The engine of the generation in use; an empty one is made where there is none yet."""
    if name not in _known(settings.SEARCH_URL) and not _generations().current(name):
        switch(name, new_generation(name))
    if is_cluster():
        _known(settings.SEARCH_URL).add(name)
    return _generations().engine(name)


@lru_cache(maxsize=4)
def _known(url: str) -> set[str]:
    """What was seen in the cluster: to look for it again would cost each search a request."""
    return set()


def prepare(
    document_type: DocumentType, values: Mapping[str, tuple[Any, ...]], payload: Mapping[str, Any]
) -> Prepared:
    return _generations().prepare(document_type, values, payload)


def fits(name: str) -> bool:
    """Whether the generation in use was made for today's schema."""
    return _generations().current(name).startswith(_digest(name))


def is_outdated(name: str) -> bool:
    """Whether there is an index, but not for today's schema."""
    current = _generations().current(name)
    return bool(current) and not current.startswith(_digest(name))


def new_generation(name: str) -> str:
    """Make an empty generation; its name."""
    generation = f"{_digest(name)}-{time.time_ns()}"
    _generations().make(name, generation)
    return generation


def open_generation(name: str, generation: str) -> Engine:
    return _generations().opened(name, generation)


def switch(name: str, generation: str) -> None:
    """Point all readers to this generation, at once."""
    _generations().switch(name, generation)


def remove_others(name: str, keep: str) -> None:
    _generations().remove_others(name, keep)


def size(name: str) -> int:
    """Bytes on disk of all generations."""
    return _generations().size(name)


@contextmanager
def writing(*, wait: bool) -> Iterator[bool]:
    """Be the one process that writes indexes. False: another one is, and `wait` was not wanted."""
    settings.SEARCH_DIR.mkdir(parents=True, exist_ok=True)
    with alone(settings.SEARCH_DIR / "writer.lock", wait=wait) as is_writer:
        yield is_writer


def _digest(name: str) -> str:
    fields = source(name).document_type.fields
    described = repr(
        [_generations().FORMAT, *((field.name, field.type, field.facet, field.long) for field in fields)]
    )
    return blake2b(described.encode(), digest_size=6).hexdigest()
