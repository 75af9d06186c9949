"""Generations side by side in a folder, and a pointer file to the one in use.

<SEARCH_DIR>/patent/current            the name of the generation in use
<SEARCH_DIR>/patent/<schema>-<time>/   a generation
"""

import os
import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from onestop.search.engines.tantivy import FORMAT, TantivyEngine, prepare
from onestop.search.errors import SearchUnavailable
from onestop.search.registry import source

__all__ = ["FORMAT", "current", "engine", "make", "opened", "prepare", "remove_others", "size", "switch"]


def engine(name: str) -> TantivyEngine:
    return opened(name, (_folder(name) / "current").read_text())


def opened(name: str, generation: str) -> TantivyEngine:
    return _open(name, _folder(name) / generation)


def current(name: str) -> str:
    """Name of the generation in use; empty where there is none."""
    pointer = _folder(name) / "current"
    return pointer.read_text() if pointer.exists() else ""


def make(name: str, generation: str) -> None:
    (_folder(name) / generation).mkdir(parents=True)


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


def _folder(name: str) -> Path:
    folder: Path = settings.SEARCH_DIR / name
    return folder


@lru_cache(maxsize=8)
def _open(name: str, path: Path) -> TantivyEngine:
    try:
        return TantivyEngine(source(name).document_type, path)
    except ValueError as error:  # of an older program, whose fields were others
        raise SearchUnavailable(
            _("检索索引正在为新版本的程序重建。"), _("请稍后再试；管理员可用 onestop doctor 查看进度")
        ) from error
