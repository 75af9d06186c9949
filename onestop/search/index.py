"""Where the indexes lie: generations side by side, and a pointer file to the one in use.

    <SEARCH_DIR>/patent/current            the name of the generation in use
    <SEARCH_DIR>/patent/<schema>-<time>/   a generation

A rebuild makes a new generation beside the one in use and then swaps the pointer: searches never wait.
The schema's digest in the name tells whether the program still fits the index.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

from onestop.core.locks import alone
from onestop.search.engines.tantivy import FORMAT, TantivyEngine, prepare
from onestop.search.registry import source
from onestop.search.schema import DocumentType

__all__ = [
    "engine",
    "fits",
    "is_outdated",
    "new_generation",
    "open_generation",
    "prepare",
    "remove_others",
    "size",
    "switch",
    "writing",
]


def engine(name: str) -> TantivyEngine:
    """The engine of the generation in use; an empty one is made where there is none yet."""
    pointer = _folder(name) / "current"
    if not pointer.exists():
        switch(name, new_generation(name))
    return open_generation(name, pointer.read_text())


def fits(name: str) -> bool:
    """Whether the generation in use was made for today's schema."""
    pointer = _folder(name) / "current"
    return pointer.exists() and pointer.read_text().startswith(_schema_digest(source(name).document_type))


def is_outdated(name: str) -> bool:
    """Whether there is an index, but not for today's schema."""
    return (_folder(name) / "current").exists() and not fits(name)


def new_generation(name: str) -> str:
    """Make an empty generation; its name."""
    generation = f"{_schema_digest(source(name).document_type)}-{time.time_ns()}"
    (_folder(name) / generation).mkdir(parents=True)
    return generation


def switch(name: str, generation: str) -> None:
    """Point all readers to this generation, at once (atomic rename)."""
    folder = _folder(name)
    temporary = folder / f"current.{os.getpid()}"
    temporary.write_text(generation)
    temporary.replace(folder / "current")


def remove_others(name: str, keep: str) -> None:
    for path in _folder(name).iterdir():
        if path.is_dir() and path.name != keep:
            shutil.rmtree(path, ignore_errors=True)


def size(name: str) -> int:
    """Bytes on disk of all generations."""
    return sum(path.stat().st_size for path in _folder(name).rglob("*") if path.is_file())


@contextmanager
def writing(*, wait: bool) -> Iterator[bool]:
    """Be the one process that writes indexes. False: another one is, and `wait` was not wanted."""
    settings.SEARCH_DIR.mkdir(parents=True, exist_ok=True)
    with alone(settings.SEARCH_DIR / "writer.lock", wait=wait) as is_writer:
        yield is_writer


def _folder(name: str) -> Path:
    folder: Path = settings.SEARCH_DIR / name
    return folder


@lru_cache(maxsize=8)
def _open_path(name: str, path: Path) -> TantivyEngine:
    return TantivyEngine(source(name).document_type, path)


def open_generation(name: str, generation: str) -> TantivyEngine:
    return _open_path(name, _folder(name) / generation)


def _schema_digest(document_type: DocumentType) -> str:
    described = repr([FORMAT, *((field.name, field.type, field.facet) for field in document_type.fields)])
    return blake2b(described.encode(), digest_size=6).hexdigest()
