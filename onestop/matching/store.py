"""Where models lie: generations side by side under `models/similar`, one of them in use.

`current` names the one in use and `segments.json` in it the segments in use; both are replaced in one step, so a
reader sees the old state or the new one. Only one process fits or refreshes at a time.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from onestop.core.locks import alone
from onestop.matching.model import FORMAT, Model, open_model, read_about
from onestop.matching.segment import Segment, open_segment
from onestop.matching.shelf import Shelf

_CURRENT = "current"
_IN_USE = "segments.json"
_SEGMENTS = "segments"


@dataclass(frozen=True)
class Opened:
    folder: Path
    model: Model
    shelf: Shelf
    names: tuple[str, ...]
    """Of the segments, oldest first."""


def home() -> Path:
    folder: Path = settings.MODELS_DIR / "similar"
    return folder


def opened() -> Opened | None:
    """The model in use; None where there is none that this program understands."""
    folder = _current()
    if folder is None:
        return None
    try:
        return _open(folder, (folder / _IN_USE).read_text(encoding="utf-8"))
    except FileNotFoundError:  # swapped away between the two looks
        folder = _current()
        return _open(folder, (folder / _IN_USE).read_text(encoding="utf-8")) if folder else None


def _current() -> Path | None:
    try:
        folder = home() / (home() / _CURRENT).read_text(encoding="utf-8").strip()
        return folder if read_about(folder).format == FORMAT else None
    except (FileNotFoundError, TypeError):
        return None


@lru_cache(maxsize=1)
def _open(folder: Path, in_use: str) -> Opened:
    names = tuple(json.loads(in_use))
    shelf = Shelf(tuple(open_segment(folder / _SEGMENTS / name) for name in names))
    return Opened(folder, open_model(folder), shelf, names)


@contextmanager
def writing(*, wait: bool) -> Iterator[bool]:
    """Be the one process that fits or refreshes. False: another one is, and `wait` was not wanted."""
    home().mkdir(parents=True, exist_ok=True)
    with alone(home() / "writer.lock", wait=wait) as is_writer:
        yield is_writer


def new_folder() -> Path:
    """For the next generation; what an interrupted fit left behind goes."""
    number = max((int(each.name) for each in _generations()), default=0) + 1
    folder = _current()
    for each in _generations():
        if each != folder:
            shutil.rmtree(each)
    return home() / f"{number:06}"


def _generations() -> list[Path]:
    return [each for each in home().iterdir() if each.is_dir() and each.name.isdigit()]


def switch(folder: Path) -> None:
    """Use this generation, with all segments in it, and drop the others."""
    use_segments(folder, sorted(each.name for each in (folder / _SEGMENTS).iterdir()))
    _replace(home() / _CURRENT, folder.name)
    for each in _generations():
        if each != folder:
            shutil.rmtree(each)


def add_segment(found: Opened, segment: Segment, instead_of: Sequence[str] = ()) -> None:
    name = f"{int(found.names[-1]) + 1:06}"
    shutil.rmtree(found.folder / _SEGMENTS / name, ignore_errors=True)
    segment.save(found.folder / _SEGMENTS / name)
    use_segments(found.folder, [*(each for each in found.names if each not in instead_of), name])
    for each in instead_of:
        shutil.rmtree(found.folder / _SEGMENTS / each)


def use_segments(folder: Path, names: Sequence[str]) -> None:
    _replace(folder / _IN_USE, json.dumps(list(names)))


def _replace(path: Path, text: str) -> None:
    made = path.with_suffix(".new")
    made.write_text(text, encoding="utf-8")
    made.replace(path)


def size() -> int:
    """Bytes on disk."""
    return sum(path.stat().st_size for path in home().rglob("*") if path.is_file()) if home().is_dir() else 0
